"""Week 6: its explorers, and what the chapter says of its figures."""

from __future__ import annotations

import pytest

from regecon.cases import keeping, portfolio
from regecon.explorers import explorer
from regecon.figures import w06
from tests.baked import weight


@pytest.mark.parametrize("moved", [{}, {"exports": 30}, {"services": 20}])
def test_explorer_shows_what_the_case_computes(moved):
    mix = portfolio.shares(**moved)
    for source in portfolio.SOURCES:
        shown = explorer("city-portfolio").headlines(**moved, source=source)
        risk = portfolio.volatility_of(mix, source)
        assert shown[1].value == pytest.approx(100 * risk)


def test_every_mix_of_the_sliders_is_a_city():
    sliders = explorer("city-portfolio").controls[:2]
    for exports in sliders[0].values:
        for services in sliders[1].values:
            mix = portfolio.shares(exports, services)
            assert mix.sum() == pytest.approx(100)
            assert (mix > 0).all()
            assert mix["services"] <= portfolio.MOST_SERVICES


def test_explorer_of_the_plant_shows_the_threshold():
    longest = keeping.decision(12).longest_slump
    assert explorer("labour-hoarding").headlines()[0].value == pytest.approx(longest)


def test_chapter_says_what_the_figures_say():
    numbers = w06.numbers()
    assert numbers["r_coal"] == pytest.approx(0.79, abs=5e-3)
    assert numbers["r_coal_calm"] == pytest.approx(0.81, abs=5e-3)
    assert numbers["nominal_here"] == pytest.approx(74.5, abs=0.05)
    assert numbers["volume_here"] == pytest.approx(7.4)
    # "with the European quotation our rule says yes, with South African coal nearly".
    errors = {name: numbers[f"errors_{name}"] for name in w06.SHORT.values()}
    assert [name for name, value in errors.items() if value > 2] == ["europe"]
    assert 1.8 < errors["africa"] < 2
    # "in the ten years that end with the expedition's own, exposure was lower", in every row.
    for name in w06.SHORT.values():
        assert numbers[f"in_2016_{name}"] < numbers[f"first_{name}"]
        assert numbers[f"late_{name}"] > numbers[f"early_{name}"]
    # The sum by hand: half steel, half aluminium.
    by_hand = (0.25 * 17.1**2 + 0.25 * 18.4**2 + 2 * 0.25 * 0.85 * 17.1 * 18.4) ** 0.5
    assert numbers["half_half"] == pytest.approx(by_hand, abs=0.1)
    # "hardly at all next door".
    assert abs(numbers["others_slope"]) < numbers["others_se"]
    # The step between two vintages of the table of jobs does not make the slope.
    assert numbers["elasticity_vintage"] == pytest.approx(0.31, abs=5e-3)


def test_equal_sectors_and_equal_correlations_leave_the_index_its_rank():
    from regecon.methods.diversity import herfindahl
    from regecon.methods.risk import covariance_matrix, portfolio_variance

    names = list(portfolio.SECTORS)
    swing = portfolio.VOLATILITY * 0 + 0.2
    together = portfolio._with_services(portfolio._made_up() * 0, "given") * 0 + 0.4
    for name in names:
        together.loc[name, name] = 1.0
    for mix in (portfolio.BASE, portfolio.shares(30), portfolio.shares(0, 20)):
        risk = portfolio_variance(mix / 100, covariance_matrix(swing, together))
        assert risk == pytest.approx(0.2**2 * (0.4 + 0.6 * herfindahl(mix)))


FIGURES = (w06.quotations, w06.tide, w06.crash, w06.product, w06.work)


@pytest.mark.parametrize("make", FIGURES, ids=lambda make: make.__name__)
def test_a_figure_is_told_from_its_rows(make):
    figure = make()
    assert len(figure.alt.split()) > 20
    assert figure.alt == make().alt


def test_the_two_wrong_sentences_are_gone():
    # Once: "steel two and a half [times], aluminium less than one and a half", typed by hand.
    told = w06.tide().alt
    assert "steel 2.2 in 2022" in told
    assert "aluminium 1.4 in 2022" in told


@pytest.mark.parametrize("name", ["city-portfolio", "labour-hoarding"])
def test_explorers_are_light(name):
    assert weight(name) < 60_000
