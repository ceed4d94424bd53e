"""Jobs: what keeping costs, and how far they followed output in Siberia."""

from __future__ import annotations

import pandas as pd
import pytest
import statsmodels.formula.api as smf

from regecon.cases import keeping
from regecon.methods.risk import labour_hoarding


@pytest.mark.parametrize(("months", "hoard"), [(6, True), (18, False)])
def test_half_a_year_is_waited_out_and_eighteen_months_are_not(months, hoard):
    assert keeping.decision(months).hoard is hoard


def test_threshold_is_where_both_costs_meet():
    longest = keeping.decision(12).longest_slump
    assert longest == pytest.approx(8.6, abs=0.05)
    at = labour_hoarding(
        keeping.MONTH,
        keeping.REPLACEMENT,
        longest,
        severance=keeping.SEVERANCE,
        monthly_rate=keeping.RATE,
    )
    assert at.keep == pytest.approx(at.dismiss)


def test_shorter_pay_lengthens_what_can_be_waited_out():
    longest = [keeping.decision(12, pay=pay).longest_slump for pay in keeping.PAYS]
    assert longest == sorted(longest)
    assert longest[1] > 12 > longest[0]


def test_board_of_the_seminar_is_torn():
    short, long = keeping.board(6), keeping.board(18)
    assert min(short, key=short.get) == "all"
    assert min(long, key=long.get) == "dismiss"
    mean = pd.DataFrame({months: keeping.board(months) for months in keeping.SLUMPS}).mean(axis=1)
    assert mean["some"] < mean["dismiss"] < mean["all"]
    # The governor's 200 million turn the second vote.
    assert mean["all"] - mean["some"] < 200


@pytest.mark.parametrize("region", ["Kemerovo oblast", "Zabaykalsky krai"])
def test_slopes_are_least_squares(region):
    fit = smf.ols("jobs ~ output", keeping.work(region)).fit()
    row = keeping.elasticities().loc[region]
    assert row["slope"] == pytest.approx(fit.params["output"])
    assert row["se"] == pytest.approx(fit.bse["output"])


def test_only_here_do_jobs_clearly_follow_output():
    table = keeping.elasticities()
    clear = table.index[table["slope"] > 2 * table["se"]].tolist()
    assert clear == ["Kemerovo oblast"]
    # Not because output swung more here than elsewhere.
    wild = table.index[table["swing"] > table.loc["Kemerovo oblast", "swing"]]
    assert set(wild) == {"Republic of Khakassia", "Zabaykalsky krai"}


def test_one_slope_for_the_neighbours_is_that_of_an_independent_package():
    parts = {region: keeping.work(region) for region in keeping.elasticities().index}
    parts.pop("Kemerovo oblast")
    rows = pd.concat(parts, names=["region"]).reset_index()
    fit = smf.ols("jobs ~ output + C(region)", rows).fit()
    assert keeping.neighbours()["slope"] == pytest.approx(fit.params["output"])
    # Clustered by region, with the correction for few clusters alone.
    groups = rows["region"].astype("category").cat.codes
    plain = fit.get_robustcov_results("cluster", groups=groups, use_correction=False)
    error = plain.bse[list(fit.params.index).index("output")] * (11 / 10) ** 0.5
    assert keeping.neighbours()["se"] == pytest.approx(error)
