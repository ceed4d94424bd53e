"""How much output, income, work or pollution goes with one unit of final demand?

The Leontief inverse counts output; a factor per unit of output (wages, jobs, emissions) turns
it into effects and multipliers. Type I stops at the orders between sectors; type II lets
households spend what they earn, in a model closed for them.

In every table rows deliver and columns receive; both carry the same labels, in any order.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from regecon.methods import _checks as check
from regecon.methods.input_output import _inverse, leontief_inverse


def close_households(
    coefficients: pd.DataFrame,
    income: pd.Series,
    consumption: pd.Series,
    *,
    between_households: float = 0.0,
    label="households",
) -> pd.DataFrame:
    """Input coefficients with households as one more sector that sells work and buys goods.

    Parameters
    ----------
    coefficients : DataFrame (sectors, sectors)
        Input coefficients, non-negative.
    income : Series (sectors,)
        Household income per unit of output of each sector.
    consumption : Series (sectors,)
        Purchases from each sector per unit of total household income (not per unit of the
        sector's output); together with ``between_households`` at most 1.
    between_households : float
        What households pay one another per unit of income.
    label
        Name of the new row and column; a tuple where labels have several levels.

    Returns
    -------
    DataFrame (sectors + 1, sectors + 1)
        For :func:`~regecon.methods.input_output.leontief_inverse` and, as ``closed``, for
        :func:`multipliers`.

    Raises
    ------
    ValueError
        If a value is negative or missing, labels do not match, the label is taken, or
        households spend more than their income.

    Notes
    -----
    ``leontief::augmented_input_requirement`` in R divides the consumption of each good by the
    sector's output; that is not this closure.

    References
    ----------
    Miller, R. E. and Blair, P. D. (2009). Input-Output Analysis: Foundations and Extensions,
    2nd ed. Cambridge University Press, ch. 2 and 6.

    Examples
    --------
    >>> sectors = ["mining", "steel"]
    >>> coefficients = pd.DataFrame([[0.1, 0.2], [0.2, 0.1]], index=sectors, columns=sectors)
    >>> wages = pd.Series([0.3, 0.2], index=sectors)
    >>> spending = pd.Series([0.0, 0.4], index=sectors)
    >>> close_households(coefficients, wages, spending)
                mining  steel  households
    mining         0.1    0.2         0.0
    steel          0.2    0.1         0.4
    households     0.3    0.2         0.0
    """
    coefficients = check.square(check.table(coefficients, "coefficients"), "coefficients")
    check.non_negative(coefficients, "coefficients")
    sectors = coefficients.index
    if label in sectors:
        raise ValueError(f"label: {label!r} is a sector of the table already")
    income = check.aligned(income, "income", sectors, "coefficients")
    consumption = check.aligned(consumption, "consumption", sectors, "coefficients")
    check.non_negative(income, "income")
    check.non_negative(consumption, "consumption")
    between = check.number(between_households, "between_households", low=0)
    if consumption.sum() + between > 1 + 1e-9:
        raise ValueError(
            f"consumption: households spend {consumption.sum() + between:g} per unit of income, "
            "expected at most 1"
        )
    labels = sectors.append(pd.Index([label]))
    values = np.block(
        [
            [coefficients.to_numpy(), consumption.to_numpy()[:, None]],
            [income.to_numpy()[None, :], between],
        ]
    )
    return pd.DataFrame(values, index=labels, columns=labels)


def multipliers(
    coefficients: pd.DataFrame,
    factor: pd.Series | None = None,
    *,
    closed: pd.DataFrame | None = None,
) -> pd.DataFrame:
    r"""Effects and multipliers of one unit of final demand of each sector.

    Parameters
    ----------
    coefficients : DataFrame (sectors, sectors)
        Input coefficients, non-negative.
    factor : Series (sectors,), optional
        What is counted, per unit of output: income, jobs, value added, emissions. Default: the
        output itself. Where ``closed`` is given, it may also have a value for households.
    closed : DataFrame (sectors + 1, sectors + 1), optional
        The same coefficients closed for households, from :func:`close_households`.

    Returns
    -------
    DataFrame, a row for each sector
        ``direct``, the factor in the unit itself; ``indirect``, in all output ordered for it,
        over all rounds; ``effect_type1``, their sum; ``multiplier_type1``, the sum over
        the direct part. With ``closed`` also ``induced``, by the spending of households;
        ``effect_type2``, all three; ``multiplier_type2``. A multiplier is NaN where the direct
        part is zero.

    Raises
    ------
    ValueError
        As for :func:`~regecon.methods.input_output.leontief_inverse`, or if labels of
        the tables do not match.

    Notes
    -----
    With v the factor per unit of output, effects are :math:`v L` and multipliers
    :math:`v L / v`. Some publications (the Eurostat manual) call the effect a multiplier.
    ``ioanalysis::multipliers("wage")`` gives neither. The ratio of type II to type I income
    multipliers is the same for all sectors.

    For output, type II counts the sectors only and not the row of households. Miller and Blair
    (1985) include it; that is the column sum of ``leontief_inverse(closed)``.

    References
    ----------
    Miller, R. E. and Blair, P. D. (2009). Input-Output Analysis: Foundations and Extensions,
    2nd ed. Cambridge University Press, ch. 6.

    Examples
    --------
    >>> sectors = ["mining", "steel"]
    >>> coefficients = pd.DataFrame([[0.1, 0.2], [0.2, 0.1]], index=sectors, columns=sectors)
    >>> jobs = pd.Series([2.0, 1.0], index=sectors)
    >>> multipliers(coefficients, jobs).round(3)
            direct  indirect  effect_type1  multiplier_type1
    mining     2.0     0.597         2.597             1.299
    steel      1.0     0.688         1.688             1.688
    """
    inverse = leontief_inverse(coefficients)
    sectors = inverse.index
    open_model = closed is None
    if not open_model:
        table = check.table(coefficients, "coefficients").loc[sectors, sectors]
        closed_inverse = _inverse(_extended(closed, table), "closed")
    if factor is None:
        factor = pd.Series(1.0, index=sectors)
    elif open_model or len(factor) == len(sectors):
        factor = check.aligned(factor, "factor", sectors, "coefficients")
    else:
        factor = check.aligned(factor, "factor", closed_inverse.index, "closed")
    check.non_negative(factor, "factor")

    direct = factor[sectors]
    type1 = direct @ inverse
    result = pd.DataFrame({"direct": direct, "indirect": type1 - direct})
    effects = {"type1": type1}
    if not open_model:
        counted = factor.reindex(closed_inverse.index, fill_value=0.0)
        effects["type2"] = (counted @ closed_inverse)[sectors]
        result["induced"] = effects["type2"] - type1
    for name, effect in effects.items():
        result[f"effect_{name}"] = effect
        result[f"multiplier_{name}"] = effect / direct.where(direct > 0)
    return result


def footprint(
    coefficients: pd.DataFrame, factor: pd.Series, final_demand: pd.Series
) -> pd.DataFrame:
    r"""Where a factor is used, and for the final demand of which sector.

    Parameters
    ----------
    coefficients : DataFrame (sectors, sectors)
        Input coefficients, non-negative.
    factor : Series (sectors,)
        Use per unit of output: emissions, water, jobs.
    final_demand : Series (sectors,)
        Final demand for the products of each sector, in money.

    Returns
    -------
    DataFrame (sectors, sectors)
        Rows use the factor, columns are the products finally bought. Column sums are the
        footprints of the products, row sums the use in each sector; both add up to the total.

    Raises
    ------
    ValueError
        As for :func:`~regecon.methods.input_output.leontief_inverse`, or if labels do not match.

    Notes
    -----
    .. math:: F = \hat v L \hat y

    References
    ----------
    Kitzes, J. (2013). An introduction to environmentally-extended input-output analysis.
    Resources 2(4), 489-503.

    Examples
    --------
    >>> sectors = ["mining", "steel"]
    >>> coefficients = pd.DataFrame([[0.1, 0.2], [0.2, 0.1]], index=sectors, columns=sectors)
    >>> emissions, bought = pd.Series([0.5, 1.0], sectors), pd.Series([0.0, 77.0], sectors)
    >>> footprint(coefficients, emissions, bought).round(2)
            mining  steel
    mining     0.0   10.0
    steel      0.0   90.0
    """
    inverse = leontief_inverse(coefficients)
    factor = check.aligned(factor, "factor", inverse.index, "coefficients")
    check.non_negative(factor, "factor")
    demand = check.aligned(final_demand, "final_demand", inverse.index, "coefficients")
    return inverse.mul(factor, axis="index").mul(demand, axis="columns")


def _extended(closed, coefficients: pd.DataFrame) -> pd.DataFrame:
    """The closed table, if it is that of the open one and one sector more."""
    closed = check.square(check.table(closed, "closed"), "closed")
    sectors = coefficients.index
    same = len(closed) == len(sectors) + 1 and sectors.isin(closed.index).all()
    if not same or not np.allclose(closed.loc[sectors, sectors], coefficients):
        raise ValueError(
            "closed: expected the table of coefficients with one sector (households) more, as "
            "close_households gives it"
        )
    return closed
