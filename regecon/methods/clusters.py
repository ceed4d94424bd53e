"""How long do a parent's children live, and when does it pay firms to unite?

The first function asks of firms what demographers ask of people: how many are still there after
so many years, when some are too young to tell. The others weigh what firms save by sharing a
laboratory against what it costs them to agree.
"""

from __future__ import annotations

from math import ceil, floor, sqrt

import numpy as np
import pandas as pd

from regecon.methods import _checks as check


def survival_curve(years, closed) -> pd.DataFrame:
    r"""Share of firms that are still there after so many years: the Kaplan-Meier estimate.

    Parameters
    ----------
    years : Series, shape (firms,)
        Years from a firm's start to its close, or to the day we looked if it is still open;
        above zero.
    closed : Series, shape (firms,)
        Whether the firm has closed (True, or 1); False for one still open when we looked. Same
        labels.

    Returns
    -------
    DataFrame, a row for each age at which a firm closed, from age 0
        ``at_risk`` firms that have reached the age, ``closures`` at it, ``survival`` share that
        lives on, ``error`` its standard error (NaN when none lives on).

    Raises
    ------
    ValueError
        If labels do not match, an age is not above zero, or ``closed`` is neither true nor
        false.

    Notes
    -----
    With :math:`d_i` closures among the :math:`n_i` firms that have reached age :math:`t_i`,

    .. math:: S(t) = \prod_{t_i \le t} \left( 1 - \frac{d_i}{n_i} \right), \qquad
        \operatorname{se} S = S \sqrt{\sum_{t_i \le t} \frac{d_i}{n_i (n_i - d_i)}} .

    A firm that is still open counts among those at risk up to its age and then leaves without
    a closure. Firms that closed and open ones of the same age: closures come first.

    References
    ----------
    Kaplan, E. L. and Meier, P. (1958). Nonparametric estimation from incomplete observations.
    Journal of the American Statistical Association 53(282), 457-481.

    Examples
    --------
    Four firms: closed after 1 year, open at age 2, closed after 3, open at age 5. After a year
    3 of 4 live; of the two that are seen to reach age 3 one closes, so 3/4 of 1/2:

    >>> years = pd.Series([1, 2, 3, 5])
    >>> closed = pd.Series([True, False, True, False])
    >>> survival_curve(years, closed)["survival"].to_dict()
    {0.0: 1.0, 1.0: 0.75, 3.0: 0.375}
    """
    ages = check.vector(years, "years")
    check.positive(ages, "years")
    ends = check.aligned(closed, "closed", ages.index, "years")
    check.zero_or_one(ends, "closed", expected="true or false for every firm")
    closures = ages[ends == 1].value_counts().sort_index()
    table = pd.DataFrame({"closures": closures.reindex([0.0, *closures.index], fill_value=0)})
    younger = np.searchsorted(np.sort(ages), table.index)
    table.insert(0, "at_risk", len(ages) - younger)
    left = table["at_risk"] - table["closures"]
    table["survival"] = (left / table["at_risk"]).cumprod()
    with np.errstate(divide="ignore", invalid="ignore"):
        table["error"] = table["survival"] * np.sqrt(
            (table["closures"] / (table["at_risk"] * left)).cumsum()
        )
    return table.rename_axis("age")


def union_cost(members, facility: float, agreement: float, paying: float = 1):
    r"""What a paying member of a union that shares a facility pays in a year.

    Parameters
    ----------
    members : int or Series
        Number of members n, at least 1.
    facility : float
        Cost F of the facility in a year, however many use it, at least zero.
    agreement : float
        Cost t in a year, for each of two members, of dealing with one another; at least zero.
    paying : float
        Share of the members that pay what they promised, above 0, at most 1: trust.

    Returns
    -------
    float or Series
        Same money as the costs.

    Raises
    ------
    ValueError
        If a number lies outside its limits.

    Notes
    -----
    .. math:: C(n) = \frac{F}{\theta n} + t \, (n - 1)

    The first term falls with every member, the second rises, since each deals with all others.

    Examples
    --------
    A laboratory of 12 million, 10 members who all pay, 0.1 million for each partner:
    1.2 + 0.9:

    >>> round(union_cost(10, facility=12, agreement=0.1), 2)
    2.1
    """
    if not isinstance(members, pd.Series):
        return float(union_cost(pd.Series([members]), facility, agreement, paying).iloc[0])
    count = check.vector(members, "members")
    check.non_negative(count - 1, "members less one")
    facility = check.number(facility, "facility", low=0)
    agreement = check.number(agreement, "agreement", low=0)
    paying = check.number(paying, "paying", low=0, high=1, open_low=True)
    return facility / (paying * count) + agreement * (count - 1)


def union_sizes(value: float, facility: float, agreement: float, paying: float = 1) -> pd.Series:
    r"""From how many members to how many a union pays, and where it is cheapest.

    Parameters
    ----------
    value : float
        What using the facility is worth to a member in a year, above zero.
    facility, agreement, paying
        As for :func:`union_cost`; ``agreement`` above zero.

    Returns
    -------
    Series
        ``smallest`` and ``largest`` whole number of members at which a payer's cost does not
        exceed the value, NaN if there is none; ``cheapest``, where the cost per payer would be
        lowest if members could be divided.

    Raises
    ------
    ValueError
        If a number lies outside its limits.

    Notes
    -----
    The cost is lowest where :math:`n = \sqrt{F / (\theta t)}`. It equals the value v at the
    roots of :math:`t n^2 - (v + t) n + F / \theta = 0`.

    Examples
    --------
    A laboratory of 12 million that is worth 3 million to each: five members are the fewest that
    carry it, and cost is lowest at eleven.

    >>> union_sizes(3, facility=12, agreement=0.1).round(1).to_dict()
    {'smallest': 5.0, 'cheapest': 11.0, 'largest': 26.0}
    """
    v = check.number(value, "value", low=0, open_low=True)
    t = check.number(agreement, "agreement", low=0, open_low=True)
    facility = check.number(facility, "facility", low=0)
    paying = check.number(paying, "paying", low=0, high=1, open_low=True)
    inside = (v + t) ** 2 - 4 * t * facility / paying
    smallest = largest = np.nan
    if inside >= 0:
        # A root that is a whole number must not be lost to rounding.
        smallest = max(1, ceil((v + t - sqrt(inside)) / (2 * t) - 1e-9))
        largest = floor((v + t + sqrt(inside)) / (2 * t) + 1e-9)
        if largest < smallest:
            smallest = largest = np.nan
    cheapest = sqrt(facility / (paying * t))
    return pd.Series({"smallest": smallest, "cheapest": cheapest, "largest": largest}, dtype=float)
