"""Functions that no published case covers, against another package or another way to the number.

Each test names what stands on the other side: a package that does not share our code, a
simulation, a numerical integral, derivative or maximum, or plain counting.
"""

import numpy as np
import pandas as pd
import pytest
from scipy import integrate, optimize, stats

from regecon.methods.agreement import bootstrap_interval
from regecon.methods.clusters import union_cost, union_sizes
from regecon.methods.cohorts import person_years, project_leavers
from regecon.methods.commuting import flow_polycentricity
from regecon.methods.counterfactual import (
    cost_per_job,
    minimum_detectable_effect,
    placebo_test,
    two_way_fixed_effects,
)
from regecon.methods.entry import entry_logit, plan_project_gap
from regecon.methods.fieldwork import expected_saturation
from regecon.methods.import_content import break_even_outage, infant_industry
from regecon.methods.partnership import incentive_share, simulate_revenue
from regecon.methods.path_dependence import locked_in, polya_urn, spin_off_growth
from regecon.methods.risk import (
    exposure_beta,
    labour_hoarding,
    minimum_variance_frontier,
    risk_contributions,
)
from regecon.methods.seasons import add_season, monthly_balance
from regecon.methods.tourism import break_even_occupancy
from regecon.methods.typology import composite_score, standardise

RNG = np.random.default_rng(17)


def test_union_sizes_by_counting_members():
    for value, facility, agreement, paying in ((3, 12, 0.1, 1), (2, 9, 0.2, 0.8), (1, 40, 0.5, 1)):
        counts = pd.Series(range(1, 400))
        cost = union_cost(counts, facility, agreement, paying)
        pays = counts[cost <= value + 1e-9]
        found = union_sizes(value, facility, agreement, paying)
        ends = [pays.min(), pays.max()] if len(pays) else [np.nan, np.nan]
        assert found[["smallest", "largest"]].tolist() == pytest.approx(ends, nan_ok=True)
        assert abs(found["cheapest"] - counts[cost.idxmin()]) < 1


def test_person_years_by_a_numerical_integral():
    ages = [0, 5, 20, 40, 65, 85]
    lived = person_years(71, ages=ages, slope=0.085)

    def alive(age, level):
        return np.exp(-level / 0.085 * np.expm1(0.085 * age))

    def all_years(level):
        return integrate.quad(alive, 0, 130, args=(level,), limit=200)[0] - 71

    level = optimize.brentq(all_years, 1e-9, 0.01, xtol=1e-16)
    bounds = zip(ages, [*ages[1:], 130], strict=True)
    expected = [integrate.quad(alive, low, high, args=(level,))[0] for low, high in bounds]
    assert lived.tolist() == pytest.approx(expected, rel=3e-4)  # steps of a quarter year


def test_projected_leavers_by_following_each_cohort():
    ages = list(range(0, 45, 5))
    people = pd.DataFrame(RNG.integers(50, 150, (9, 2)), index=ages, columns=["women", "men"])
    alive = pd.DataFrame(RNG.uniform(0.9, 1, (9, 2)), index=ages, columns=["women", "men"])
    births = pd.Series([0, 0, 0, 0.01, 0.1, 0.1, 0.05, 0.01, 0], index=ages)
    moves = {"leaving": 0.5, "returning": 0.2, "newcomers": 0.1}
    later = project_leavers(people, alive, births, steps=3, sex_ratio=1.05, **moves)
    # The girls of 10 to 14: 20 to 24 after two steps, 25 to 29 after three.
    whole = people.loc[10, "women"] * alive.loc[10, "women"] * alive.loc[15, "women"]
    assert later[10, "women"][20] == pytest.approx(whole * 0.5)
    stays, back = whole * 0.5 * alive.loc[20, "women"], (0.5 * 0.2 + 0.1) / 2
    assert later[15, "women"][25] == pytest.approx(stays + back * whole * alive.loc[20, "women"])
    mothers = (people["women"] + later[5, "women"]) / 2
    assert later[5].loc[0].sum() == pytest.approx(5 * (births * mothers).sum())


