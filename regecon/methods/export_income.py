"""How much of what a plant earns outside stays in its town, and for how many rounds?

The income multiplier follows a rouble that is spent again and again in the region. Before the
first round comes the question who gets it: wage earners and suppliers here, or commuters, owners
elsewhere, the treasury and the sellers of imports. The multiplier belongs to the town and its
owners, not to the industry.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from regecon.methods import _checks as check


def income_multiplier(consumed_locally: float, income_per_sales: float) -> float:
    r"""Income of a region per rouble of income earned outside.

    Parameters
    ----------
    consumed_locally : float
        Share of income that is spent with sellers in the region, from 0 to 1.
    income_per_sales : float
        Share of these sales that becomes income in the region, from 0 to 1.

    Returns
    -------
    float
        At least 1.

    Raises
    ------
    ValueError
        If a share lies outside 0 to 1, or both are 1 (nothing leaks, the sum has no end).

    Notes
    -----
    .. math:: k = \frac{1}{1 - c\,y} = 1 + c\,y + (c\,y)^2 + \dots

    References
    ----------
    Tiebout, C. M. (1956). Exports and regional economic growth. Journal of Political Economy
    64(2), 160-164.

    Examples
    --------
    >>> income_multiplier(consumed_locally=0.8, income_per_sales=0.25)
    1.25
    """
    consumed = _share(consumed_locally, "consumed_locally")
    income = _share(income_per_sales, "income_per_sales")
    if consumed * income == 1:
        raise ValueError("consumed_locally and income_per_sales: nothing leaks if both are 1")
    return 1 / (1 - consumed * income)


@dataclass(frozen=True)
class ExportIncome:
    """Local income from a region's exports.

    Attributes
    ----------
    first_round
        What stays of the export revenue before anything is spent again: ``wages``,
        ``suppliers`` and ``profit``.
    leaked
        What leaves in that round: ``commuters``, ``owners`` outside, ``imports_and_taxes``.
        Together with ``first_round`` it adds up to the revenue.
    spent_again
        Share of income that becomes local income once more in each further round.
    multiplier
        One over one less ``spent_again``.
    income
        Local income after all rounds, the first times the multiplier.
    """

    first_round: pd.Series
    leaked: pd.Series
    spent_again: float
    multiplier: float
    income: float

    def rounds(self, number: int) -> pd.Series:
        """Income of the first rounds of spending; all rounds together give ``income``."""
        number = int(check.number(number, "number", low=1))
        powers = pd.Series(range(number), index=pd.RangeIndex(1, number + 1, name="round"))
        return self.first_round.sum() * self.spent_again**powers


def export_income(
    revenue: float,
    *,
    wages: float,
    suppliers: float,
    profit: float,
    outside_ownership: float,
    local_spending: float,
    import_share: float = 0.0,
    commuting: float = 0.0,
) -> ExportIncome:
    r"""Income that stays in a region from its exports, given who owns the plant.

    Parameters
    ----------
    revenue : float
        Export revenue in any money unit, not negative.
    wages, suppliers, profit : float
        Shares of the revenue paid as wages, to local suppliers and as profit; together at most
        1. The rest goes to imports and taxes.
    outside_ownership : float
        Share of the profit that goes to owners outside, from 0 to 1.
    local_spending : float
        Share of income spent in the region, from 0 to 1.
    import_share : float
        Share of that spending which pays for goods from outside, from 0 to 1.
    commuting : float
        Share of the wages that commuters carry to their homes elsewhere, from 0 to 1.

    Returns
    -------
    ExportIncome

    Raises
    ------
    ValueError
        If a share lies outside 0 to 1, the three shares exceed 1, or all income is spent
        locally on local goods.

    Notes
    -----
    With wages w, suppliers l, profit π, commuting q, outside ownership o, local spending c and
    import share m,

    .. math:: Y = \frac{w(1 - q) + l + \pi(1 - o)}{1 - c(1 - m)} \, X .

    The textbook multiplier lets all of X become local income in the first round. Suppliers and
    local owners are assumed to live and spend like wage earners.

    References
    ----------
    North, D. C. (1955). Location theory and regional economic growth. Journal of Political
    Economy 63(3), 243-258.
    Tiebout, C. M. (1956). Exports and regional economic growth. Journal of Political Economy
    64(2), 160-164.

    Examples
    --------
    The plant of week 4 (SYNTHETIC), first owned in town, then to 90 per cent elsewhere:

    >>> plant = dict(wages=0.30, suppliers=0.15, profit=0.35, local_spending=0.55)
    >>> round(export_income(100, outside_ownership=0, **plant).income, 1)
    177.8
    >>> result = export_income(100, outside_ownership=0.9, **plant)
    >>> round(result.income, 1), result.rounds(3).round(1).tolist()
    (107.8, [48.5, 26.7, 14.7])
    """
    revenue = check.number(revenue, "revenue", low=0)
    wages = _share(wages, "wages")
    suppliers = _share(suppliers, "suppliers")
    profit = _share(profit, "profit")
    outside_ownership = _share(outside_ownership, "outside_ownership")
    local_spending = _share(local_spending, "local_spending")
    import_share = _share(import_share, "import_share")
    commuting = _share(commuting, "commuting")
    if wages + suppliers + profit > 1 + 1e-9:
        raise ValueError(
            f"wages, suppliers and profit: expected shares that sum to at most 1, got "
            f"{wages + suppliers + profit:g}"
        )
    spent_again = local_spending * (1 - import_share)
    if spent_again == 1:
        raise ValueError("local_spending: nothing leaks if all income buys local goods")
    first_round = pd.Series(
        {
            "wages": revenue * wages * (1 - commuting),
            "suppliers": revenue * suppliers,
            "profit": revenue * profit * (1 - outside_ownership),
        }
    )
    leaked = pd.Series(
        {
            "commuters": revenue * wages * commuting,
            "owners": revenue * profit * outside_ownership,
            "imports_and_taxes": revenue * max(1 - wages - suppliers - profit, 0.0),
        }
    )
    multiplier = 1 / (1 - spent_again)
    return ExportIncome(
        first_round=first_round,
        leaked=leaked,
        spent_again=spent_again,
        multiplier=multiplier,
        income=float(first_round.sum() * multiplier),
    )


def _share(value: float, name: str) -> float:
    return check.number(value, name, low=0, high=1)
