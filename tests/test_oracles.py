"""Our methods against numbers that nobody here wrote."""

from pathlib import Path

import pytest

from tests.oracles.adapters import all_adapters
from tests.oracles.check import load_cases, run_case
from tests.oracles.labels import transposed

CASES = load_cases(Path(__file__).parent / "oracles" / "cases.json")


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['id']}-{case['method']}")
def test_case(case):
    if not case.get("testable", True):
        pytest.skip(case.get("notes") or "marked as not testable")
    assert run_case(case, all_adapters()) is None


# --- The same cases under other labels ----------------------------------------------------
# Whoever writes the next case will call things otherwise: other labels, turned tables, dicts.

TURNED = {
    "regions_x_industries": "industries_x_regions",
    "ratings_raters_x_units": "units_x_raters",
    "y_states_x_years": "years_x_states",
}
RENAMED = {
    "region": "regional_employment", "reference": "nation", "x": "values", "pop": "population",
    "region_t0": "region_start", "region_t1": "region_end", "nation_t0": "national_start",
    "nation_t1": "national_end", "national": "nation", "rate": "discount_rate",
    "cashflows": "cash_flows", "population": "people", "distance": "dist", "y0": "start",
    "y1": "end", "items": "answers", "rater1": "coder1", "rater2": "coder2", "p": "proportion",
    "Z": "flows", "monthly": "visits", "t": "years", "employment_shares": "shares",
    "A_domestic": "A_D", "A_import": "A_M", "O": "origin_totals", "D": "destination_totals",
    "baseline": "start", "srb": "sex_ratio", "bid_price": "bid", "v": "worth",
    "groups": "partition", "per_capita": "income_per_capita", "row_margin": "row_totals",
}  # fmt: skip
EXPECTED = {
    "lq": "location_quotient", "hhi": "HHI", "k": "krugman", "npv": "NPV", "eci": "ECI",
    "shapley": "shapley_value", "kappa": "cohen_kappa", "gini": "gini_coefficient",
    "basic": "basic_employment", "industrial_mix": "industry_mix", "alpha": "cronbach_alpha",
}  # fmt: skip


def renamed(case):
    labels = {key: RENAMED.get(key, key) for key in case["inputs"]}
    if len(set(labels.values())) < len(labels):
        return None
    return case | {"inputs": {labels[key]: value for key, value in case["inputs"].items()}}


def turned(case):
    inputs = {
        TURNED.get(key, key): transposed(value) if key in TURNED else value
        for key, value in case["inputs"].items()
    }
    return case | {"inputs": inputs}


def as_dicts(case):
    """Rows of numbers by name."""
    named = {
        key: {f"name {i}": number for i, number in enumerate(value)}
        if key in ("region", "reference", "sector", "national") and isinstance(value, list)
        else value
        for key, value in case["inputs"].items()
    }
    return None if case["method"] == "shift_share_dynamic" else case | {"inputs": named}


def asked_otherwise(case):
    expected = {EXPECTED.get(key, key): value for key, value in case["expected"].items()}
    return case | {"expected": expected}


def method_otherwise(case):
    return case | {"method": case["method"].title().replace("_", " ") + "s"}


CHANGES = [renamed, turned, as_dicts, asked_otherwise, method_otherwise]
TESTABLE = [case for case in CASES if case.get("testable", True)]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_the_same_cases_written_otherwise(change):
    adapters, wrong = all_adapters(), {}
    for case in TESTABLE:
        other = change(case)
        # The slow cases are tried in their own words.
        if other is None or other == case or case["method"] == "labour_market_areas":
            continue
        if problem := run_case(other, adapters):
            wrong[f"{case['id']} {case['method']}"] = problem
    assert wrong == {}


def test_what_nobody_has_is_uncovered_and_a_wrong_number_is_wrong():
    case = {"method": "palmistry", "inputs": {}, "expected": {"fate": 1}, "tolerance": 0}
    assert "uncovered: no adapter" in run_case(case, all_adapters())
    known = next(case for case in CASES if case["method"] == "npv")
    assert "uncovered" in run_case(known | {"expected": {"fate": 1}}, all_adapters())
    wrong = known | {"expected": {"npv": 1.0}}
    assert run_case(wrong, all_adapters()).startswith("npv: got")
