"""How many guests can a resort hold, does a room pay, and who stays out of the books?

Carrying capacity of a site and of a chain of links; the occupancy at which a room breaks even;
the share of unregistered hosts beyond which the shadow economy tips. How a resort grows is the
question of :mod:`regecon.methods.life_cycle`, how uneven its year is that of
:mod:`regecon.methods.seasons`.
"""

from __future__ import annotations

import pandas as pd

from regecon.methods import _checks as check


def carrying_capacity(
    area: float,
    area_per_visitor: float,
    *,
    open_hours: float,
    visit_hours: float,
    limiting_factors: pd.Series | None = None,
    management: float = 1.0,
    combine: str = "multiply",
) -> pd.Series:
    r"""Visitors a day that a site can take: physical, real and effective carrying capacity.

    Parameters
    ----------
    area, area_per_visitor : float
        Ground open to visitors and what one needs, in the same unit, above zero.
    open_hours, visit_hours : float
        Hours that the site is open in a day and that one visit lasts, above zero.
    limiting_factors : Series (factors,), optional
        Share of the capacity that each factor takes away, 0 to 1: rain, erosion, breeding birds.
    management : float
        Share of the staff and equipment needed that is there, 0 to 1.
    combine : {"multiply", "add"}
        ``"multiply"`` lets every factor act on what the others have left, as Cifuentes does;
        ``"add"`` takes the sum of the factors off at once and gives less.

    Returns
    -------
    Series
        ``rotation`` (visits a place can serve in a day) and, in visitors a day, ``physical``,
        ``real`` and ``effective``, each no larger than the one before.

    Raises
    ------
    ValueError
        If a number lies outside its limits or factors to be added exceed 1.

    Notes
    -----
    .. math:: PCC = \frac{A}{a} \cdot \frac{H}{h}, \qquad RCC = PCC \prod_f (1 - c_f), \qquad
        ECC = RCC \cdot M

    The rotation H/h is not rounded down.

    References
    ----------
    Cifuentes, M. (1992). Determinación de capacidad de carga turística en áreas protegidas.
    Turrialba: CATIE, Serie Técnica 194.

    Examples
    --------
    A beach of 20,000 square metres, ten for each visitor; three factors and half of the staff:

    >>> factors = pd.Series({"wind": 0.1, "tide": 0.15, "cleaning": 0.05})
    >>> carrying_capacity(
    ...     20_000, 10, open_hours=10, visit_hours=5, limiting_factors=factors, management=0.5
    ... )
    rotation        2.0
    physical     4000.0
    real         2907.0
    effective    1453.5
    dtype: float64
    """
    area = check.number(area, "area", low=0, open_low=True)
    need = check.number(area_per_visitor, "area_per_visitor", low=0, open_low=True)
    hours = check.number(open_hours, "open_hours", low=0, open_low=True)
    stay = check.number(visit_hours, "visit_hours", low=0, high=hours, open_low=True)
    management = check.number(management, "management", low=0, high=1)
    physical = area / need * hours / stay
    real = physical * _share_left(limiting_factors, combine)
    return pd.Series(
        {
            "rotation": hours / stay,
            "physical": physical,
            "real": real,
            "effective": real * management,
        }
    )


def binding_capacity(capacities: pd.Series) -> pd.DataFrame:
    r"""The links of a resort from the narrowest to the widest, and which of them binds.

    Parameters
    ----------
    capacities : Series (links,)
        What each link can serve, non-negative, all in one unit, for example visits a season.

    Returns
    -------
    DataFrame (links, 3)
        ``capacity``; ``spare``, what the link has beyond the narrowest one; ``binds``, true for
        the narrowest link and for others equal to it. The first row is the capacity of the
        whole chain.

    Raises
    ------
    ValueError
        If a capacity is negative or missing, or a link is named twice.

    Notes
    -----
    .. math:: C = \min(C_{beds}, C_{lifts}, C_{road}, C_{water})

    Widening a link that does not bind adds nothing; widening the one that binds adds at most
    the ``spare`` of the next.

    Examples
    --------
    >>> links = pd.Series({"beds": 500, "lifts": 1300, "road": 2000, "water": 900})
    >>> binding_capacity(links)
           capacity   spare  binds
    beds      500.0     0.0   True
    water     900.0   400.0  False
    lifts    1300.0   800.0  False
    road     2000.0  1500.0  False
    """
    links = check.vector(capacities, "capacities")
    check.non_negative(links, "capacities")
    links = links.sort_values(kind="stable")
    spare = links - links.iloc[0]
    return pd.DataFrame({"capacity": links, "spare": spare, "binds": spare == 0})


