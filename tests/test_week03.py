"""Week 3: the explorers say what the model says, the chapter argues from its figures."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from regecon.cases import structure
from regecon.explorers import explorer
from regecon.figures import w03
from tests.baked import weight

counted = cache(w03.numbers)  # what the chapter prints
ROOT = Path(__file__).resolve().parents[1]


def test_parts_of_the_stylised_city_in_the_explorer():
    shown = explorer("shift-share-dissector").headlines()
    assert [line.value for line in shown] == pytest.approx([5.0, -5.0, -1.0])
    assert "change by −1.0 = +5.0 (nation) − 5.0 (mix) − 1.0 (local)" in (
        explorer("shift-share-dissector").sentence()
    )


@pytest.mark.parametrize(("yardstick", "local"), [("nation", -1.0), ("finer", 1.4), ("belt", 0.2)])
def test_the_local_part_turns_on_the_yardstick(yardstick, local):
    shown = explorer("shift-share-dissector").headlines(yardstick=yardstick)
    assert shown[2].value == pytest.approx(local)
    assert sum(line.value for line in shown) == pytest.approx(-1.0)


def test_presets_of_the_quotient_explorer_tell_three_stories_from_one_line():
    model = explorer("quotient-explorer")
    told = [model.sentence(**preset.state) for preset in model.presets[:3]]
    assert "show a rise" in told[0]
    assert "show a fall" in told[1]
    assert "nothing has changed" in told[2]
    whole = [text[text.index("Over all eighteen") :] for text in told]
    assert len(set(whole)) == 1


def test_the_explorer_says_the_values_of_its_years():
    state = {
        "region": "Altai krai",
        "group": "agriculture and fishing",
        "years": (2005, 2010, 2015),
    }
    line = structure.quotients("Altai krai")["agriculture and fishing"]
    shown = explorer("quotient-explorer").headlines(**state)
    assert shown[0].value == round(100 * (line[2015] / line[2005] - 1))
    for year in state["years"]:
        assert f"{line[year]:.2f}" in explorer("quotient-explorer").sentence(**state)


def test_every_three_years_of_the_slider_are_evenly_spaced():
    for first, second, third in structure.EVEN:
        assert second - first == third - second >= structure.GAP
        assert first >= 2005
        assert third <= 2022


def test_the_chapter_argues_from_these_numbers():
    found = counted()
    assert found["low"] == pytest.approx(1.81, abs=5e-3)
    assert found["high"] == pytest.approx(3.12, abs=5e-3)
    assert abs(found["slope"]) < 2 * found["slope_error"]
    assert found["siberia_slope"] > 4 * found["siberia_error"]
    assert found["oil_slope"] < 2 * found["oil_error"]
    assert found["plate_above"] == 2
    assert found["even_rise"] == found["even_fall"]
    # By three rulers: hardly, up, down.
    assert found["roubles_2016"] < 10 < found["volume_2016"]
    assert found["jobs_2013"] > 0
    assert found["jobs_quotient_2013"] > found["jobs_quotient_1998"]
    share = structure.jobs().loc["Kemerovo oblast"].pipe(lambda t: t["C"] / t.sum(axis="columns"))
    assert share[2009] < 0.85 * share[2005] < 0.86 * share[1998]
    assert share[2013] > share[2010]
    # In a year of cheap coal the picture is another.
    assert found["spread_2020"] < found["spread_russia"] + 0.005 < found["spread"]
    assert found["electricity_2020"] > found["quotient_2020"]


def test_the_sum_by_hand_is_the_split():
    found = counted()
    change = found["miners_2008"] - found["miners_2005"]
    assert -found["miners_change"] == pytest.approx(change)
    parts = found["miners_nation"] - found["miners_mix"] - found["miners_local"]
    assert parts == pytest.approx(change)
    by_hand = found["miners_2005"] * found["nation_growth"] / 100
    assert found["miners_nation"] == pytest.approx(by_hand)


@pytest.mark.parametrize(
    ("region", "locals_"),
    [
        ("Kemerovo oblast", [-13.0, 23.7, 37.5]),
        ("Altai krai", [-4.2, 4.0, -4.9]),
        ("Tomsk oblast", [-22.1, -36.1, -44.7]),
    ],
)
def test_end_year_chooses_the_sign_here_and_not_everywhere(region, locals_):
    found = [
        structure.money_parts(year, region)["regional_share"].sum() for year in (2020, 2021, 2022)
    ]
    assert found == pytest.approx(locals_, abs=0.05)


def test_signs_that_the_tables_of_the_chapter_print():
    """The text holds the signs, the numbers the sizes."""
    chapter = (ROOT / "book" / "w03-x-ray-of-an-economy.md").read_text(encoding="utf-8")
    for short, region in {"kem": structure.HOME, "alt": structure.OTHER}.items():
        for first, last in structure.WINDOWS:
            parts = structure.all_job_parts(first, last).loc[region]
            for name, part in {"mix": "industry_mix", "local": "regional_share"}.items():
                sign = "−" if parts[part] < 0 else "+"
                assert f"{sign}{{glue:text}}`{short}_{name}_{first}_size" in chapter
    for short, region in {"kem": structure.HOME, "alt": structure.OTHER}.items():
        for year in (2020, 2021, 2022):
            local = structure.money_parts(year, region)["regional_share"].sum()
            sign = "−" if local < 0 else "+"
            assert f"{sign}{{glue:text}}`{short}_money_{year}_size" in chapter


def test_alternative_texts_hold_the_numbers_of_their_rows():
    assert "stands at 2.88 in mining" in w03.plate().alt
    assert "between 0.73 and 1.26 of its mean" in w03.swing().alt
    assert "rises to 1.38 in 2016" in w03.rulers().alt
    assert "Kemerovo oblast stands at −2.2 and −0.1" in w03.local_parts().alt
    assert "mining stands at 52" in w03.hiding().alt


@pytest.mark.parametrize("name", ["quotient-explorer", "shift-share-dissector"])
def test_explorers_are_light(name):
    assert weight(name) < 60_000
