"""How unequal are the regions, and how much of it lies between groups of them?

The Gini coefficient and the Lorenz curve, Theil's two measures with their split into
inequality between and within groups, and Williamson's weighted variation. All of them take
one value for each region (income or product per head, visits of a month) and, where people
rather than regions should count, the population as weights.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from regecon.methods import _checks as check


def gini(values, weights=None, *, corrected: bool = False) -> float:
    r"""Gini coefficient of the values: 0 if all are equal, near 1 if one holds everything.

    Parameters
    ----------
    values : Series, shape (n,)
        Non-negative values with a total above zero, in any unit.
    weights : Series, shape (n,), optional
        How much each value counts, above zero, with the labels of ``values``. With values per
        head and population as weights the result is the inequality between people whose
        neighbours all have the same. Default: every value counts once.
    corrected : bool
        Multiply by n/(n - 1), so that the largest possible value is 1 for any n. Without it
        the largest possible value is (n - 1)/n. Not defined with weights.

    Returns
    -------
    float

    Raises
    ------
    ValueError
        If a value is negative or missing, the total is zero, or labels do not match.

    Notes
    -----
    With values in rising order and :math:`p_i` the weights as shares,

    .. math:: G = \frac{2}{\bar x} \sum_i p_i x_i \Big(\sum_{j<i} p_j + \tfrac{1}{2} p_i\Big) - 1,

    which is twice the area between the Lorenz curve and the diagonal. Implementations differ:
    ``REAT::gini`` with ``weighting`` sorts the values but not the weights and is wrong on
    unsorted input.

    References
    ----------
    Gini, C. (1912). Variabilità e mutabilità. Bologna: Cuppini.

    Examples
    --------
    Four firms with 10, 20, 20 and 50 workers:

    >>> firms = pd.Series({"A": 20, "B": 50, "C": 20, "D": 10})
    >>> round(gini(firms), 4)
    0.3
    >>> round(gini(firms, corrected=True), 4)
    0.4
    """
    values, shares = _values_and_shares(values, weights)
    result = _gini(values.to_numpy(), shares.to_numpy())
    if not corrected:
        return result
    if weights is not None:
        raise ValueError("corrected: n/(n - 1) is not defined with weights; leave one of them out")
    if len(values) < 2:
        raise ValueError("corrected: expected at least two values, got one")
    return result * len(values) / (len(values) - 1)


def lorenz_curve(values, weights=None) -> pd.DataFrame:
    """Points of the Lorenz curve, from the poorest to the richest.

    Parameters
    ----------
    values, weights
        As for :func:`gini`.

    Returns
    -------
    DataFrame, shape (n + 1, 2)
        ``population_share`` and ``value_share``, both running from 0 to 1; the rows carry the
        label of the value that is added last, the first row the label ``"start"``.

    Raises
    ------
    ValueError
        As for :func:`gini`.

    References
    ----------
    Lorenz, M. O. (1905). Methods of measuring the concentration of wealth. Publications of the
    American Statistical Association 9(70), 209-219.

    Examples
    --------
    >>> lorenz_curve(pd.Series({"poor": 1, "rich": 3}))
           population_share  value_share
    start               0.0         0.00
    poor                0.5         0.25
    rich                1.0         1.00
    """
    values, shares = _values_and_shares(values, weights)
    order = values.sort_values(kind="stable").index
    people = shares.loc[order].cumsum()
    held = (values * shares).loc[order].cumsum() / (values * shares).sum()
    points = pd.DataFrame({"population_share": people, "value_share": held})
    return pd.concat([pd.DataFrame(0.0, index=["start"], columns=points.columns), points])


def theil(values, weights=None, *, form: str = "T") -> float:
    r"""Theil's index of inequality: 0 if all values are equal, without upper limit.

    Parameters
    ----------
    values : Series, shape (n,)
        Value per head of each region, non-negative.
    weights : Series, shape (n,), optional
        Population of each region, above zero. Default: every region counts once.
    form : {"T", "L"}
        ``"T"`` weights the logarithms with the shares of the total value and reacts most to
        rich regions. ``"L"``, the mean log deviation, weights them with the shares of the
        population and reacts most to poor ones; it is not defined if a value is zero.

    Returns
    -------
    float
        In natural logarithms.

    Raises
    ------
    ValueError
        If a value is negative or missing (or zero with form L), the total is zero, a weight is
        not above zero, or labels do not match.

    Notes
    -----
    With :math:`s_i` the share of region i in the total value and :math:`p_i` its share in the
    population,

    .. math:: T = \sum_i s_i \ln(s_i / p_i), \qquad L = \sum_i p_i \ln(p_i / s_i).

    A region with value zero adds nothing to T (the limit of :math:`s \ln s`).
    Implementations differ: ``ineq::Theil`` drops zeros and so reports too little inequality;
    ``REAT::theil`` is L, and its weighted form is neither of the two.

    References
    ----------
    Theil, H. (1967). Economics and Information Theory. Amsterdam: North-Holland, ch. 4.

    Examples
    --------
    One region has nothing, the second 10, the third 20; by hand (2/3) ln 2:

    >>> round(theil(pd.Series({"A": 0, "B": 10, "C": 20})), 4)
    0.4621
    """
    return float(_theil_terms(*_values_and_shares(values, weights), form).sum())


def theil_decomposition(values, groups, weights=None, *, form: str = "T") -> pd.DataFrame:
    r"""Split Theil's index into inequality between groups of regions and within them.

    Parameters
    ----------
    values, weights, form
        As for :func:`theil`.
    groups : Series, shape (n,)
        The group of each region, with the labels of ``values``.

    Returns
    -------
    DataFrame, a row for each group
        ``share``, the group's share in the total value (form T) or in the population (form L);
        ``inequality``, the index among the regions of the group; ``within``, the product of the
        two; ``between``, the group's part in the inequality of the group means. ``within`` and
        ``between`` together add up to :func:`theil`; a single ``between`` may be negative, their
        sum is not.

    Raises
    ------
    ValueError
        As for :func:`theil`, or if a region has no group.

    Notes
    -----
    .. math:: T = \sum_g s_g \ln(s_g / p_g) + \sum_g s_g T_g

    and likewise for L with the roles of :math:`s` and :math:`p` exchanged. The inequality of a
    group whose values are all zero is not defined (NaN); it adds nothing to ``within``.

    References
    ----------
    Theil, H. (1967). Economics and Information Theory. Amsterdam: North-Holland, ch. 4.

    Examples
    --------
    Two groups of two regions. The regions of the south are equal, so all inequality within
    groups is the north's:

    >>> income = pd.Series({"A": 10, "B": 30, "C": 10, "D": 10})
    >>> group = pd.Series({"A": "north", "B": "north", "C": "south", "D": "south"})
    >>> parts = theil_decomposition(income, group)
    >>> parts.round(4)
            share  inequality  within  between
    group
    north  0.6667      0.1308  0.0872   0.1918
    south  0.3333      0.0000  0.0000  -0.1352
    >>> bool(np.isclose(parts["within"].sum() + parts["between"].sum(), theil(income)))
    True
    """
    values, people = _values_and_shares(values, weights)
    groups = _groups_of(values, groups)
    terms = _theil_terms(values, people, form)
    held = values * people / (values * people).sum()
    of_group = pd.DataFrame({"held": held, "people": people, "term": terms}).groupby(groups).sum()
    share, other = (
        (of_group["held"], of_group["people"])
        if form == "T"
        else (of_group["people"], of_group["held"])
    )
    between = share * np.log((share / other).where(share > 0, 1.0))
    within = of_group["term"] - between
    return pd.DataFrame(
        {
            "share": share,
            "inequality": within / share.where(share > 0),
            "within": within,
            "between": between,
        }
    )


def atkinson(values, weights=None, *, aversion: float = 0.5) -> float:
    r"""Atkinson's index: the share of all income that equality would let a society do without.

    Parameters
    ----------
    values, weights
        As for :func:`gini`.
    aversion : float
        Aversion to inequality, above zero. The larger, the more the poorest regions count; as it
        grows without end, the poorest one alone.

    Returns
    -------
    float
        0 if all values are equal, towards 1 if one holds everything. With an aversion of 1 or
        more it is 1 as soon as one value is zero.

    Raises
    ------
    ValueError
        If a value is negative or missing, the total is zero, the aversion is not above zero, or
        labels do not match.

    Notes
    -----
    .. math:: A = 1 - \frac{1}{\bar x} \Big( \sum_i p_i x_i^{1-\varepsilon}
        \Big)^{1/(1-\varepsilon)}, \qquad
        A = 1 - \frac{1}{\bar x} \prod_i x_i^{p_i} \quad (\varepsilon = 1).

    With aversion 1 it is :math:`1 - e^{-L}`, L being Theil's second measure. An index of 0.1
    says: nine tenths of the income, spread evenly, would do as well. That is a judgement, and
    the aversion is where it stands.

    References
    ----------
    Atkinson, A. B. (1970). On the measurement of inequality. Journal of Economic Theory 2(3),
    244-263.

    Examples
    --------
    Two regions with 1 and 9: the root of the mean is that of 5, the mean of the roots is 2, whose
    square is 4.

    >>> income = pd.Series({"poor": 1, "rich": 9})
    >>> round(atkinson(income), 3), round(atkinson(income, aversion=1), 3)
    (0.2, 0.4)
    """
    values, people = _values_and_shares(values, weights)
    aversion = check.number(aversion, "aversion", low=0, open_low=True)
    relative = values / (values * people).sum()
    if aversion >= 1 and (relative == 0).any():
        return 1.0
    power = 1 - aversion
    if abs(power) < 1e-9:
        return float(-np.expm1((people * np.log(relative)).sum()))
    # Relative to the smallest value large powers stay in the range of numbers.
    unit = relative[relative > 0].min()
    equivalent = unit * ((people * (relative / unit) ** power).sum()) ** (1 / power)
    return max(float(1 - equivalent), 0.0)


def williamson(values, population) -> float:
    r"""Williamson's weighted coefficient of variation of income between regions.

    Parameters
    ----------
    values : Series, shape (n,)
        Income or product per head of each region.
    population : Series, shape (n,)
        Population of each region, above zero, with the labels of ``values``.

    Returns
    -------
    float
        0 if all regions are equal; a multiple of the national mean otherwise.

    Raises
    ------
    ValueError
        If a value is negative or missing, the total is zero, or labels do not match.

    Notes
    -----
    .. math:: V_w = \frac{1}{\bar y} \sqrt{\sum_i (y_i - \bar y)^2 \, p_i},
        \qquad \bar y = \sum_i p_i y_i,

    with :math:`p_i` the share in the population. The mean is the national one throughout, as in
    Williamson. ``REAT::williamson`` by default takes deviations from the unweighted mean of the
    regions and so gives a larger number.

    References
    ----------
    Williamson, J. G. (1965). Regional inequality and the process of national development.
    Economic Development and Cultural Change 13(4, part 2), 1-84.

    Examples
    --------
    By hand: the mean is 20 and the weighted variance 50.

    >>> income = pd.Series({"A": 10, "B": 20, "C": 30})
    >>> people = pd.Series({"A": 1, "B": 2, "C": 1})
    >>> round(williamson(income, people), 4)
    0.3536
    """
    if population is None:
        raise TypeError("population: expected the population of each region, got None")
    values, shares = _values_and_shares(values, population, "population")
    mean = (shares * values).sum()
    return float(np.sqrt((shares * (values - mean) ** 2).sum()) / mean)


def _values_and_shares(values, weights, weights_name: str = "weights"):
    """Checked values, and the weights as shares of their sum in the same order."""
    values = check.vector(values, "values")
    check.non_negative(values, "values")
    check.positive_total(values, "values")
    if weights is None:
        return values, pd.Series(1 / len(values), index=values.index)
    weights = check.aligned(weights, weights_name, values.index, "values")
    check.positive(weights, weights_name)
    return values, weights / weights.sum()


def _gini(values: np.ndarray, shares: np.ndarray) -> float:
    """The coefficient for values that are checked and weights that sum to one."""
    order = np.argsort(values, kind="stable")
    values, shares = values[order], shares[order]
    middle = shares.cumsum() - shares / 2  # where on the population axis each value lies
    result = 2 * (shares * values * middle).sum() / (shares * values).sum() - 1
    return max(float(result), 0.0)  # equal values may round to just below zero


def _theil_terms(values: pd.Series, people: pd.Series, form: str) -> pd.Series:
    """What each region adds to the index."""
    if form not in ("T", "L"):
        raise ValueError(f"form: expected 'T' or 'L', got {form!r}")
    held = values * people / (values * people).sum()
    if form == "L":
        check.positive(values, "values (Theil L is not defined with zeros)")
        return people * np.log(people / held)
    return held * np.log((held / people).where(held > 0, 1.0))


def _groups_of(values: pd.Series, groups) -> pd.Series:
    groups = pd.Series(groups)
    check.unique(groups.index, "groups")
    check.same_labels(groups.index, values.index, "groups", "values")
    missing = groups[groups.isna()]
    if len(missing):
        raise ValueError(f"groups: {missing.index.tolist()[0]!r} has no group")
    return groups.reindex(values.index).rename(groups.name or "group")
