"""Survival of firms against a published worked case and another package; unions by search."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.duration.survfunc import SurvfuncRight

from regecon.methods.clusters import survival_curve, union_cost, union_sizes
from tests.methods.tables import quick

# Weeks of remission of 21 leukaemia patients on 6-mercaptopurine, Freireich et al. (1963), as in
# Cox (1972), table 1; those still in remission are marked 0.
WEEKS = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
ENDED = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
PUBLISHED = {6: 0.857, 7: 0.807, 10: 0.753, 13: 0.690, 16: 0.627, 22: 0.538, 23: 0.448}

costs = st.floats(0.01, 1), st.floats(1, 60), st.floats(0.2, 1), st.floats(0.5, 9)


def test_the_published_curve_of_remissions():
    curve = survival_curve(pd.Series(WEEKS), pd.Series(ENDED))
    assert curve["survival"].drop(0).round(3).to_dict() == PUBLISHED
    assert curve["at_risk"].tolist() == [21, 21, 17, 15, 12, 11, 7, 6]


@quick
@given(st.lists(st.tuples(st.integers(1, 30), st.booleans()), min_size=2, max_size=40))
def test_same_as_statsmodels(firms):
    years, closed = (pd.Series(column) for column in zip(*firms, strict=True))
    curve = survival_curve(years, closed)
    if not closed.any():
        assert curve["survival"].tolist() == [1]
        return
    other = SurvfuncRight(years, closed.astype(int))
    assert curve.index.tolist()[1:] == other.surv_times.tolist()
    assert curve["survival"].to_numpy()[1:] == pytest.approx(other.surv_prob)
    alive = curve["survival"].to_numpy()[1:] > 0
    assert curve["error"].to_numpy()[1:][alive] == pytest.approx(other.surv_prob_se[alive])


def test_without_open_firms_survival_is_a_plain_share():
    curve = survival_curve(pd.Series([1, 2, 2, 5]), pd.Series(1, index=range(4)))
    assert curve["survival"].tolist() == [1, 0.75, 0.25, 0]


@quick
@given(*costs)
def test_the_sizes_that_pay_are_those_found_by_trying(agreement, facility, paying, value):
    sizes = union_sizes(value, facility, agreement, paying)
    members = pd.Series(range(1, 1200))
    cost = union_cost(members, facility, agreement, paying)
    pays = members[cost <= value + 1e-9]
    if pays.empty:
        assert sizes[["smallest", "largest"]].isna().all()
    else:
        assert sizes[["smallest", "largest"]].tolist() == [pays.min(), pays.max()]
    best = members[cost.idxmin()]
    assert abs(best - max(1, sizes["cheapest"])) <= 1


def test_fewer_payers_make_the_facility_dearer():
    full, half = (union_cost(20, 12, 0.05, paying) for paying in (1, 0.5))
    assert half - full == pytest.approx(12 / 20)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: survival_curve(pd.Series([0, 2]), pd.Series([1, 1])), "years: .*found 0 at 0"),
        (lambda: survival_curve(pd.Series([1, 2]), pd.Series([1, 3])), "closed: expected true"),
        (
            lambda: survival_curve(pd.Series([1.0]), pd.Series([1], index=["firm"])),
            "closed and years do not match",
        ),
        (lambda: union_cost(0, 12, 0.1), "members less one: expected no negative value"),
        (lambda: union_cost(5, 12, 0.1, 0), "paying: expected above 0"),
        (lambda: union_sizes(3, 12, 0), "agreement: expected above 0"),
    ],
)
def test_what_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_no_union_pays_when_the_facility_is_too_dear():
    assert np.isnan(union_sizes(3, 48, 0.1)["smallest"])
