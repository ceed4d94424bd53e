"""Our methods against numbers that nobody here wrote."""

from pathlib import Path

import pytest

from tests.oracles.adapters import all_adapters
from tests.oracles.check import load_cases, run_case

CASES = load_cases(Path(__file__).parent / "oracles" / "cases.json")


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['id']}-{case['method']}")
def test_case(case):
    if not case.get("testable", True):
        pytest.skip(case.get("notes") or "marked as not testable")
    assert run_case(case, all_adapters()) is None