def test_an_urn_has_the_beta_binomial_distribution():
    shares = polya_urn(pd.Series({"a": 2, "b": 3}), draws=60, runs=4000, seed=3)
    drawn = (shares.iloc[-1] * 65 - 2).round()
    law = stats.betabinom(60, 2, 3)
    assert drawn.mean() == pytest.approx(law.mean(), abs=4 * law.std() / 4000**0.5)
    assert drawn.std() == pytest.approx(law.std(), rel=0.05)
    ends = law.cdf(65 * 0.1 - 2) + law.sf(65 * 0.9 - 2 - 1e-9 - 1)
    assert locked_in(shares) == pytest.approx(ends, abs=0.02)


def test_firms_are_born_as_often_as_the_poisson_law_has_it():
    found = spin_off_growth(pd.Series({"a": 5, "b": 5}), heredity=0.3, agglomeration=1, runs=500)
    births = (found.spin_offs + found.newcomers).sum(axis="columns")
    assert births.mean() == pytest.approx(180, abs=4 * (180 / 500) ** 0.5)
    assert found.spin_offs.sum().sum() / births.sum() == pytest.approx(0.3, abs=0.01)


def test_the_entry_logit_by_a_search_for_the_likelihoods_maximum():
    dense = pd.DataFrame(RNG.uniform(0, 1, (12, 9)))
    after = (RNG.uniform(0, 1, dense.shape) < dense).astype(int)
    x, y = dense.to_numpy().ravel(), after.to_numpy().ravel()

    def loss(b):
        line = b[0] + b[1] * x
        return np.logaddexp(0, line).sum() - (y * line).sum()

    best = optimize.minimize(loss, [0, 0], method="Nelder-Mead", options={"xatol": 1e-9}).x
    found = entry_logit(dense, 0 * after, after)
    assert (found.constant, found.slope) == pytest.approx(tuple(best), abs=1e-4)
    p = 1 / (1 + np.exp(-found.constant - found.slope * x))
    fisher = np.linalg.inv(np.array([[w.sum() for w in row] for row in information(p, x)]))
    assert found.slope_error == pytest.approx(fisher[1, 1] ** 0.5, rel=1e-6)


def information(p, x):
    weight = p * (1 - p)
    return [[weight, weight * x], [weight * x, weight * x**2]]


def test_the_gap_of_a_plan_by_adding_up():
    plan = pd.Series(RNG.integers(1, 100, 20).astype(float))
    named = pd.Series(RNG.integers(0, 2, 20).astype(bool))
    nobody = sum(money for money, known in zip(plan, named, strict=True) if not known)
    assert plan_project_gap(plan, named) == pytest.approx(nobody / sum(plan))


def test_an_infant_industry_by_numpy_financial():
    from numpy_financial import npv

    doublings = pd.Series([0, 0.7, 1.1, 1.6, 2.0, 2.2])
    table = infant_industry(130, 0.22, 108, doublings, 0.07)
    gains = [108 - 130 * 0.78**d for d in doublings]
    expected = [npv(0.07, gains[: year + 1]) for year in range(6)]
    assert table["present"].tolist() == pytest.approx(expected)


def test_break_even_points_by_looking_for_the_root():
    root = optimize.brentq(lambda risk: 130 - 100 * 1.05 - risk * 300, 0, 1)
    assert break_even_outage(130, 100, loss=300, tariff=0.05) == pytest.approx(root)
    root = optimize.brentq(lambda share: share * 200 * (3500 - 900) - 600_000, 0, 5)
    assert break_even_occupancy(600_000, 3500, 900, nights=200) == pytest.approx(root)


def test_a_price_beta_by_statsmodels():
    from statsmodels.regression.linear_model import OLS

    price, noise = pd.Series(RNG.normal(size=30)), RNG.normal(size=30)
    town = 0.4 * price + noise
    table = exposure_beta(town, price, window=12)
    for end in (11, 20, 29):
        part = slice(end - 11, end)
        design = np.column_stack([np.ones(12), price.loc[part]])
        fit = OLS(town.loc[part].to_numpy(), design).fit()
        expected = [fit.params[1], fit.bse[1], fit.rsquared]
        assert table.loc[end].tolist() == pytest.approx(expected)