def break_even_occupancy(
    fixed_cost: float, price: float, variable_cost: float, *, nights: float = 365
) -> float:
    r"""Share of its nights that a room has to be let to cover its costs.

    Parameters
    ----------
    fixed_cost : float
        Cost of the room in a year, let or not, at least zero.
    price, variable_cost : float
        What a guest pays for a night and what that night costs; the price has to be higher.
    nights : float
        Nights in a year on which the room is open, above 0, at most 366.

    Returns
    -------
    float
        Above 1 if the room cannot pay even when let every night.

    Raises
    ------
    ValueError
        If a number lies outside its limits, or the price does not exceed the variable cost.

    Notes
    -----
    .. math:: o^* = \frac{F}{(p - v) \, n}

    Examples
    --------
    600 thousand a year, 3,500 a night of which 900 are spent: 231 nights. All year round that
    is possible, in a winter of 150 days it is not.

    >>> round(break_even_occupancy(600_000, 3_500, 900), 3)
    0.632
    >>> round(break_even_occupancy(600_000, 3_500, 900, nights=150), 3)
    1.538
    """
    fixed = check.number(fixed_cost, "fixed_cost", low=0)
    variable = check.number(variable_cost, "variable_cost", low=0)
    price = check.number(price, "price", low=0)
    nights = check.number(nights, "nights", low=0, high=366, open_low=True)
    if price <= variable:
        raise ValueError(
            f"price: expected more than the variable cost of a night ({variable:g}), got {price:g}"
        )
    return fixed / ((price - variable) * nights)


def shadow_tipping_share(compliance_cost: float, detection: float) -> float:
    r"""Share of hosts in the shadow beyond which it pays for every other host to join them.

    Parameters
    ----------
    compliance_cost : float
        Cost of paying taxes and keeping the rules, as a share of the penalty for not doing so;
        at least zero.
    detection : float
        Probability of being found out for the first host who evades, 0 to 1.

    Returns
    -------
    float
        Between 0 and 1. NaN if there is no such point because evading pays even for the first.

    Raises
    ------
    ValueError
        If a number lies outside its limits.

    Notes
    -----
    Complaints come from those who keep the rules, so that the probability falls as the share s
    in the shadow grows, :math:`p(s) = p_0 (1 - s)`. A host evades
    if the cost t exceeds p(s), that is if

    .. math:: s > s^* = 1 - t / p_0 .

    Below the share all return to the rules, above it all leave them. The model is the course's
    own, in the manner of threshold models.

    References
    ----------
    Granovetter, M. (1978). Threshold models of collective behavior. American Journal of
    Sociology 83(6), 1420-1443.

    Examples
    --------
    >>> shadow_tipping_share(0.25, detection=0.5)
    0.5
    >>> shadow_tipping_share(0.25, detection=0.15)
    nan
    """
    cost = check.number(compliance_cost, "compliance_cost", low=0)
    detection = check.number(detection, "detection", low=0, high=1)
    if detection == 0 or cost > detection:
        return float("nan")
    return 1 - cost / detection


def _share_left(limiting_factors: pd.Series | None, combine: str) -> float:
    """What the limiting factors leave of the physical capacity."""
    if combine not in ("multiply", "add"):
        raise ValueError(f"combine: expected 'multiply' or 'add', got {combine!r}")
    if limiting_factors is None:
        return 1.0
    factors = check.vector(limiting_factors, "limiting_factors")
    for label, factor in factors.items():
        check.number(factor, f"limiting_factors, {label!r}", low=0, high=1)
    if combine == "multiply":
        return float((1 - factors).prod())
    if factors.sum() > 1:
        raise ValueError(
            f"limiting_factors: to be added they have to sum to at most 1, found {factors.sum():g}"
        )
    return float(1 - factors.sum())
