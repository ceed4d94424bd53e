"""Where does one labour market end and the next begin?

Commuting is a table of flows with places of residence as rows and places of work as columns; the
diagonal holds those who work where they live. From it follow how self-contained an area is, how
far a set of towns has one centre or several, and a division into labour market areas.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from regecon.methods import _checks as check

RESERVE = -1  # number of the places that belong to no area yet


def self_containment(flows: pd.DataFrame, areas: pd.Series | None = None) -> pd.DataFrame:
    r"""How far the jobs of an area are filled by its residents, and the other way round.

    Parameters
    ----------
    flows : DataFrame (places of residence, places of work)
        Workers, non-negative; rows and columns carry the same labels.
    areas : Series (places,), optional
        Area to which each place belongs; places without one (missing) are outside all areas.
        Default: each place is an area.

    Returns
    -------
    DataFrame (areas, 5)
        ``residents`` who work anywhere, ``jobs`` filled from anywhere, ``internal`` flow;
        ``supply_side``, the share of the residents who work in the area, and ``demand_side``,
        the share of the jobs held by residents. NaN where there are no residents, or no jobs.

    Raises
    ------
    ValueError
        If a flow is negative or missing, labels do not match, or no place has an area.

    References
    ----------
    Goodman, J. F. B. (1970). The definition and analysis of local labour markets: some
    empirical problems. British Journal of Industrial Relations 8(2), 179-196.

    Examples
    --------
    >>> flows = pd.DataFrame({"A": [80, 30], "B": [20, 70]}, index=["A", "B"])
    >>> self_containment(flows)
       residents   jobs  internal  supply_side  demand_side
    A      100.0  110.0      80.0          0.8     0.727273
    B      100.0   90.0      70.0          0.7     0.777778
    >>> self_containment(flows, pd.Series({"A": "town", "B": "town"}))["supply_side"]
    town    1.0
    Name: supply_side, dtype: float64
    """
    trips = _commuting(flows)
    if areas is None:
        areas = pd.Series(trips.index.tolist(), index=trips.index)
    areas = pd.Series(areas)
    check.unique(areas.index, "areas")
    check.same_labels(areas.index, trips.index, "areas", "flows")
    areas = areas.reindex(trips.index)
    names = list(dict.fromkeys(areas.dropna()))
    if not names:
        raise ValueError("areas: expected at least one place with an area, got none")
    belongs = pd.DataFrame({name: (areas == name).astype(float) for name in names})
    between = belongs.T @ trips @ belongs
    result = pd.DataFrame(
        {
            "residents": belongs.T @ trips.sum(axis="columns"),
            "jobs": belongs.T @ trips.sum(),
            "internal": pd.Series(np.diag(between), index=between.index),
        }
    )
    for side, total in (("supply_side", "residents"), ("demand_side", "jobs")):
        result[side] = result["internal"] / result[total].where(result[total] > 0)
    return result


def flow_polycentricity(flows: pd.DataFrame) -> float:
    r"""How evenly the commuters between towns go to all of them: 1 if all receive the same.

    Parameters
    ----------
    flows : DataFrame (places of residence, places of work)
        As for :func:`self_containment`, of at least two places. Those who work where they live
        do not count.

    Returns
    -------
    float
        From 0 to 1; NaN if nobody works in another place.

    Raises
    ------
    ValueError
        If a flow is negative or missing, labels do not match, or there is only one place.

    Notes
    -----
    .. math:: P = 1 - \sigma / \sigma_{max}

    with :math:`\sigma` the standard deviation of the incoming commuters of the places, and
    :math:`\sigma_{max}` that of two places of which one receives as many as the largest here and
    the other none. One centre among n places gives :math:`1 - 2\sqrt{n - 1}/n`, which is 0 for
    two places and rises with n: compare sets of as many places. Green multiplies P by the
    density of the network, commuters as a share of all who could commute, left out here, since
    that number is a matter of choice.

    References
    ----------
    Green, N. (2007). Functional polycentricity: a formal definition in terms of social network
    analysis. Urban Studies 44(11), 2077-2103.
    Burger, M., & Meijers, E. (2012). Form follows function? Linking morphological and
    functional polycentricity. Urban Studies 49(5), 1127-1149.

    Examples
    --------
    Twice as many go from B to A as from A to B:

    >>> flows = pd.DataFrame({"A": [80, 20], "B": [10, 70]}, index=["A", "B"])
    >>> flow_polycentricity(flows)
    0.5
    """
    trips = _commuting(flows)
    if len(trips) < 2:
        raise ValueError("flows: expected at least two places, got one")
    incoming = trips.sum() - np.diag(trips)
    if not incoming.max() > 0:
        return float("nan")
    return float(1 - incoming.std(ddof=0) / (incoming.max() / 2))


def labour_market_areas(
    flows: pd.DataFrame,
    *,
    minimum_size: float,
    minimum_containment: float,
    target_size: float,
    target_containment: float,
) -> pd.Series:
    r"""Divide places into labour market areas that are large or self-contained enough.

    Parameters
    ----------
    flows : DataFrame (places of residence, places of work)
        As for :func:`self_containment`.
    minimum_size, target_size : float
        Residents at work; an area of the target size may be less self-contained. The minimum is
        above zero and below the target.
    minimum_containment, target_containment : float
        Self-containment that an area of the target size has to reach, and an area of the
        minimum size. The minimum is above zero, at most the target, and that at most 1.

    Returns
    -------
    Series (places,)
        The area of each place, named after the place with the most jobs in it; missing for a
        place without residents, without jobs or without any flow from or to another one.

    Raises
    ------
    ValueError
        If a flow is negative or missing, labels do not match, a number lies outside its limits,
        or the search does not settle.

    Notes
    -----
    Every place starts as an area. The area that is furthest from the targets gives up one
    place, the one with the most outside ties, to the area with which that place has the
    strongest link

    .. math:: \frac{T_{ij}^2}{R_i J_j} + \frac{T_{ji}^2}{R_j J_i}

    (R residents, J jobs), provided that this area does not become less valid; otherwise the
    place waits in a reserve. It ends when every area is valid, that is if

    .. math:: \min\Big(\frac{c}{c_t}, 1\Big)
        \Big(1 - \Big(1 - \frac{c_m}{c_t}\Big) \max\Big(\frac{S_t - R}{S_t - S_m}, 0\Big)\Big)
        \frac{c_t}{c_m} \ge 1

    with c the smaller of the two self-containments of the area. The reserve is then shared out
    by the strongest links, the strongest of all first. Where two areas are equally far from the
    targets or equally strongly linked, sizes and names decide, not the order of the table.

    References
    ----------
    Coombes, M., & Bond, S. (2008). Travel-to-Work Areas: the 2007 review. London: Office for
    National Statistics.
    Franconi, L., D'Alo, M., & Ichim, D. (2016). Istat implementation of the algorithm to
    develop Labour Market Areas. Rome: Istat.

    Examples
    --------
    Two towns, each with a village that works in it:

    >>> places = ["town", "village", "city", "suburb"]
    >>> flows = pd.DataFrame(
    ...     [[80, 5, 5, 0], [50, 40, 0, 0], [5, 0, 180, 20], [0, 0, 90, 60]],
    ...     index=places, columns=places,
    ... )
    >>> labour_market_areas(
    ...     flows, minimum_size=100, minimum_containment=0.6, target_size=500,
    ...     target_containment=0.75,
    ... ).to_dict()
    {'town': 'town', 'village': 'town', 'city': 'city', 'suburb': 'city'}
    """
    trips = _commuting(flows)
    largest = check.number(target_size, "target_size", low=0, open_low=True)
    smallest = check.number(minimum_size, "minimum_size", low=0, open_low=True)
    if smallest >= largest:
        raise ValueError(
            f"minimum_size: expected below target_size ({largest:g}), got {smallest:g}"
        )
    best = check.number(target_containment, "target_containment", low=0, high=1, open_low=True)
    least = check.number(
        minimum_containment, "minimum_containment", low=0, high=best, open_low=True
    )

    def validity(contained: np.ndarray, residents: np.ndarray) -> np.ndarray:
        """At least 1 if an area may stay as it is."""
        missing = np.maximum((largest - residents) / (largest - smallest), 0)
        value = np.minimum(contained / best, 1) * (1 - (1 - least / best) * missing) * best / least
        return np.where(contained >= 1 - check.ROUNDING, 1.0, value)

    linked = _linked_places(trips)
    # One order of the places whatever that of the table: sums round alike, ties fall alike.
    sizes = pd.DataFrame({"residents": trips.sum(axis="columns"), "jobs": trips.sum()}).loc[linked]
    sizes["name"] = [str(place) for place in linked]
    order = [False, False, True]
    linked = sizes.sort_values(["residents", "jobs", "name"], ascending=order).index
    search = _Search(trips.loc[linked, linked].to_numpy(), validity)
    search.run()
    # By position, since a label may itself be a pair.
    places = trips.index.get_indexer(linked)
    jobs, labels = trips.sum().to_numpy(), trips.index.tolist()
    names: list = [pd.NA] * len(labels)
    for area in set(search.area) - {RESERVE}:
        members = places[search.area == area]
        most = jobs[members] >= jobs[members].max() * (1 - check.ROUNDING)
        for member in members:
            names[member] = labels[members[most.argmax()]]
    areas = pd.Series(names, index=trips.index, dtype=object, name="area")
    return areas


class _Search:
    """The division while it is being made; places and areas are numbered.

    An area has the number of the place from which it has grown.
    """

    def __init__(self, flows: np.ndarray, validity) -> None:
        self.flows = flows
        self.validity = validity
        self.residents, self.jobs = flows.sum(axis=1), flows.sum(axis=0)
        self.area = np.arange(len(flows))
        self.values = {area: self.value(self.area == area) for area in range(len(flows))}

    def run(self) -> None:
        for _ in range(100 * len(self.flows) + 100):
            worst = min(self.values, key=self.values.get, default=None)
            if worst is None or self.values[worst] >= 1 - check.ROUNDING:
                return self.share_out_reserve()
            self.take_from(worst)
        raise ValueError("flows: the search for labour market areas does not settle")

    def value(self, members: np.ndarray) -> float:
        """Validity of an area made of these places."""
        residents, jobs = self.residents[members].sum(), self.jobs[members].sum()
        internal = self.flows[np.ix_(members, members)].sum()
        return float(self.validity(min(internal / residents, internal / jobs), residents))

    def take_from(self, area: int) -> None:
        """Move the place with the most outside ties to another area, or into the reserve."""
        members = np.flatnonzero(self.area == area)
        outside = self.area != area
        arriving = self.flows[np.ix_(outside, members)].sum(axis=0)
        leaving = self.residents[members] - self.flows[members, members]
        place = members[(arriving + leaving).argmax()]
        self.area[place] = RESERVE
        self.values.pop(area)
        if len(members) > 1:
            self.values[area] = self.value(self.area == area)
        link = self.strongest_link(place, barred=area)
        if link is None:
            return
        target = link[1]
        after = self.area == target
        after[place] = True
        value = self.value(after)
        if value >= self.values[target] * (1 - check.ROUNDING):
            self.area[place] = target
            self.values[target] = value

    def strongest_link(self, place: int, barred: int | None = None) -> tuple[float, int] | None:
        """How strong, and which the area is with which a place exchanges most, both ways."""
        held = self.area != RESERVE
        areas, n = self.area[held], len(self.area)

        def by_area(values: np.ndarray) -> np.ndarray:
            return np.bincount(areas, weights=values[held], minlength=n)

        out, back = by_area(self.flows[place]), by_area(self.flows[:, place])
        linked = out + back > 0
        linked[[] if barred is None else [barred]] = False
        if not linked.any():
            return None
        residents, jobs = by_area(self.residents)[linked], by_area(self.jobs)[linked]
        strengths = out[linked] ** 2 / (self.residents[place] * jobs)
        strengths += back[linked] ** 2 / (residents * self.jobs[place])
        best = strengths.argmax()
        return float(strengths[best]), int(np.flatnonzero(linked)[best])

    def share_out_reserve(self) -> None:
        """Give the places of the reserve to areas, the most strongly linked one first."""
        while True:
            waiting = np.flatnonzero(self.area == RESERVE)
            links = {place: self.strongest_link(place) for place in waiting}
            links = {place: link for place, link in links.items() if link is not None}
            if not links:
                return
            place = max(links, key=lambda place: links[place][0])
            self.area[place] = links[place][1]


def _linked_places(trips: pd.DataFrame) -> pd.Index:
    """Places that have residents, jobs and a flow from or to another such place."""
    while len(trips):
        own = np.diag(trips)
        residents, jobs = trips.sum(axis="columns"), trips.sum()
        linked = (residents > 0) & (jobs > 0) & ((residents > own) | (jobs > own))
        if linked.all():
            break
        trips = trips.loc[linked, linked]
    return trips.index


def _commuting(flows) -> pd.DataFrame:
    """The flows with the same places in the same order as rows and as columns."""
    trips = check.square(check.table(flows, "flows"), "flows")
    check.non_negative(trips, "flows")
    return trips
