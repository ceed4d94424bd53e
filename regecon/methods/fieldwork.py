"""How many to ask, what they leave unsaid, and how to weight the answers.

For interviews: which share of the themes has come up after n of them. For a survey: how many
answers a given precision takes, and weights that give the sample the known make-up of the
population. Agreement between coders is in :mod:`regecon.methods.agreement`.
"""

from __future__ import annotations

import contextlib
import io
import math
from collections.abc import Mapping

import numpy as np
import pandas as pd

from regecon.methods import _checks as check


def expected_saturation(probability, interviews) -> pd.Series:
    r"""Share of the themes that n interviews are expected to bring up.

    Parameters
    ----------
    probability : Series, shape (themes,)
        How probable it is that one interview mentions the theme, between 0 and 1.
    interviews : int or list of int
        Numbers of interviews.

    Returns
    -------
    Series, shape (numbers of interviews,)
        Between 0 and 1, labelled by the number of interviews.

    Raises
    ------
    ValueError
        If a probability is not between 0 and 1 or a number of interviews is negative or not
        whole.

    Notes
    -----
    .. math:: \frac{1}{K} \sum_k \left[ 1 - (1 - p_k)^n \right]

    if interviews are independent. "Twelve interviews are enough" was found in a homogeneous
    group with a narrow guide; it holds where the p are high, and is no law.

    References
    ----------
    Guest, G., Bunce, A. and Johnson, L. (2006). How many interviews are enough? Field Methods
    18(1), 59-82.

    Examples
    --------
    One theme that everybody mentions and one that every second person does:

    >>> expected_saturation(pd.Series({"jobs": 1.0, "smoke": 0.5}), [1, 2, 3])
    interviews
    1    0.7500
    2    0.8750
    3    0.9375
    Name: share, dtype: float64
    """
    probability = check.vector(probability, "probability")
    check.share(probability, "probability")
    numbers = [check.whole(number, "interviews") for number in np.atleast_1d(interviews)]
    labels = pd.Index(numbers, name="interviews")
    check.unique(labels, "interviews")
    silent = (1 - probability.to_numpy()) ** labels.to_numpy()[:, None]
    return pd.Series(1 - silent.mean(axis=1), index=labels, name="share")


def observed_saturation(mentions) -> pd.Series:
    r"""Share of the codebook's themes that 1, 2, ... of the interviews held would have shown.

    Parameters
    ----------
    mentions : DataFrame, shape (interviews, themes)
        1 (or True) where the interview mentions the theme, otherwise 0.

    Returns
    -------
    Series, shape (interviews,)
        Mean over all ways to choose that many of the interviews; the last value is the share of
        the themes heard at all.

    Raises
    ------
    ValueError
        If a value is other than 0 and 1.

    Notes
    -----
    A theme mentioned in :math:`f` of :math:`N` interviews is missed by n of them with
    probability :math:`\binom{N-f}{n} / \binom{N}{n}`, whatever the order in which they were
    held. A curve that is still rising says that more is to be heard; a flat one does not say
    that other people would bring nothing new.

    References
    ----------
    Hurlbert, S. H. (1971). The nonconcept of species diversity: a critique and alternative
    parameters. Ecology 52(4), 577-586.

    Examples
    --------
    Three interviews: all speak of jobs, one of smoke.

    >>> mentions = pd.DataFrame({"jobs": [1, 1, 1], "smoke": [0, 1, 0]})
    >>> observed_saturation(mentions).round(3)
    interviews
    1    0.667
    2    0.833
    3    1.000
    Name: share, dtype: float64
    """
    mentions = check.table(mentions, "mentions")
    check.zero_or_one(mentions, "mentions")
    cells = mentions.to_numpy()
    held, silent = len(mentions), len(mentions) - cells.sum(axis=0)
    drawn = np.arange(held)[:, None]
    # The chance that the next interview, too, is one of the silent ones.
    missed = (np.maximum(silent - drawn, 0) / (held - drawn)).cumprod(axis=0)
    labels = pd.RangeIndex(1, held + 1, name="interviews")
    return pd.Series(1 - missed.mean(axis=1), index=labels, name="share")


def sample_size(
    half_width: float,
    *,
    share: float = 0.5,
    confidence: float = 0.95,
    population: float | None = None,
    round_up: bool = True,
) -> float:
    r"""Answers needed to know a share within a margin.

    Parameters
    ----------
    half_width : float
        Half of the width of the confidence interval, as a share (0.05 is five points).
    share : float
        The share one expects; 0.5 needs most.
    confidence : float
        Level of the interval.
    population : float, optional
        Number of people (firms, households) to choose from. Default: very many.
    round_up : bool
        Give the next whole number; otherwise the result of the formula.

    Returns
    -------
    int or float

    Raises
    ------
    ValueError
        If a share is not between 0 and 1 or the population is below 1.

    Notes
    -----
    .. math:: n_0 = \frac{z^2 p (1-p)}{e^2}, \qquad n = \frac{n_0}{1 + (n_0 - 1) / N}

    for a simple random sample in which everybody answers. Krejcie and Morgan's (1970) table
    rounds to the nearest number (217 of 500, where this gives 218).

    References
    ----------
    Cochran, W. G. (1977). Sampling Techniques, 3rd ed. New York: Wiley, ch. 4.

    Examples
    --------
    Five points either way in a large city, and among a thousand firms:

    >>> sample_size(0.05), sample_size(0.05, population=1000)
    (385, 278)
    """
    from scipy.stats import norm

    half_width = check.number(half_width, "half_width", low=0, high=1, open_low=True)
    share = check.number(share, "share", low=0, high=1)
    confidence = check.number(confidence, "confidence", low=0, high=1, open_low=True)
    if confidence == 1:
        raise ValueError("confidence: certainty (1) would need the whole population")
    n = norm.isf((1 - confidence) / 2) ** 2 * share * (1 - share) / half_width**2
    if population is not None:
        population = check.number(population, "population", low=1)
        n = n * population / (population + n - 1)
    return math.ceil(n - 1e-9) if round_up else float(n)


