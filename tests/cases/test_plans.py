"""The audit of plans: what is known of real ones, and two coders of made-up ones."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from regecon.cases import plans
from regecon.data import load

ROOT = Path(__file__).resolve().parents[2]


def test_every_cell_of_the_audit_is_there_once():
    table = plans.audit()
    assert len(table) == len(plans.PLACES) * len(plans.CRITERIA)
    assert table["report"].notna().all()


def test_what_is_found_names_its_source_and_its_day():
    table = plans.audit()
    found = table["found"] != "nothing"
    assert (table["source"].notna() == found).all()
    assert (table["as_of"].notna() == found).all()
    assert (table["claim"].notna() == (table["report"] != "silent")).all()


def test_cells_with_two_voices():
    known = plans.seen()
    assert known["report"] + known["found"] - known["both"] + known["neither"] == known["cells"]
    assert known["agree"] + known["mixed"] == known["both"]
    assert known["of_the_visit"] == 0


def test_agreement_of_the_made_up_coders():
    table = plans.agreement()
    assert table["kappa"].idxmax() == "openness"
    assert table["kappa"].idxmin() == "projects"
    near = abs(table.loc["openness", "observed"] - table.loc["alignment", "observed"])
    assert near <= 0.101
    assert table.loc["openness", "kappa"] > 2 * table.loc["alignment", "kappa"]
    assert table.loc["projects", "mean_b"] > table.loc["projects", "mean_a"] + 0.5
    assert (table["low"] <= table["kappa"]).all()
    assert (table["kappa"] <= table["high"]).all()


def test_scores_and_who_passes():
    scores = plans.scores()
    assert scores.to_numpy().min() >= 0
    assert scores.to_numpy().max() <= 10
    passed = plans.passing(7)
    assert passed["both"] == ((scores >= 7).all(axis="columns")).sum()
    assert passed["either"] == passed["coder_a"] + passed["coder_b"] - passed["both"]


@pytest.mark.parametrize(("towns", "lead"), [(1, 0), (2, 0.5642), (10, 1.5388), (40, 2.1608)])
def test_best_of_so_many_by_luck(towns, lead):
    # Means of the largest of a normal sample, as tables of order statistics print them.
    assert plans.best_of_luck(towns) == pytest.approx(lead, abs=5e-4)


def test_the_codings_come_from_their_script(tmp_path):
    table = (ROOT / "datasets" / "plan_codings_synthetic.csv").read_bytes()
    scripts = tmp_path / "datasets" / "scripts"
    scripts.mkdir(parents=True)
    script = scripts / "synthetic_plans.py"
    script.write_bytes((ROOT / "datasets" / "scripts" / "synthetic_plans.py").read_bytes())
    subprocess.run([sys.executable, str(script)], check=True)
    assert (tmp_path / "datasets" / "plan_codings_synthetic.csv").read_bytes() == table


def test_the_bodies_of_the_report_are_the_six_claims():
    named = load("associations").dropna(subset="claim")
    assert named["claim"].tolist() == [f"S-{number}" for number in range(187, 193)]
