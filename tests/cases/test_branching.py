"""Week 7's economics: the space of sectors, the odds of entry and what a shuffled map can say."""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd
import pytest

from regecon.cases import branching
from regecon.methods.complexity import complexity_index
from regecon.methods.entry import entry_logit

HOME = branching.HOME
REGIONS = (HOME, "Altai krai", "Krasnoyarsk krai", "Irkutsk oblast", "Omsk oblast")


def test_mining_hides_four_specialisations():
    """Struck out for all regions, it leaves more sectors above the average."""
    has = {key: branching.space(key).presence.loc[HOME] for key in branching.SPACES}
    assert list(has["with"].index[has["with"] == 1]) == ["B", "D"]
    assert list(has["without"].index[has["without"] == 1]) == ["C", "D", "H", "M", "R"]


@pytest.mark.parametrize(
    ("mining", "own", "country"), [("with", 82.5, 76.6), ("without", 40.7, 62.1)]
)
def test_quotient_by_hand(mining, own, country):
    """Manufacturing: 10.9 and 16.3 per cent, of what the chosen sections make together."""
    quotient = branching.space(mining).quotients.loc[HOME, "C"]
    assert quotient == pytest.approx((10.9 / own) / (16.3 / country))


@pytest.mark.parametrize("mining", branching.SPACES)
def test_density_raises_the_odds_of_entry(mining):
    found = branching.entries(mining)
    assert found.slope > 3 * found.slope_error
    assert 0 < found.entries < found.chances


@pytest.mark.parametrize("mining", branching.SPACES)
def test_the_slope_with_nothing_held_is_that_of_the_method(mining):
    rows = branching.chances(branching.SPACES[mining])
    found, known = branching.slope(rows), branching.entries(mining)
    assert found["slope"] == pytest.approx(known.slope, rel=1e-6)
    assert found["error"] == pytest.approx(known.slope_error, rel=1e-5)
    assert (len(rows), rows["entered"].sum()) == (known.chances, known.entries)


def test_diversity_does_not_explain_what_density_knows():
    """The other way round it would: density takes what diversity alone seems to have."""
    both = branching.slopes().loc[("main", "diversity")]
    alone = branching.slopes().loc[("main", "nothing")]
    assert both["slope"] > alone["slope"] - both["error"]
    assert abs(both["diversity"]) < 2 * both["diversity_error"]


def test_a_difference_of_slopes_is_no_share_of_the_effect():
    """A blind map has half of the slope alone and nothing beside diversity: one is no part of two.

    The middle slope of shuffled maps says what a map without content would give in the same
    logit. It is not the part of the real slope that is diversity.
    """
    shuffled, real = branching.shuffled(), branching.slopes().loc["main", "slope"]
    assert shuffled["nothing"].median() > 0.4 * real["nothing"]
    assert abs(shuffled["diversity"].median()) < 0.1 * real["diversity"]
    assert real["diversity"] > real["nothing"]


def test_few_shuffles_reach_the_real_map_until_sectors_are_held_fixed():
    shuffled, real = branching.shuffled(), branching.slopes().loc["main", "slope"]
    reach = (shuffled >= real).mean()
    assert reach["nothing"] < 0.05
    assert reach["diversity"] < 0.05
    assert reach["diversity and sector"] > 0.05


def test_quick_fits_are_those_of_the_library():
    rows = branching.chances()
    for held in branching.HELD:
        quick = branching._last_slope(rows, branching._held(rows, held), rows["density"])
        assert quick == pytest.approx(branching.slope(rows, held)["slope"], rel=1e-6)


def test_every_window_agrees_in_sign_and_most_do_not_in_certainty():
    sector = branching.slopes().xs("diversity and sector", level="held")
    assert (sector["slope"] > 0).all()
    assert (sector["slope"] > 2 * sector["error"]).sum() < len(sector)
    diversity = branching.slopes().xs("diversity", level="held")
    assert (diversity["slope"] > 2 * diversity["error"]).all()


def test_an_unknown_control_is_refused_by_name():
    with pytest.raises(ValueError, match="diversity and sector"):
        branching.slope(branching.chances(), "size")


def test_a_gain_is_what_the_mean_moves_by():
    table = branching.outlook(HOME, "without")
    own = table.loc[table["has"], "complexity"]
    joined = pd.concat([own, table.loc[["G"], "complexity"]])
    assert table.loc["G", "gain"] == pytest.approx(joined.mean() - own.mean())


@pytest.mark.parametrize(("region", "mining"), list(product(REGIONS, branching.SPACES)))
def test_every_rule_founds_what_the_region_lacks(region, mining):
    table = branching.outlook(region, mining)
    for pick in branching.PICKS:
        founded = branching.picked(region, mining, pick)
        assert founded
        assert branching.MINING not in founded
        assert not table.loc[founded, "has"].any()


def test_related_stands_and_complex_pays():
    """The trade-off of the chapter, where the region has a choice."""
    for region in ("Altai krai", "Krasnoyarsk krai", "Irkutsk oblast", "Omsk oblast"):
        related = branching.after_years(region, "without", "related")
        complex_ = branching.after_years(region, "without", "complex")
        assert related[0] > complex_[0]
        assert related[1] < complex_[1]


def test_the_ladder_keeps_its_steps_and_shrinks_them_to_a_quarter():
    """The hand case of the second eigenvector: marks of 2, 1, 0 become 1.5, 1.25, 1."""
    ways = branching.stroll(branching.ladder())
    marks = ways @ [2, 1, 0]
    assert marks.tolist() == pytest.approx([1.5, 1.25, 1.0])
    assert (ways @ np.ones(3)).tolist() == pytest.approx([1, 1, 1])
    values = np.sort(np.linalg.eigvals(ways.to_numpy()).real)[::-1]
    assert values[:2] == pytest.approx([1, 0.25])
    complexity = complexity_index(branching.ladder()).regions["complexity"]
    assert complexity.tolist() == pytest.approx([np.sqrt(1.5), 0, -np.sqrt(1.5)])


def test_the_gap_of_kuzbass_by_hand():
    assert branching.largest_gap() == pytest.approx(24.0 / 36.6)


def test_a_map_of_other_sections_can_be_drawn():
    older = branching.drawn(branching.OLDER, 2005)
    assert set(older.presence.columns) == set(branching.OLDER)
    later = branching.drawn(branching.OLDER, 2015).presence.loc[older.presence.index]
    found = entry_logit(older.density, older.presence, later)
    known = branching.slopes().loc[("older classification", "nothing")]
    assert found.slope == pytest.approx(known["slope"], rel=1e-6)


def test_density_tells_more_than_who_stood_at_the_threshold():
    """With the quotient of the first year held as well the slope stays, in every window."""
    for where in branching.WINDOWS.values():
        found = branching.slope(branching.chances(*where), branching.THRESHOLD)
        assert found["slope"] > 2 * found["error"]
