"""What Russia imports by two editions of the tables, and what a krai exports by customs."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from regecon.cases import imported
from regecon.data import load


def test_real_table_balances_and_hides_its_imports():
    table = imported.contents()
    assert (table["total"] >= table["direct"]).all()
    assert table["total"].idxmax() == "Transport equipment"
    assert 100 * table.loc["Chemicals", "total"] == pytest.approx(11.4, abs=0.05)


def test_two_by_two_by_hand():
    domestic, direct = imported.pair()
    by_hand = direct.to_numpy() @ np.linalg.inv(np.eye(2) - domestic.to_numpy())
    assert 100 * by_hand[1] == pytest.approx(8.66, abs=0.01)
    # What the table of two leaves out it does not find.
    assert by_hand[1] < imported.contents().loc["Chemicals", "total"]


def test_every_industry_gets_one_blend_in_both_editions():
    first = imported.spread()
    second = imported.second("chemicals_imported")[imported.YEAR]
    second = second.drop(["households", "government"])
    for shares in (first, second):
        assert shares.max() - shares.min() < 2.5


def test_households_share_does_not_survive_the_second_edition():
    homes = imported.editions("chemicals_imported").loc["households"]
    assert homes["first"] == pytest.approx(75.9, abs=0.05)
    assert homes["second"] == pytest.approx(28.9, abs=0.05)


def test_contents_of_the_two_editions_agree_for_most_sectors():
    both = imported.editions()
    apart = (both["second"] - both["first"]).abs()
    assert len(both) == 32
    assert apart.median() < 0.5
    assert apart.idxmax() == "Rubber and plastics"
    assert both["first"].corr(both["second"], method="spearman") > 0.98


def test_suppliers_of_metals_import_more_than_the_mills_in_both_editions():
    direct, total = imported.editions("direct"), imported.editions("total")
    metals = (total - direct).loc["Metals"] > direct.loc["Metals"]
    assert metals.all()


def test_second_edition_holds_what_its_measures_promise():
    direct, total = imported.second("direct"), imported.second("total")
    assert (total >= direct).all(axis=None)
    assert total.columns.tolist() == list(range(2000, 2015))
    special = imported.second("vertical_specialisation").loc["all"]
    # Imports in exports are an average of contents, weighted by what is exported.
    assert total.min().lt(special).all()
    assert total.max().gt(special).all()
    assert imported.exports_imported() == pytest.approx(6.24, abs=5e-3)
    assert special[2011] == pytest.approx(5.86, abs=5e-3)


def test_export_shares_by_the_rouble_of_the_year_and_of_2013():
    krai = imported.krai_exports().set_index(["region", "year"]).loc["Altai krai"]
    assert krai.loc[2016, "share"] == pytest.approx(16.5, abs=0.05)
    assert krai.loc[2016, "share"] > krai.loc[2013, "share"]
    assert krai.loc[2016, "steady"] < krai.loc[2013, "steady"]
    assert krai.loc[2016, "dollars"] < krai.loc[2013, "dollars"]


def test_anodes_were_made_in_russia_before_taishet():
    plants = load("anode_plants")
    first = plants[plants["measure"].isin(["started", "capacity"]) & plants["status"].eq("fact")]
    assert first.set_index("plant")["year"].astype(int)["Volgograd anode plant"].min() == 2018
    assert imported.anodes()["russia_2016_baked_anodes_imported"] == 35


def test_script_of_the_second_edition_reads_a_made_up_book():
    from importlib.util import module_from_spec, spec_from_file_location
    from pathlib import Path

    path = Path(__file__).parents[2] / "datasets" / "scripts" / "import_contents.py"
    spec = spec_from_file_location("import_contents", path)
    script = module_from_spec(spec)
    spec.loader.exec_module(script)
    sectors = ["ore", "Chemicals"]
    domestic = pd.DataFrame(
        {"ore": [0.0, 50.0], "Chemicals": [40.0, 0.0], "households": 5.0, "exports": [55.0, 45.0]},
        index=sectors,
    )
    abroad = pd.DataFrame(
        {"ore": [0.0, 10.0], "Chemicals": [0.0, 20.0], "households": [0.0, 15.0], "exports": 0.0},
        index=sectors,
    )
    found = script.contents(domestic, abroad, pd.Series(100.0, index=sectors))
    assert found["direct"].to_dict() == pytest.approx({"ore": 10, "Chemicals": 20})
    assert found["total"].to_dict() == pytest.approx({"ore": 25, "Chemicals": 30})
    assert found["chemicals_imported", "households"] == pytest.approx(75)
    assert found["vertical_specialisation", "all"] == pytest.approx(0.55 * 25 + 0.45 * 30)