def rake(sample, margins: Mapping, *, base_weight=None) -> pd.Series:
    r"""Weights that give a sample the known make-up of the population.

    Parameters
    ----------
    sample : DataFrame, shape (respondents, variables)
        The category of each respondent, none missing.
    margins : dict of Series
        For each variable to be raked the number of people (or their share) in each category;
        all with the same total.
    base_weight : Series, shape (respondents,), optional
        Weights to start from, such as inverse chances of being drawn. Default: all equal.

    Returns
    -------
    Series, shape (respondents,)
        Weights that add up to the margin of every category of every variable.

    Raises
    ------
    KeyError
        If the sample has no such variable.
    ValueError
        If totals of margins differ, a respondent's category has no margin, a category has no
        respondent, a number is not above zero, or no weights meet all margins (raking does not
        converge).

    Notes
    -----
    Iterative proportional fitting (package ``ipfn``): weights are scaled to one margin after
    the other until all hold. It corrects for the variables raked, not for what made people
    refuse.

    References
    ----------
    Deming, W. E. and Stephan, F. F. (1940). On a least squares adjustment of a sampled frequency
    table when the expected marginal totals are known. Annals of Mathematical Statistics 11(4),
    427-444.

    Examples
    --------
    Three women and a man answered; in town there are as many of either:

    >>> sample = pd.DataFrame({"sex": ["f", "f", "f", "m"]}, index=["A", "B", "C", "D"])
    >>> rake(sample, {"sex": pd.Series({"f": 600, "m": 600})}).round(6)
    A    200.0
    B    200.0
    C    200.0
    D    600.0
    Name: weight, dtype: float64
    """
    from ipfn import ipfn

    if not isinstance(sample, pd.DataFrame) or sample.empty:
        raise TypeError("sample: expected a DataFrame with a row for each respondent")
    check.unique(sample.index, "sample, rows")
    check.unique(sample.columns, "sample, columns")
    if base_weight is None:
        base_weight = pd.Series(1.0, index=sample.index)
    base_weight = check.aligned(base_weight, "base_weight", sample.index, "sample")
    check.positive(base_weight, "base_weight")
    targets = _targets(sample, margins)

    # Respondents of one combination of categories share a cell and so a factor.
    cell = tuple(target.index.get_indexer(sample[name]) for name, target in targets.items())
    before = np.zeros([len(target) for target in targets.values()])
    np.add.at(before, cell, base_weight.to_numpy())
    fit = ipfn.ipfn(
        before.copy(),
        [target.to_numpy() for target in targets.values()],
        [[axis] for axis in range(before.ndim)],
        convergence_rate=1e-10,
        max_iteration=1000,
        rate_tolerance=0,
    )
    with contextlib.redirect_stdout(io.StringIO()):  # it prints when it gives up
        after = fit.iteration()
    weights = base_weight * after[cell] / before[cell]
    for name, target in targets.items():
        reached = weights.groupby(sample[name]).sum().reindex(target.index)
        if not np.allclose(reached, target, rtol=1e-8):
            worst = (reached / target - 1).abs().idxmax()
            raise ValueError(
                f"margins: no weights found that meet all of them; {name} {worst!r} would get "
                f"{reached[worst]:g}, not {target[worst]:g}"
            )
    return weights.rename("weight")


def _targets(sample: pd.DataFrame, margins: Mapping) -> dict[str, pd.Series]:
    """The margins, checked against the sample and against one another."""
    if not isinstance(margins, Mapping):
        raise TypeError(f"margins: expected a dict of Series, got {type(margins).__name__}")
    if not margins:
        raise ValueError("margins: expected a margin for at least one variable, got none")
    targets = {}
    for name, margin in margins.items():
        if name not in sample:
            raise KeyError(f"margins: the sample has no variable {name!r}")
        target = check.vector(margin, f"margins, {name}")
        check.positive(target, f"margins, {name}")
        found = pd.Index(sample[name].unique())
        check.same_labels(found, target.index, f"sample, {name}", f"margins, {name}")
        targets[name] = target
    totals = pd.Series({name: target.sum() for name, target in targets.items()})
    if not np.allclose(totals, totals.iloc[0], rtol=1e-9):
        raise ValueError(f"margins: totals differ, {totals.to_dict()}")
    return targets
