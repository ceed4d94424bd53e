"""How much of what is "made here" was made elsewhere?

A product's import content counts the imports of its maker and those of all domestic suppliers
behind the maker. The direct share can be small and the whole large, when the suppliers live on
imports. Vertical specialisation is the same count for a region's or country's exports.

Whether an import should be replaced is another question: :func:`break_even_outage` weighs the
price of a home supplier against the risk of a stop, :func:`infant_industry` against learning.

In every table rows deliver and columns receive.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from regecon.methods import _checks as check
from regecon.methods.input_output import _inverse


def import_content(domestic: pd.DataFrame, imports: pd.DataFrame | pd.Series) -> pd.DataFrame:
    r"""Imports contained in one unit of final demand for domestic products.

    Parameters
    ----------
    domestic : DataFrame (sectors, sectors)
        Input coefficients of domestic products, non-negative.
    imports : DataFrame (products, sectors) or Series (sectors,)
        Imported inputs per unit of the sector's output, by product or in total, non-negative.

    Returns
    -------
    DataFrame, a row for each sector
        ``direct``, imported by the sector itself; ``indirect``, imported by its domestic
        suppliers and theirs; ``total``, the sum.

    Raises
    ------
    ValueError
        If a value is negative or missing, labels do not match, or the domestic economy is not
        productive (see :func:`regecon.methods.input_output.leontief_inverse`).

    Notes
    -----
    .. math:: m' (I - A^D)^{-1}

    with m the imports per unit of output. One less the total is the domestic value added (and
    taxes) in a unit, if all inputs are in the tables.

    References
    ----------
    Miller, R. E. and Blair, P. D. (2009). Input-Output Analysis: Foundations and Extensions,
    2nd ed. Cambridge University Press.

    Examples
    --------
    A pill imports 5 per cent of its cost; 30 per cent are local substances, of whose cost 80
    per cent is imported (SYNTHETIC, week 13):

    >>> stages = ["pill", "substance"]
    >>> domestic = pd.DataFrame([[0.0, 0.0], [0.3, 0.0]], index=stages, columns=stages)
    >>> import_content(domestic, pd.Series([0.05, 0.80], index=stages))
               direct  indirect  total
    pill         0.05      0.24   0.29
    substance    0.80      0.00   0.80
    """
    domestic = check.square(check.table(domestic, "domestic"), "domestic")
    check.non_negative(domestic, "domestic")
    if isinstance(imports, pd.DataFrame):
        imports = check.table(imports, "imports")
        check.non_negative(imports, "imports")
        imports = imports.sum()
    direct = check.aligned(imports, "imports", domestic.columns, "domestic")
    check.non_negative(direct, "imports")
    total = direct @ _inverse(domestic, "domestic")
    return pd.DataFrame({"direct": direct, "indirect": total - direct, "total": total})


@dataclass(frozen=True)
class VerticalSpecialisation:
    """Imports contained in exports.

    Attributes
    ----------
    by_sector
        A row for each exporting sector: ``exports``, the imports in them ``direct``,
        ``indirect`` and ``total``, all in money.
    direct, total
        Sums over the sectors.
    share
        Total over all exports.
    """

    by_sector: pd.DataFrame
    direct: float
    total: float
    share: float


def vertical_specialisation(
    domestic: pd.DataFrame, imports: pd.DataFrame | pd.Series, exports: pd.Series
) -> VerticalSpecialisation:
    r"""Vertical specialisation: the import content of exports.

    Parameters
    ----------
    domestic, imports
        As for :func:`import_content`.
    exports : Series (sectors,)
        Exports of each sector in money, non-negative, with a total above zero.

    Returns
    -------
    VerticalSpecialisation

    Raises
    ------
    ValueError
        As for :func:`import_content`, or if exports are negative or zero in total.

    Notes
    -----
    .. math:: VS = u A^M (I - A^D)^{-1} X / X_k

    with u a row of ones, X the exports by sector and :math:`X_k` their sum.

    References
    ----------
    Hummels, D., Ishii, J. and Yi, K.-M. (2001). The nature and growth of vertical
    specialization in world trade. Journal of International Economics 54(1), 75-96.

    Examples
    --------
    >>> stages = ["pill", "substance"]
    >>> domestic = pd.DataFrame([[0.0, 0.0], [0.3, 0.0]], index=stages, columns=stages)
    >>> imports = pd.Series([0.05, 0.80], index=stages)
    >>> result = vertical_specialisation(domestic, imports, pd.Series([90, 10], index=stages))
    >>> round(result.total, 2), round(result.share, 3)
    (34.1, 0.341)
    """
    content = import_content(domestic, imports)
    exports = check.aligned(exports, "exports", content.index, "domestic")
    check.non_negative(exports, "exports")
    sold = check.positive_total(exports, "exports")
    by_sector = content.mul(exports, axis="index")
    by_sector.insert(0, "exports", exports)
    total = float(by_sector["total"].sum())
    return VerticalSpecialisation(
        by_sector=by_sector,
        direct=float(by_sector["direct"].sum()),
        total=total,
        share=total / sold,
    )


def break_even_outage(domestic: float, imported: float, loss: float, tariff: float = 0.0) -> float:
    r"""Probability of an import stop above which the dearer domestic input is the cheaper one.

    Parameters
    ----------
    domestic, imported : float
        Price of a unit made at home and of a unit at the border, in one money unit, not negative.
    loss : float
        What a stop of imports costs per unit, in the same money unit, above zero.
    tariff : float
        Import duty as a share of the price at the border, not negative.

    Returns
    -------
    float
        Zero if the domestic input is no dearer; above 1 if no risk can justify it.

    Raises
    ------
    ValueError
        If a number lies outside its range.

    Notes
    -----
    .. math:: c_d < p_m (1 + \tau) + P \, L \iff P > \frac{c_d - p_m (1 + \tau)}{L}

    The buyer is neutral to risk, the domestic supplier never stops, and a stop does not change
    the price paid. If the domestic supplier may stop as well, this is the least difference
    between the two probabilities.

    Examples
    --------
    Domestic 130, imported 100 with 5 per cent duty, a stop costs 300 (SYNTHETIC, week 13):

    >>> round(break_even_outage(130, 100, loss=300, tariff=0.05), 4)
    0.0833
    """
    domestic = check.number(domestic, "domestic", low=0)
    landed = check.number(imported, "imported", low=0) * (1 + check.number(tariff, "tariff", low=0))
    loss = check.number(loss, "loss", low=0)
    if loss == 0:
        raise ValueError("loss: expected a number above zero, got 0")
    return max(domestic - landed, 0.0) / loss


def infant_industry(
    first_cost: float, learning: float, imported: float, doublings: pd.Series, rate: float
) -> pd.DataFrame:
    r"""Yearly and discounted balance of an industry that is dear now and learns.

    Parameters
    ----------
    first_cost : float
        Unit cost in the year from which experience is counted, above the price of the import.
    learning : float
        Share by which unit cost falls with each doubling of experience, from 0 to 1.
    imported : float
        Price of the imported unit, in the same money unit.
    doublings : Series (years,)
        Times that cumulative output has doubled by each year, labelled by whole years in any
        order. Time counts from the first of them, so that 2025, 2026, ... do as well as 0, 1,
        ...
    rate : float
        Discount rate a year, as a share, not negative.

    Returns
    -------
    DataFrame, a row for each year
        ``cost`` per unit; ``gain``, the price of the import less that cost; ``present``, the sum
        of the discounted gains up to the year. The industry passes when ``present`` is positive.

    Raises
    ------
    ValueError
        If a number lies outside its range, a year is missing its doublings, or a label is no
        whole year.

    Notes
    -----
    .. math:: c_t = c_0 (1 - \lambda)^{d_t}, \qquad B_T = \sum_{t \le T} \frac{p - c_t}{(1+r)^t}

    One unit a year is compared, whatever the output. That the cost falls below the import's is
    not enough: the later gains must also repay the earlier losses, with interest.

    Examples
    --------
    A fifth is learned with each doubling; experience doubles every second year:

    >>> doublings = pd.Series([0, 0.5, 1, 1.5, 2], index=range(5))
    >>> infant_industry(130, 0.2, 105, doublings, rate=0.1).round(1)
            cost  gain  present
    year
    0      130.0 -25.0    -25.0
    1      116.3 -11.3    -35.3
    2      104.0   1.0    -34.4
    3       93.0  12.0    -25.4
    4       83.2  21.8    -10.5
    """
    first_cost = check.number(first_cost, "first_cost", low=0)
    learning = check.number(learning, "learning", low=0, high=1)
    imported = check.number(imported, "imported", low=0)
    rate = check.number(rate, "rate", low=0)
    doublings = check.vector(doublings, "doublings").sort_index()
    if not pd.api.types.is_integer_dtype(doublings.index):
        found = doublings.index.tolist()[0]
        raise ValueError(f"doublings: expected whole years as labels (0, 1, ...), found {found!r}")
    check.non_negative(doublings, "doublings")
    cost = first_cost * (1 - learning) ** doublings
    gain = imported - cost
    later = doublings.index.to_numpy() - doublings.index[0]
    present = (gain / (1 + rate) ** later).cumsum()
    return pd.DataFrame({"cost": cost, "gain": gain, "present": present}).rename_axis("year")
