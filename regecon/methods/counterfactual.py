"""Would it have happened anyway?

The effect of a zone, a park or a subsidy is the difference to what would have been without it,
which nobody has seen. Each method puts something in its place: the change elsewhere, that of
places whose turn had not come, or a mix of places that moved alike before. Two more say what
effect could be found at all and what a job really cost.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from regecon.methods import _checks as check

NAN = float("nan")


@dataclass(frozen=True)
class DifferenceInDifferences:
    """Change of the treated less change of the controls.

    Attributes
    ----------
    effect
        The difference in differences.
    se
        Standard error if all observations are independent and vary alike; NaN if there is but
        one observation in each of the four cells.
    se_robust
        Standard error if cells may vary differently (HC1); NaN as above.
    means
        Mean outcome of ``control`` and ``treated`` (rows) ``before`` and ``after`` (columns),
        and the ``change``. The change of the treated is the before-after estimate.
    n
        Number of observations.
    """

    effect: float
    se: float
    se_robust: float
    means: pd.DataFrame
    n: int


def difference_in_differences(outcome, treated, after) -> DifferenceInDifferences:
    r"""Effect on the treated if they would have changed as the controls did.

    Parameters
    ----------
    outcome : Series, shape (observations,)
        A value for each observation (a place in a year, a house sold).
    treated : Series of 0/1 or bool, shape (observations,)
        Whether the observation belongs to a treated place.
    after : Series of 0/1 or bool, shape (observations,)
        Whether it was made after the treatment began.

    Returns
    -------
    DifferenceInDifferences

    Raises
    ------
    ValueError
        If labels do not match, a value is missing, a mark is other than 0 and 1, or one of the
        four cells is empty.

    Notes
    -----
    .. math:: (\bar y_{T1} - \bar y_{T0}) - (\bar y_{C1} - \bar y_{C0})

    the same number as the interaction in a regression on both marks. It rests on parallel
    trends: a boom that moves the treated place more than its controls passes for an effect.
    Observations of one place in several years are not independent, and both standard errors are
    then too small: use :func:`two_way_fixed_effects`.

    References
    ----------
    Card, D. and Krueger, A. B. (1994). Minimum wages and employment. American Economic Review
    84(4), 772-793, table 3.

    Examples
    --------
    The zone gains 5 jobs, the other town 3 in the same years:

    >>> jobs = pd.Series([10, 15, 20, 23])
    >>> result = difference_in_differences(jobs, treated=[1, 1, 0, 0], after=[0, 1, 0, 1])
    >>> result.effect
    2.0
    >>> result.means
             before  after  change
    control    20.0   23.0     3.0
    treated    10.0   15.0     5.0
    """
    outcome = check.vector(outcome, "outcome")
    marks = {
        "treated": _marks(treated, "treated", outcome),
        "after": _marks(after, "after", outcome),
    }
    cells = outcome.groupby([marks["treated"], marks["after"]])
    if cells.ngroups < 4:
        raise ValueError(
            "treated, after: expected observations of treated and controls, before and after; "
            f"found only {cells.size().to_dict()}"
        )
    means, counts = cells.mean(), cells.size()
    squares = cells.var(ddof=0) * counts
    n, left = len(outcome), len(outcome) - 4
    table = pd.DataFrame(
        means.to_numpy().reshape(2, 2), index=["control", "treated"], columns=["before", "after"]
    )
    table["change"] = table["after"] - table["before"]
    return DifferenceInDifferences(
        effect=float(table.loc["treated", "change"] - table.loc["control", "change"]),
        se=float((squares.sum() / left * (1 / counts).sum()) ** 0.5) if left else NAN,
        se_robust=float((n / left * (squares / counts**2).sum()) ** 0.5) if left else NAN,
        means=table,
        n=n,
    )


def _marks(values, name: str, outcome: pd.Series) -> pd.Series:
    marks = check.aligned(values, name, outcome.index, "outcome")
    check.zero_or_one(marks, name)
    return marks


@dataclass(frozen=True)
class FixedEffects:
    """Effect of a treatment in a panel.

    Attributes
    ----------
    effect
        Mean difference that goes with treatment.
    se
        Standard error if all cells are independent.
    se_clustered
        Standard error if the years of one region may hang together; needs many regions, a few
        dozen at least, to be believed.
    """

    effect: float
    se: float
    se_clustered: float


def two_way_fixed_effects(outcome, treated) -> FixedEffects:
    r"""Effect in a panel once regions and years have levels of their own.

    Parameters
    ----------
    outcome : DataFrame, shape (regions, periods)
        None missing.
    treated : DataFrame of 0/1 or bool, shape (regions, periods)
        Whether the region is treated in the period; same labels.

    Returns
    -------
    FixedEffects

    Raises
    ------
    ValueError
        If labels do not match, a cell is missing or a mark other than 0 and 1, treatment does
        not differ beyond regions and periods, or the panel is too small.

    Notes
    -----
    .. math:: y_{it} = \alpha_i + \gamma_t + \beta D_{it} + \varepsilon_{it}

    Taking out row and column means from outcome and treatment (a balanced panel) leaves a
    regression of one on the other. If all treated regions start together it is the difference
    in differences of the means. If they start at different dates and the effect grows with
    time, early starters serve as controls for late ones and beta may even have the wrong sign.

    References
    ----------
    Goodman-Bacon, A. (2021). Difference-in-differences with variation in treatment timing.
    Journal of Econometrics 225(2), 254-277.

    Examples
    --------
    In 2018 the zone is 4.5 above its mean of the years before, the others 1.5:

    >>> outcome = pd.DataFrame(
    ...     {2016: [1, 2, 4], 2017: [2, 3, 5], 2018: [6, 4, 6]}, index=["zone", "town", "city"]
    ... )
    >>> treated = outcome * 0
    >>> treated.loc["zone", 2018] = 1
    >>> round(two_way_fixed_effects(outcome, treated).effect, 6)
    3.0
    """
    outcome = check.table(outcome, "outcome")
    treated = check.table(treated, "treated")
    check.same_labels(treated.index, outcome.index, "treated, rows", "outcome, rows")
    check.same_labels(treated.columns, outcome.columns, "treated, columns", "outcome, columns")
    treated = treated.loc[outcome.index, outcome.columns]
    check.zero_or_one(treated, "treated")
    n, periods = outcome.shape
    freedom = n * periods - n - periods
    if freedom < 1:
        raise ValueError(f"outcome: a panel of {n} by {periods} is too small")

    y, d = _without_means(outcome.to_numpy()), _without_means(treated.to_numpy())
    weight = (d**2).sum()
    if weight < 1e-12:
        raise ValueError(
            "treated: no effect can be told from the levels of regions and periods; some regions "
            "have to be treated in some periods only"
        )
    effect = (d * y).sum() / weight
    residual = y - effect * d
    by_region = ((d * residual).sum(axis=1) ** 2).sum() / weight**2
    correction = n / (n - 1) * (n * periods - 1) / freedom
    return FixedEffects(
        effect=float(effect),
        se=float(((residual**2).sum() / freedom / weight) ** 0.5),
        se_clustered=float((correction * by_region) ** 0.5),
    )


def _without_means(values: np.ndarray) -> np.ndarray:
    rows, columns = values.mean(axis=1, keepdims=True), values.mean(axis=0, keepdims=True)
    return values - rows - columns + values.mean()


@dataclass(frozen=True)
class StaggeredEffects:
    """Effects of a treatment that regions received at different dates.

    Attributes
    ----------
    effects
        For each start (rows) and period: how much the regions of that start have gained since
        the period before it, less what those gained that were not yet treated. Before the start
        it is a placebo, which should be near nothing; NaN where nobody is left to compare with.
    by_age
        Mean effect by periods since the start (0 is the first treated one), each start with the
        number of its regions as weight. Ages differ in the starts that have reached them.
    overall
        Mean over all treated regions and periods that can be compared.
    sizes
        Regions of each start.
    """

    effects: pd.DataFrame
    by_age: pd.Series
    overall: float
    sizes: pd.Series


def staggered_effects(outcome, start) -> StaggeredEffects:
    r"""Effects by start and period, with nobody as a control who has been treated.

    Parameters
    ----------
    outcome : DataFrame, shape (regions, periods)
        None missing.
    start : Series, shape (regions,)
        First period of treatment; missing (NaN) for a region that never was treated.

    Returns
    -------
    StaggeredEffects

    Raises
    ------
    ValueError
        If labels do not match, a cell is missing, a start is not a period of ``outcome``, or no
        start has a period before it and somebody to compare with.

    Notes
    -----
    .. math:: ATT(g, t) = \overline{y_t - y_{g-1}}^{\,\text{start } g}
        - \overline{y_t - y_{g-1}}^{\,\text{not yet treated at } t}

    the difference in differences of Callaway and Sant'Anna without covariates. The controls are
    all regions that start after both t and g - 1, or never. A regression with levels of regions
    and periods (:func:`two_way_fixed_effects`) also takes early starters as controls for late
    ones, and is off as soon as effects grow.

    References
    ----------
    Callaway, B. and Sant'Anna, P. H. C. (2021). Difference-in-differences with multiple time
    periods. Journal of Econometrics 225(2), 200-230.

    Examples
    --------
    The early zone gains one job more each year, the late one gains one; the town never was one:

    >>> outcome = pd.DataFrame(
    ...     {2016: [4, 7, 2], 2017: [5, 7, 2], 2018: [6, 7, 2], 2019: [7, 8, 2]},
    ...     index=["early", "late", "town"],
    ... )
    >>> start = pd.Series({"early": 2017, "late": 2019})
    >>> result = staggered_effects(outcome, start.reindex(outcome.index))
    >>> result.effects.loc[2017].tolist(), result.effects.loc[2019, 2019].item()
    ([0.0, 1.0, 2.0, 3.0], 1.0)
    >>> result.by_age.loc[0:].to_dict(), result.overall
    ({0: 1.0, 1: 2.0, 2: 3.0}, 1.75)
    """
    outcome = check.table(outcome, "outcome").sort_index(axis="columns")
    start = _starts(start, outcome)
    periods, sizes = outcome.columns, start.value_counts().sort_index()
    sizes.index = periods[periods.get_indexer(sizes.index)]  # 2017 and not 2017.0
    values, starts = outcome.to_numpy(), start.to_numpy(dtype=float)
    effects = pd.DataFrame(NAN, index=sizes.index, columns=periods)
    for row, g in enumerate(sizes.index):
        base = periods.get_loc(g) - 1
        if base < 0:  # treated all along: nothing to set out from
            continue
        change, own = values - values[:, [base]], starts == g
        for place, t in enumerate(periods):
            others = ~(starts <= max(t, periods[base])) & ~own
            if others.any():
                gain = change[own, place].mean() - change[others, place].mean()
                effects.iloc[row, place] = gain
    named = effects.rename_axis(index="start", columns="period")
    cells = named.stack().dropna().rename("effect").reset_index()
    at = {period: place for place, period in enumerate(periods)}
    cells["age"] = cells["period"].map(at) - cells["start"].map(at)
    cells["weight"] = cells["start"].map(sizes)
    cells["weighted"] = cells["effect"] * cells["weight"]
    treated = cells[cells["age"] >= 0]
    if treated.empty:
        raise ValueError(
            "start: no effect can be told; expected a start with a period before it and a region "
            "that is not yet treated then"
        )
    by_age = cells.groupby("age")[["weighted", "weight"]].sum()
    effects.index.name, effects.columns.name = "start", outcome.columns.name
    return StaggeredEffects(
        effects=effects,
        by_age=(by_age["weighted"] / by_age["weight"]).rename("effect"),
        overall=float(treated["weighted"].sum() / treated["weight"].sum()),
        sizes=sizes.rename("regions").rename_axis("start"),
    )


def _starts(start, outcome: pd.DataFrame) -> pd.Series:
    """The starts in the order of the regions, missing where never treated."""
    start = pd.Series(start)
    check.same_labels(start.index, outcome.index, "start", "outcome, rows")
    start = start.loc[outcome.index]
    for region, period in start.dropna().items():
        if period not in outcome.columns:
            raise ValueError(f"start: expected a period of outcome, found {period!r} at {region!r}")
    return start


@dataclass(frozen=True)
class SyntheticControl:
    """A treated region and the mix of others that stands for it.

    Attributes
    ----------
    weights
        Share of each donor in the mix, non-negative and adding up to one.
    paths
        Periods in rows: ``observed``, ``synthetic`` and their difference ``gap``.
    fit
        Root mean square of the gap before treatment: how well the mix follows.
    effect
        Mean gap from the start of treatment on.
    """

    weights: pd.Series
    paths: pd.DataFrame
    fit: float
    effect: float


def synthetic_control(outcome, region, start, *, predictors=None) -> SyntheticControl:
    r"""Effect against the mix of other regions that moved like the treated one before.

    Parameters
    ----------
    outcome : DataFrame, shape (regions, periods)
        Of the treated region and its donors, none missing.
    region : label
        The treated one.
    start : label
        First period of treatment.
    predictors : DataFrame, shape (regions, predictors), optional
        What the mix should resemble (structure, schooling, past levels). Default: the outcome
        in every period before treatment.

    Returns
    -------
    SyntheticControl

    Raises
    ------
    KeyError
        If there is no such region or period.
    ValueError
        If a cell is missing, there are fewer than two donors or periods before treatment, or a
        predictor is the same everywhere.

    Notes
    -----
    .. math:: \min_w \lVert x_1 - X_0 w \rVert^2, \qquad w \ge 0, \ \sum_j w_j = 1

    by non-negative least squares (scipy). With predictors the package ``pysyncon`` also chooses
    how much each of them counts, so that the outcome before treatment is met; that takes
    seconds. A poor ``fit`` means that no mix resembles the region, and the gap says nothing.

    References
    ----------
    Abadie, A., Diamond, A. and Hainmueller, J. (2010). Synthetic control methods for comparative
    case studies. Journal of the American Statistical Association 105(490), 493-505.

    Examples
    --------
    The zone was half way between its neighbours, and then 2 above:

    >>> outcome = pd.DataFrame(
    ...     {2015: [2, 1, 3], 2016: [4, 2, 6], 2017: [7, 3, 7]}, index=["zone", "A", "B"]
    ... )
    >>> result = synthetic_control(outcome, "zone", start=2017)
    >>> result.weights.round(6).to_dict(), round(result.effect, 6)
    ({'A': 0.5, 'B': 0.5}, 2.0)
    """
    outcome, before = _panel(outcome, region, start)
    donors = outcome.drop(index=region)
    if predictors is None:
        mix = _closest_mix(outcome.loc[region, before].to_numpy(), donors[before].to_numpy())
        weights = pd.Series(mix, index=donors.index)
    else:
        weights = _closest_mix_by_predictors(outcome[before], region, predictors)
    paths = pd.DataFrame({"observed": outcome.loc[region], "synthetic": weights @ donors})
    paths["gap"] = gap = paths["observed"] - paths["synthetic"]
    return SyntheticControl(
        weights=weights,
        paths=paths,
        fit=float((gap[before] ** 2).mean() ** 0.5),
        effect=float(gap.drop(before).mean()),
    )


def _panel(outcome, region, start) -> tuple[pd.DataFrame, list]:
    """The panel in the order of its periods, and the periods before treatment."""
    outcome = check.table(outcome, "outcome").sort_index(axis="columns")
    if region not in outcome.index:
        raise KeyError(f"region: outcome has no row {region!r}")
    if start not in outcome.columns:
        raise KeyError(f"start: outcome has no period {start!r}")
    before = outcome.columns[outcome.columns < start].tolist()
    if len(before) < 2 or len(outcome) < 3:
        raise ValueError(
            f"outcome: expected two periods before {start!r} and two other regions or more, found "
            f"{len(before)} and {len(outcome) - 1}"
        )
    return outcome, before


def _closest_mix(target: np.ndarray, donors: np.ndarray) -> np.ndarray:
    """Weights of the donors (rows) whose mix comes closest to the target."""
    from scipy.optimize import nnls

    # The distance of a mix u is |D u| with D the donors less the target. Adding the condition
    # (1 - sum u)^2 changes only the size of the best u, not its proportions.
    difference = donors - target
    difference = difference / (np.abs(difference).max() or 1)
    system = np.vstack([difference.T, np.ones(len(donors))])
    solution, _ = nnls(system, [0.0] * len(target) + [1.0])
    return solution / solution.sum()


def _closest_mix_by_predictors(before: pd.DataFrame, region, predictors) -> pd.Series:
    from pysyncon import Synth

    predictors = check.table(predictors, "predictors")
    check.same_labels(predictors.index, before.index, "predictors, rows", "outcome, rows")
    same = predictors.columns[check.flat(predictors)].tolist()
    if same:
        raise ValueError(f"predictors: {same[0]!r} is the same in all regions")
    donors = before.index.drop(region)
    mix = Synth()
    mix.fit(
        X0=predictors.loc[donors].T,
        X1=predictors.loc[region],
        Z0=before.loc[donors].T,
        Z1=before.loc[region],
    )
    weights = pd.Series(mix.W, index=donors).clip(lower=0)
    return weights / weights.sum()


@dataclass(frozen=True)
class PlaceboTest:
    """The treated region among regions treated only on paper.

    Attributes
    ----------
    table
        For each region, the treated one first: ``fit`` and ``effect`` as in
        :class:`SyntheticControl`, the root mean square gap ``after``, and the ``ratio`` of after
        to fit.
    gaps
        Gap of each region (rows) in each period: the placebo fan.
    p_value
        Share of the regions whose ratio is at least that of the treated one.
    """

    table: pd.DataFrame
    gaps: pd.DataFrame
    p_value: float


def placebo_test(outcome, region, start) -> PlaceboTest:
    """How unusual the gap of the treated region is.

    Parameters
    ----------
    outcome, region, start
        As for :func:`synthetic_control`; three donors or more.

    Returns
    -------
    PlaceboTest

    Raises
    ------
    KeyError, ValueError
        As for :func:`synthetic_control`.

    Notes
    -----
    Every donor is taken for treated in its turn, with the other donors as its mix (the truly
    treated region is left out). With n regions the p-value cannot fall below 1/n: from eight
    towns no result is ever "significant at 10 per cent". A region that its mix meets exactly
    before treatment has an infinite ratio, or none (NaN) if it does so afterwards too.

    References
    ----------
    Abadie, A., Diamond, A. and Hainmueller, J. (2010). Synthetic control methods for comparative
    case studies. Journal of the American Statistical Association 105(490), 493-505, sec. 3.4.

    Examples
    --------
    Four towns that grew alike with small bumps, of which the zone left the others in 2018:

    >>> outcome = pd.DataFrame(
    ...     {2015: [2, 1, 3, 2], 2016: [3, 3, 4, 2], 2017: [4, 4, 4, 5], 2018: [9, 5, 5, 5]},
    ...     index=["zone", "A", "B", "C"],
    ... )
    >>> test = placebo_test(outcome, "zone", start=2018)
    >>> test.table["ratio"].idxmax(), test.p_value
    ('zone', 0.25)
    """
    outcome, before = _panel(outcome, region, start)
    if len(outcome) < 4:
        raise ValueError(f"outcome: expected three donors or more, found {len(outcome) - 1}")
    outcome = outcome.loc[[region, *outcome.index.drop(region)]]
    values, known = outcome.to_numpy(), len(before)
    gaps = np.empty_like(values)
    for i, own in enumerate(values):
        others = np.delete(values, [0, i], axis=0)
        weights = _closest_mix(own[:known], others[:, :known])
        gaps[i] = own - weights @ others
    gaps[np.abs(gaps) < 1e-12 * np.abs(values).max()] = 0  # an exact fit, but for rounding
    gaps = pd.DataFrame(gaps, index=outcome.index, columns=outcome.columns)

    table = pd.DataFrame(
        {
            "fit": (gaps[before] ** 2).mean(axis="columns") ** 0.5,
            "effect": gaps.drop(columns=before).mean(axis="columns"),
            "after": (gaps.drop(columns=before) ** 2).mean(axis="columns") ** 0.5,
        }
    )
    table["ratio"] = table["after"] / table["fit"]
    own_ratio = table.loc[region, "ratio"]
    p_value = NAN if np.isnan(own_ratio) else float((table["ratio"] >= own_ratio).mean())
    return PlaceboTest(table, gaps, p_value)


def minimum_detectable_effect(
    noise: float,
    *,
    before: int,
    after: int,
    controls: int,
    treated: int = 1,
    multiplier: float = 2.8,
    correlation: float = 0,
) -> float:
    r"""The smallest effect that a comparison would probably find.

    Parameters
    ----------
    noise : float
        Standard deviation of a region's yearly value around its own level and the common
        course; non-negative.
    before, after : int
        Number of periods before treatment and since.
    controls, treated : int
        Number of regions without and with treatment.
    multiplier : float
        Standard errors that an effect has to measure: 2.8 to find it with 80 per cent
        probability at the 5 per cent level (1.96 + 0.84).
    correlation : float
        Of a region's value with that of the year before, between 0 and 1; 0 if what a year
        brings is gone in the next.

    Returns
    -------
    float
        In the unit of ``noise``; with noise as a share of employment, times employment gives
        jobs.

    Raises
    ------
    ValueError
        If a number is out of its range.

    Notes
    -----
    .. math:: 2.8\, s \sqrt{\left(\frac{1}{T_0} + \frac{1}{T_1}\right)
        \left(\frac{1}{N_1} + \frac{1}{N_0}\right)}

    for independent years. If the noise of a year is the share ``correlation`` of that of the
    year before plus something new, the first bracket becomes the variance of the difference of
    two neighbouring means, worked out exactly. It rises at first, since good and bad years come
    in rows, and falls again as both means come to share one row.

    An effect below it is not absent but undetectable. Trends of a region's own, which no noise
    around a level describes, make the true figure larger.

    References
    ----------
    Bloom, H. S. (1995). Minimum detectable effects. Evaluation Review 19(5), 547-556.

    Examples
    --------
    One town with 170 thousand employed, 20 others, noise of one per cent, five years before and
    three after:

    >>> share = minimum_detectable_effect(0.01, before=5, after=3, controls=20)
    >>> round(170_000 * share)
    3562

    If half of a year's noise lasts into the next:

    >>> share = minimum_detectable_effect(0.01, before=5, after=3, controls=20, correlation=0.5)
    >>> round(170_000 * share)
    4444
    """
    noise = check.number(noise, "noise", low=0)
    multiplier = check.number(multiplier, "multiplier", low=0)
    correlation = check.number(correlation, "correlation", low=0, high=1)
    counts = {"before": before, "after": after, "controls": controls, "treated": treated}
    for name, count in counts.items():
        check.whole(count, name, low=1)
    spread = _difference_of_means(before, after, correlation) * (1 / treated + 1 / controls)
    return multiplier * noise * spread**0.5


def _difference_of_means(before: int, after: int, correlation: float) -> float:
    """Variance of the mean after less the mean before, of noise with variance one."""
    place = np.arange(before + after)
    covariance = correlation ** np.abs(np.subtract.outer(place, place))
    weights = np.where(place < before, -1 / before, 1 / after)
    return float(weights @ covariance @ weights)


@dataclass(frozen=True)
class CostPerJob:
    """What a job cost by the count of the programme and by the count of the town.

    Attributes
    ----------
    jobs
        The ``claimed`` jobs by what became of them: ``deadweight`` would have come anyway,
        ``displaced`` were lost elsewhere, ``net`` are left.
    per_claimed_job, per_net_job
        Cost per job; infinite if no net job is left.
    """

    jobs: pd.Series
    per_claimed_job: float
    per_net_job: float


def cost_per_job(
    cost: float, jobs: float, *, deadweight: float = 0, displacement: float = 0
) -> CostPerJob:
    r"""Cost of the jobs that would not be there otherwise.

    Parameters
    ----------
    cost : float
        Public money, non-negative.
    jobs : float
        Jobs that the programme counts, above zero.
    deadweight : float
        Share of them that would have come without it, between 0 and 1.
    displacement : float
        Share of the others that took the place of jobs in the area, between 0 and 1.

    Returns
    -------
    CostPerJob

    Raises
    ------
    ValueError
        If a number is out of its range.

    Notes
    -----
    .. math:: \text{net} = \text{jobs} \times (1 - \text{deadweight})(1 - \text{displacement})

    Displacement is counted after deadweight: what would have come anyway would also have taken
    the place of others. The larger the area, the larger the displacement.

    References
    ----------
    HM Treasury (2022). The Green Book. London (on additionality).

    Examples
    --------
    600 million for 1000 jobs, of which 30 per cent would have come anyway:

    >>> result = cost_per_job(600, 1000, deadweight=0.3)
    >>> result.per_claimed_job, round(result.per_net_job, 3)
    (0.6, 0.857)
    """
    cost = check.number(cost, "cost", low=0)
    jobs = check.number(jobs, "jobs", low=0, open_low=True)
    deadweight = check.number(deadweight, "deadweight", low=0, high=1)
    displacement = check.number(displacement, "displacement", low=0, high=1)
    additional = jobs * (1 - deadweight)
    net = additional * (1 - displacement)
    parts = {
        "claimed": jobs,
        "deadweight": jobs - additional,
        "displaced": additional - net,
        "net": net,
    }
    return CostPerJob(
        jobs=pd.Series(parts),
        per_claimed_job=cost / jobs,
        per_net_job=cost / net if net > 0 else float("inf"),
    )