def test_the_frontier_by_lagranges_conditions():
    draws = RNG.normal(size=(40, 4))
    names = list("abcd")
    covariance = pd.DataFrame(np.cov(draws.T) + np.eye(4), index=names, columns=names)
    growth = pd.Series([0.01, 0.02, 0.03, 0.04], index=names)
    frontier = minimum_variance_frontier(growth, covariance, points=5)
    inverse, one = np.linalg.inv(covariance), np.ones(4)
    least = inverse @ one / (one @ inverse @ one)
    assert (least > 0).all()
    assert frontier.loc[0, names].tolist() == pytest.approx(least.tolist(), abs=1e-5)
    bordered = np.block(
        [
            [2 * covariance.to_numpy(), growth.to_numpy()[:, None], one[:, None]],
            [growth.to_numpy()[None, :], np.zeros((1, 2))],
            [one[None, :], np.zeros((1, 2))],
        ]
    )
    middle = np.linalg.solve(bordered, [0, 0, 0, 0, frontier.loc[1, "expected"], 1])[:4]
    if (middle > 0).all():
        assert frontier.loc[1, names].tolist() == pytest.approx(middle.tolist(), abs=1e-4)


def test_risk_contributions_by_numerical_derivatives():
    names = list("abc")
    covariance = pd.DataFrame(np.cov(RNG.normal(size=(20, 3)).T), index=names, columns=names)
    shares = pd.Series([0.5, 0.3, 0.2], index=names)
    table = risk_contributions(shares, covariance)
    for name in names:
        step = pd.Series({other: 1e-6 * (other == name) for other in names})
        up, down = (
            np.sqrt((shares + sign * step) @ covariance @ (shares + sign * step))
            for sign in (1, -1)
        )
        assert table.loc[name, "marginal"] == pytest.approx((up - down) / 2e-6, rel=1e-5)


def test_hoarding_by_numpy_financial():
    from numpy_financial import npv

    for months in (3, 9, 20):
        result = labour_hoarding(40, 360, months, severance=60, monthly_rate=0.01)
        assert result.keep == pytest.approx(npv(0.01, [40] * months))
        assert result.dismiss == pytest.approx(60 + 360 / 1.01**months)
    longest = result.longest_slump
    edge = labour_hoarding(40, 360, longest, severance=60, monthly_rate=0.01)
    assert edge.keep == pytest.approx(edge.dismiss)


def test_placebos_by_another_optimiser():
    base = RNG.normal(size=8).cumsum()
    outcome = pd.DataFrame(base + RNG.normal(0, 0.5, (6, 8)), index=list("zabcde"))
    outcome.loc["z", 6:] += 3
    found = placebo_test(outcome, "z", start=6)
    for place in "abz":
        donors = outcome.drop(index=list({place, "z"}))

        def miss(w, donors=donors, place=place):
            return ((outcome.loc[place, :5] - w @ donors.loc[:, :5]) ** 2).sum()

        n = len(donors)
        limits = {"type": "eq", "fun": lambda w: w.sum() - 1}
        best = optimize.minimize(
            miss, np.full(n, 1 / n), bounds=[(0, 1)] * n, constraints=limits, tol=1e-12
        )
        assert found.table.loc[place, "fit"] == pytest.approx((best.fun / 6) ** 0.5, rel=1e-3)
    ratios = found.table["ratio"]
    assert found.p_value == sum(ratio >= ratios["z"] for ratio in ratios) / 6


def test_the_detectable_effect_is_found_four_times_in_five():
    """A simulation: 1 of 9 regions treated in the last 3 of 8 years, noise of one."""
    effect = minimum_detectable_effect(1, before=5, after=3, controls=8)
    treated = pd.DataFrame(0.0, index=range(9), columns=range(8))
    treated.loc[0, 5:] = 1
    hits, draws = 0, 600
    for _ in range(draws):
        outcome = pd.DataFrame(RNG.normal(size=(9, 8))) + effect * treated
        fit = two_way_fixed_effects(outcome, treated)
        hits += fit.effect > 1.96 * fit.se
    assert hits / draws == pytest.approx(0.8, abs=0.05)


