"""Structures that moved or were only shaken, against all regions and in a second window."""

from __future__ import annotations

import pytest

from regecon.cases import renewal
from regecon.data import load


def test_structure_sums_to_a_hundred_and_has_every_year():
    for series, windows in renewal.WINDOWS.items():
        first, last = windows[-1]
        wide = renewal.structure(series, first, last)
        assert wide.sum(axis="columns").to_numpy() == pytest.approx(100)
        assert (wide.groupby(level="region").size() == last - first + 1).all()
        assert "Russia" not in wide.index.get_level_values("region")


def test_mining_is_left_out_on_both_sides_of_the_break():
    assert "C" not in renewal.structure("without mining", 2005, 2010).columns
    assert "B" not in renewal.structure("without mining", 2016, 2020).columns


@pytest.mark.parametrize(
    ("series", "first", "last", "said"),
    [
        ("value added", 2010, 2020, "changes in 2016"),
        ("jobs", 2005, 2013, "changes its vintage in 2010"),
        ("coal", 2005, 2010, "expected one of"),
    ],
)
def test_a_window_that_cannot_be_is_named(series, first, last, said):
    with pytest.raises(ValueError, match=said):
        renewal.structure(series, first, last)


def test_kemerovo_was_shaken_by_mining():
    home = renewal.HOME
    with_mining = renewal.moved("value added", *renewal.MAIN)
    without = renewal.moved("without mining", *renewal.MAIN)
    assert with_mining.loc[home, "gross"] > with_mining["gross"].median()
    assert with_mining.loc[home, "net"] < with_mining["net"].median()
    assert with_mining.loc[home, "kept"] < 20
    assert without.loc[home, "kept"] == pytest.approx(without["kept"].median(), abs=3)


def test_slow_in_one_window_is_not_slow_in_the_next():
    for region in renewal.TWO:
        early = renewal.moved("value added", 2005, 2010)
        late = renewal.moved("value added", 2010, 2015)
        assert early.loc[region, "place"] > 0.9 * len(early)
        assert late.loc[region, "place"] < 0.6 * len(late)


def test_by_jobs_both_are_fast_in_the_first_vintage_and_not_in_the_second():
    both = list(renewal.TWO)
    for years in ((1998, 2009), (2005, 2009)):
        table = renewal.moved("jobs", *years)
        assert (table.loc[both, "place"] < len(table) / 4).all()
    table = renewal.moved("jobs", 2010, 2013)
    assert (table.loc[both, "place"] > len(table) / 2).all()


def test_speed_by_jobs_foretells_nothing_within_the_first_vintage():
    first, second = (renewal.moved("jobs", *years)["net"] for years in ((1998, 2005), (2005, 2009)))
    assert abs(first.corr(second, method="spearman")) < 0.1


def test_net_by_hand():
    rows = load("grp_structure").query("region == 'Altai krai' and year in (2016, 2022)")
    wide = rows.pivot_table(index="section", columns="year", values="share")
    net = (wide[2022] - wide[2016]).abs().sum() / 2
    found = renewal.moved("value added", 2016, 2022).loc["Altai krai"]
    assert found["net"] == pytest.approx(net, abs=0.02)
    assert found["place"] == 85


def test_mining_share_of_kemerovo():
    share = renewal.mining()
    assert share[2005] == pytest.approx(27.1)
    assert share[2022] == pytest.approx(41.8)


def test_new_goods_change_places_with_what_they_are_divided_by():
    below = {
        (base, region): renewal.years_below(region, base)[0]
        for base in renewal.GOODS
        for region in renewal.TWO
    }
    assert below["shipments", renewal.HOME] == 7 > 0 == below["shipments", renewal.KRAI]
    assert below["product", renewal.HOME] < below["product", renewal.KRAI]
    first, last = renewal.GOODS_YEARS
    for base in renewal.GOODS:
        assert renewal.new_goods(base).loc[:, first:last].notna().all(axis=None)


def test_what_crosses_a_threshold_often_goes_back():
    table = renewal.specialisations()
    assert table["early"].sum() == 49
    assert (table["early"] - table["stayed"]).sum() == 22
    assert table.loc[renewal.HOME, ["won", "lost"]].tolist() == [2, 2]


def test_places_run_from_one_to_the_number_of_regions():
    table = renewal.places()
    assert len(table) == 16
    assert table["behind"].between(0, 100).all()
    assert (table["place"] <= table["of"]).all()


def test_registers_shrank_everywhere():
    change = renewal.register()["change"]
    assert change[renewal.HOME] < -30
    assert change.median() < -25


def test_wear_does_not_tell_the_coal_region_from_the_service_region():
    wear = renewal.wear(2016)
    assert wear[renewal.HOME] - wear[renewal.MIRROR] == pytest.approx(0.5, abs=0.05)
