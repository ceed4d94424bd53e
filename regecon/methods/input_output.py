"""Who stands behind a sector, and whom does it stand behind?

From a table of deliveries between sectors to input coefficients and to the Leontief inverse,
which adds up all rounds of orders that one unit of final demand sets off. Ghosh's inverse looks
the other way, from a sector to those it supplies; linkages sum up both. Multipliers are in
:mod:`regecon.methods.multipliers`, imports in :mod:`regecon.methods.import_content`.

In every table rows deliver and columns receive, in money of one year; both carry the same
labels, in any order. Labels of several levels (region and sector) work throughout.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from regecon.methods import _checks as check


def input_coefficients(flows: pd.DataFrame, output: pd.Series) -> pd.DataFrame:
    r"""Input coefficients: what a sector buys from each sector per unit of its output.

    Parameters
    ----------
    flows : DataFrame (sectors, sectors)
        Deliveries from rows to columns, non-negative. With deliveries of domestic goods only,
        all further results are domestic; imports then belong to the leakages.
    output : Series (sectors,)
        Output of each sector, in the unit of the flows.

    Returns
    -------
    DataFrame (sectors, sectors)
        Columns of a sector without output are zero.

    Raises
    ------
    ValueError
        If the table is not square, a value is negative or missing, labels do not match, or a
        sector buys inputs without having output.

    Notes
    -----
    .. math:: A = Z \hat x^{-1}, \qquad a_{ij} = z_{ij} / x_j

    References
    ----------
    Miller, R. E. and Blair, P. D. (2009). Input-Output Analysis: Foundations and Extensions,
    2nd ed. Cambridge University Press, ch. 2.

    Examples
    --------
    >>> sectors = ["mining", "steel"]
    >>> flows = pd.DataFrame([[10, 40], [20, 20]], index=sectors, columns=sectors)
    >>> input_coefficients(flows, pd.Series([100, 200], index=sectors))
            mining  steel
    mining     0.1    0.2
    steel      0.2    0.1
    """
    flows, output = _flows_and_output(flows, output)
    without = output.index[(output == 0) & (flows.sum() > 0)]
    if len(without):
        raise ValueError(f"output: {without.tolist()[0]!r} buys inputs but has no output")
    return flows.div(output.where(output > 0), axis="columns").fillna(0.0)


def leontief_inverse(coefficients: pd.DataFrame) -> pd.DataFrame:
    r"""Leontief inverse: output of each row needed for one unit of final demand of the column.

    Parameters
    ----------
    coefficients : DataFrame (sectors, sectors)
        Input coefficients, non-negative.

    Returns
    -------
    DataFrame (sectors, sectors)

    Raises
    ------
    ValueError
        If the table is not square, a value is negative or missing, labels do not match, or the
        economy is not productive: its sectors together use up more than they make, so that the
        inverse does not exist or has no meaning.

    Notes
    -----
    .. math:: L = (I - A)^{-1} = I + A + A^2 + \dots

    The sum converges if and only if the largest eigenvalue of A lies below 1.

    References
    ----------
    Miller, R. E. and Blair, P. D. (2009). Input-Output Analysis: Foundations and Extensions,
    2nd ed. Cambridge University Press, ch. 2.

    Examples
    --------
    >>> sectors = ["mining", "steel"]
    >>> coefficients = pd.DataFrame([[0.1, 0.2], [0.2, 0.1]], index=sectors, columns=sectors)
    >>> leontief_inverse(coefficients).round(4)
            mining   steel
    mining  1.1688  0.2597
    steel   0.2597  1.1688
    """
    coefficients = check.square(check.table(coefficients, "coefficients"), "coefficients")
    check.non_negative(coefficients, "coefficients")
    return _inverse(coefficients, "coefficients")


def ghosh_inverse(flows: pd.DataFrame, output: pd.Series) -> pd.DataFrame:
    r"""Ghosh inverse: value reaching each column from one unit of primary input of the row.

    Parameters
    ----------
    flows : DataFrame (sectors, sectors)
        Deliveries from rows to columns, non-negative.
    output : Series (sectors,)
        Output (or total use) of each sector, in the unit of the flows.

    Returns
    -------
    DataFrame (sectors, sectors)

    Raises
    ------
    ValueError
        As for :func:`input_coefficients` and :func:`leontief_inverse`, or if a sector delivers
        without having output.

    Notes
    -----
    .. math:: G = (I - \hat x^{-1} Z)^{-1}

    As a model of what a shortage of inputs does it is disputed; the row sums are in common use
    as forward linkages.

    References
    ----------
    Ghosh, A. (1958). Input-output approach in an allocation system. Economica 25(97), 58-64.
    Miller, R. E. and Blair, P. D. (2009). Input-Output Analysis: Foundations and Extensions,
    2nd ed. Cambridge University Press, ch. 12.

    Examples
    --------
    >>> sectors = ["mining", "steel"]
    >>> flows = pd.DataFrame([[10, 40], [20, 20]], index=sectors, columns=sectors)
    >>> ghosh_inverse(flows, pd.Series([100, 200], index=sectors)).round(4)
            mining   steel
    mining  1.1688  0.5195
    steel   0.1299  1.1688
    """
    return _inverse(_allocation(flows, output), "flows")


def linkages(flows: pd.DataFrame, output: pd.Series, *, normalised: bool = False) -> pd.DataFrame:
    """Backward and forward linkages of each sector, direct and over all rounds.

    Parameters
    ----------
    flows : DataFrame (sectors, sectors)
        Deliveries from rows to columns, non-negative.
    output : Series (sectors,)
        Output of each sector, in the unit of the flows.
    normalised : bool
        Divide each column by its mean over the sectors, so that a value above 1 is a linkage
        above average.

    Returns
    -------
    DataFrame, a row for each sector
        ``backward_direct``, column sums of the input coefficients; ``backward_total``, column
        sums of the Leontief inverse; ``forward_direct``, row sums of the allocation
        coefficients; ``forward_total``, row sums of the Ghosh inverse.

    Raises
    ------
    ValueError
        As for :func:`leontief_inverse` and :func:`ghosh_inverse`; normalised also if there are
        no deliveries at all.

    Notes
    -----
    A sector with both totals above average is often called a key sector. Whether the economy
    has many suppliers of it at home depends on the flows: take domestic ones.
    ``ioanalysis::linkages`` normalises each region of an interregional table by itself.

    References
    ----------
    Miller, R. E. and Blair, P. D. (2009). Input-Output Analysis: Foundations and Extensions,
    2nd ed. Cambridge University Press, ch. 12.

    Examples
    --------
    >>> sectors = ["mining", "steel"]
    >>> flows = pd.DataFrame([[10, 40], [20, 20]], index=sectors, columns=sectors)
    >>> linkages(flows, pd.Series([100, 200], index=sectors)).round(2)
            backward_direct  backward_total  forward_direct  forward_total
    mining              0.3            1.43             0.5           1.69
    steel               0.3            1.43             0.2           1.30
    """
    coefficients, allocation = input_coefficients(flows, output), _allocation(flows, output)
    result = pd.DataFrame(
        {
            "backward_direct": coefficients.sum(),
            "backward_total": _inverse(coefficients, "flows").sum(),
            "forward_direct": allocation.sum(axis="columns"),
            "forward_total": _inverse(allocation, "flows").sum(axis="columns"),
        }
    )
    if not normalised:
        return result
    check.positive_total(result["backward_direct"], "flows")
    return result / result.mean()


def _flows_and_output(flows, output) -> tuple[pd.DataFrame, pd.Series]:
    flows = check.square(check.table(flows, "flows"), "flows")
    check.non_negative(flows, "flows")
    output = check.aligned(output, "output", flows.index, "flows")
    check.non_negative(output, "output")
    return flows, output


def _allocation(flows, output) -> pd.DataFrame:
    """What share of a sector's output goes to each sector."""
    flows, output = _flows_and_output(flows, output)
    without = output.index[(output == 0) & (flows.sum(axis="columns") > 0)]
    if len(without):
        raise ValueError(f"output: {without.tolist()[0]!r} delivers goods but has no output")
    return flows.div(output.where(output > 0), axis="index").fillna(0.0)


def _inverse(shares: pd.DataFrame, name: str) -> pd.DataFrame:
    """(I - shares)^-1, if all rounds together come to an end."""
    largest = float(np.abs(np.linalg.eigvals(shares)).max())
    if largest > 1 - 1e-9:
        raise ValueError(
            f"{name}: the sectors use up all they make or more (largest eigenvalue {largest:g}, "
            "expected below 1), so that there is no meaningful inverse"
        )
    inverse = np.linalg.inv(np.eye(len(shares)) - shares.to_numpy())
    return pd.DataFrame(inverse, index=shares.index, columns=shares.columns)