def test_the_cost_of_a_job_by_counting_a_thousand_of_them():
    jobs = np.ones(1000)
    jobs[:300] = 0  # would have come anyway
    jobs[300:475] = 0  # a quarter of the others took the place of jobs next door
    found = cost_per_job(600, 1000, deadweight=0.3, displacement=0.25)
    assert found.per_net_job == pytest.approx(600 / jobs.sum())


def test_the_incentive_share_is_the_best_there_is():
    """The surplus of a linear contract: effort b/c, its cost, and the price of the risk borne."""
    for risk, cost, variance in ((1, 1, 1), (0.5, 2, 3), (0, 1, 5)):
        best = optimize.minimize_scalar(
            lambda b, r=risk, c=cost, v=variance: -(b / c - b**2 / (2 * c) - r * v * b**2 / 2),
            bounds=(0, 1),
            method="bounded",
            options={"xatol": 1e-10},
        )
        assert incentive_share(risk, cost, variance) == pytest.approx(best.x, abs=1e-5)


def test_revenues_have_the_lognormal_law():
    courses = simulate_revenue(pd.Series({2026: 100.0, 2028: 120.0}), 0.2, seed=5, draws=40_000)
    for year, forecast, length in ((2026, 100, 1), (2028, 120, 3)):
        law = stats.lognorm(s=0.2 * length**0.5, scale=forecast * np.exp(-0.02 * length))
        assert stats.kstest(courses[year], law.cdf).pvalue > 0.001


def test_polycentricity_by_the_definition():
    names = list("abcd")
    flows = pd.DataFrame(RNG.integers(0, 50, (4, 4)), index=names, columns=names)
    incoming = [sum(flows.loc[i, j] for i in names if i != j) for j in names]
    expected = 1 - np.std(incoming) / np.std([0, max(incoming)])
    assert flow_polycentricity(flows) == pytest.approx(expected)


def test_the_bootstrap_interval_by_scipy():
    data = pd.Series(RNG.exponential(size=60))
    ours = bootstrap_interval(data, lambda part: part.mean(), seed=2, draws=4000)
    theirs = stats.bootstrap(
        (data.to_numpy(),), np.mean, method="percentile", n_resamples=4000, rng=3
    ).confidence_interval
    assert (ours.low, ours.high) == pytest.approx((theirs.low, theirs.high), rel=0.04)


def test_saturation_by_the_binomial_law():
    chances = pd.Series([0.9, 0.4, 0.15, 0.05])
    for n, share in expected_saturation(chances, [1, 6, 12, 40]).items():
        assert share == pytest.approx(np.mean(stats.binom.sf(0, n, chances)))


def test_scores_by_scipy():
    towns = pd.DataFrame(RNG.normal(50, 9, (7, 3)), columns=list("xyz"))
    scores = stats.zscore(towns.to_numpy(), ddof=1)
    assert standardise(towns).to_numpy() == pytest.approx(scores)
    weights = {"x": 2, "y": 1, "z": 1}
    expected = np.average(scores, axis=1, weights=[2, 1, 1])
    assert composite_score(towns, weights).tolist() == pytest.approx(expected.tolist())


def test_a_further_season_by_counting_guests():
    winter = pd.Series({"Jan": 60, "Apr": 20, "Jul": 0, "Oct": 0})
    summer = pd.Series({"Jul": 15, "Oct": 5})  # 20 guests are a fifth of 100
    together = winter.add(summer, fill_value=0)[winter.index]
    assert add_season(winter, summer, share=0.2).tolist() == pytest.approx(
        (together / together.sum()).tolist()
    )


def test_the_balance_of_the_months_by_loops():
    guests = pd.DataFrame(RNG.integers(0, 100, (3, 4)), index=list("abc"), columns=list("wxyz"))
    columns = ["price", "variable_cost", "fixed_cost"]
    money = pd.DataFrame(RNG.integers(1, 50, (3, 3)), index=list("abc"), columns=columns)
    table = monthly_balance(guests, money)
    for month in guests:
        balance = 0
        for name in guests.index:
            margin = money.loc[name, "price"] - money.loc[name, "variable_cost"]
            balance += guests.loc[name, month] * margin - money.loc[name, "fixed_cost"]
        assert table.loc[month, "balance"] == balance
