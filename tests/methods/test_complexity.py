import numpy as np
import pandas as pd
import pytest
from hypothesis import given

from regecon.methods.branching import (
    comparative_advantage,
    proximity,
    relatedness,
    relatedness_density,
)
from regecon.methods.complexity import complexity_index, complexity_outlook, reflections
from tests.methods.tables import employment_tables, quick, shuffled

FORMS = ["probability", "association", "cosine", "jaccard"]
presences = employment_tables(low=0, high=1, regions=(3, 7), sectors=(3, 7))
BLOCKS = pd.DataFrame(
    [[1, 1, 0, 0], [1, 1, 0, 0], [0, 0, 1, 1], [0, 0, 1, 1]],
    index=["A", "B", "C", "D"],
    columns=["coal", "steel", "ski", "hotel"],
)
LADDER = pd.DataFrame(
    {"farm": [1, 1, 1], "mill": [1, 1, 0], "lab": [1, 0, 0]}, index=["city", "town", "village"]
)


@quick
@given(employment_tables())
def test_some_region_is_specialised_in_every_sector(jobs):
    has = comparative_advantage(jobs)
    assert has.any().all()
    assert has.any(axis="columns").all()
    assert comparative_advantage(shuffled(jobs) * 3).loc[has.index, has.columns].equals(has)


def test_a_higher_threshold_leaves_fewer_specialisations():
    jobs = pd.DataFrame({"steel": [60, 10], "tourism": [40, 90]}, index=["mill", "spa"])
    assert comparative_advantage(jobs, threshold=1.6).sum().tolist() == [1, 0]


@quick
@given(presences)
def test_proximity_is_symmetric_and_one_on_the_diagonal(has):
    near = proximity(has)
    assert np.diag(near).tolist() == [1] * has.shape[1]
    assert near.equals(near.T)
    assert ((near >= 0) & (near <= 1)).all(axis=None)
    same = proximity(shuffled(has))
    assert same.loc[near.index, near.columns].equals(near)


@pytest.mark.parametrize("form", FORMS)
@quick
@given(has=presences)
def test_relatedness_is_symmetric_and_zero_where_sectors_never_meet(form, has):
    related = relatedness(has, form=form)
    assert np.allclose(related, related.T)
    assert not np.diag(related).any()
    together = has.T @ has
    meet = (together > 0) & ~np.eye(len(together), dtype=bool)
    assert ((related > 0) == meet).all(axis=None)


@quick
@given(presences)
def test_association_averages_to_one_over_what_chance_expects(has):
    """Weighted by the expected co-occurrences, the ratios have the mean 1 but for the diagonal."""
    related = relatedness(has, form="association").to_numpy()
    together = (has.T @ has).to_numpy(copy=True)
    np.fill_diagonal(together, 0)
    sums = together.sum(axis=0)
    if sums.sum():
        expected = np.outer(sums, sums) / sums.sum()
        assert (related * expected).sum() == pytest.approx(expected.sum())


@quick
@given(presences)
def test_density_is_a_share_and_matches_by_label(has):
    near = proximity(has)
    density = relatedness_density(has, shuffled(near))
    assert density.index.equals(has.index)
    assert ((density >= 0) & (density <= 1 + 1e-12)).all(axis=None)
    full = relatedness_density(has * 0 + 1, near)
    assert full.to_numpy() == pytest.approx(1)


def test_blocks_have_density_one_at_home_and_none_elsewhere():
    density = relatedness_density(BLOCKS, proximity(BLOCKS))
    assert density.equals(BLOCKS.astype(float))


def test_edges_are_nan_and_nothing_else_changes():
    wider = LADDER.assign(nuclear=0)
    wider.loc["desert"] = 0
    near = proximity(wider)
    assert near["nuclear"].isna().all()
    assert near.loc[LADDER.columns, LADDER.columns].equals(proximity(LADDER))
    density = relatedness_density(wider, near)
    assert density.loc["desert"].isna().all()
    assert density["nuclear"].isna().all()
    index, plain = complexity_index(wider), complexity_index(LADDER)
    assert np.isnan(index.regions.loc["desert", "complexity"])
    assert np.isnan(index.sectors.loc["nuclear", "complexity"])
    for got, expected in ((index.regions, plain.regions), (index.sectors, plain.sectors)):
        same = got.loc[expected.index, "complexity"]
        assert same.tolist() == pytest.approx(expected["complexity"].tolist())
    assert reflections(wider).loc["desert"].tolist() == pytest.approx(
        [0, np.nan, np.nan], nan_ok=True
    )


@quick
@given(presences)
def test_complexity_is_standardised_and_the_mean_of_a_regions_sectors(has):
    index = complexity_index(has)
    of_regions, of_sectors = index.regions["complexity"], index.sectors["complexity"]
    if of_regions.isna().any():
        assert of_regions.isna().all()
        assert of_sectors.isna().all()
        return
    assert of_regions.mean() == pytest.approx(0, abs=1e-9)
    assert of_regions.std(ddof=0) == pytest.approx(1)
    means = has @ of_sectors / has.sum(axis="columns")
    assert means.tolist() == pytest.approx(of_regions.tolist())
    assert np.corrcoef(of_regions, index.regions["diversity"])[0, 1] > 0


@quick
@given(presences)
def test_order_does_not_matter_to_complexity(has):
    index, other = complexity_index(has), complexity_index(shuffled(has))
    assert other.regions.loc[has.index, "complexity"].tolist() == pytest.approx(
        index.regions["complexity"].tolist(), abs=1e-6, nan_ok=True
    )


@pytest.mark.parametrize(
    "has",
    [
        BLOCKS,
        pd.DataFrame(1, index=list("ABC"), columns=["farm", "mill"]),
        pd.DataFrame({"farm": [1]}, index=["A"]),
        pd.DataFrame(0, index=list("AB"), columns=["farm", "mill"]),
    ],
    ids=["two groups", "all alike", "one region", "nothing"],
)
def test_complexity_that_is_not_identified_is_nan(has):
    index = complexity_index(has)
    assert index.regions["complexity"].isna().all()
    assert index.sectors["complexity"].isna().all()
    assert index.regions["diversity"].tolist() == has.sum(axis="columns").tolist()


def test_a_diverse_region_with_rare_sectors_is_the_most_complex():
    index = complexity_index(LADDER)
    assert index.regions["complexity"].idxmax() == "city"
    assert index.sectors["complexity"].sort_values().index.tolist() == ["farm", "mill", "lab"]


def test_reflections_of_sectors_are_those_of_the_transposed_table():
    steps = reflections(LADDER.T, 1)
    assert steps[0].tolist() == [3, 2, 1]
    assert steps[1].tolist() == pytest.approx([2, 2.5, 3])


def test_bad_input_is_named():
    bad = LADDER.replace(0, 2)
    for method in (proximity, relatedness, complexity_index, reflections):
        with pytest.raises(
            ValueError, match=r"presence: expected 0 or 1, found 2 at \('town', 'lab'\)"
        ):
            method(bad)
    with pytest.raises(ValueError, match=r"form: .*got 'min'"):
        relatedness(LADDER, form="min")
    with pytest.raises(ValueError, match="steps: expected at least 0, got -1"):
        reflections(LADDER, -1)
    with pytest.raises(ValueError, match=r"steps: expected a whole number, got 1\.5"):
        reflections(LADDER, 1.5)
    with pytest.raises(ValueError, match="only in presence, columns: 'lab'"):
        relatedness_density(LADDER, proximity(LADDER[["farm", "mill"]]))
    with pytest.raises(ValueError, match="related: expected a symmetric table"):
        relatedness_density(
            LADDER, pd.DataFrame(np.triu(np.ones((3, 3))), LADDER.columns, LADDER.columns)
        )
    with pytest.raises(ValueError, match=r"related: .*-1 at \('farm', 'farm'\)"):
        relatedness_density(LADDER, -proximity(LADDER))
    with pytest.raises(ValueError, match="threshold: expected above 0, got 0"):
        comparative_advantage(LADDER, threshold=0)


# Presence of 30 goods in the exports of ten countries in 1995, and what the authors' Stata program
# ecomplexity makes of it: test data of the package py-ecomplexity (MIT),
# tests/fixtures/stata_manual_mcp.csv at commit 554cc5d.
GOODS = (
    "1704 1806 1905 2007 2105 3208 3402 3917 3922 4008 4010 4905 5602 6804 6810 7010 7307 7308 "
    "7309 7310 7325 7604 7608 7612 7616 8309 8431 8474 8530 9403"
)
EXPORTS = {
    "aut": "2007 3917 3922 5602 6804 7010 7307 7308 7325 7604 7612 7616 8431 8530",
    "blx": "1704 1806 1905 2007 2105 3208 3402 4008 4010 6810 7010 7308 7310 7325 7604 7608",
    "che": "1704 1806 2007 3208 3917 3922 4010 4905 6804 7307 7604 7608 7612 7616 8431 8530",
    "deu": "3208 3402 3917 4008 4010 5602 6804 7010 7307 7310 7612 8309 8431 8474 8530",
    "dnk": "1704 1905 2007 2105 4905 5602 6810 7608 7612 8474 9403",
    "esp": "1704 2007 2105 3402 4008 4010 5602 6804 7010 7309 7310 7325 7608 7612 7616 8309",
    "gbr": "1704 1806 1905 2007 3208 3402 3917 3922 4010 4905 5602 7307 7308 7309 7325 7612 8309 "
    "8431 8474 8530",
    "ita": "3922 6810 7010 7307 7309 7616 8309 8474 9403",
    "pol": "1704 2105 6810 7308 7309 7325 9403",
    "svn": "3208 3922 4008 4010 6804 6810 7309 7325 7604 7608 7616 8309 8431 9403",
}
OUTLOOK = {
    "aut": -0.99401217, "blx": 1.07385108, "che": -1.48919442, "deu": -1.38224903,
    "dnk": 1.15576941, "esp": 0.42070361, "gbr": -0.84612684, "ita": 0.65319989,
    "pol": 0.86281900, "svn": 0.54523948,
}  # fmt: skip
GAINS = {
    ("aut", "1704"): -0.62481815, ("blx", "3917"): 0.57618147, ("pol", "8431"): 0.83334570,
    ("svn", "7612"): 0.16811759, ("ita", "8431"): 0.51138191, ("deu", "6810"): -0.86062430,
    ("svn", "9403"): 0.0,
}  # fmt: skip


def test_the_outlook_is_that_of_the_stata_program():
    has = pd.DataFrame(
        {
            good: {c: float(good in goods.split()) for c, goods in EXPORTS.items()}
            for good in GOODS.split()
        }
    )
    found = complexity_index(has)
    # To the program a sector is not its own neighbour.
    near = proximity(has).mask(np.eye(len(has.columns), dtype=bool), 0.0)
    # The program takes standard deviations over all 300 rows of its table, with divisor 299.
    rows = (299 / 300) ** 0.5
    assert found.regions.loc["aut", "complexity"] * rows == pytest.approx(1.073207218, abs=1e-8)
    assert found.sectors.loc["9403", "complexity"] * rows == pytest.approx(-3.434600369, abs=1e-8)
    assert relatedness_density(has, near).loc["pol", "8431"] == pytest.approx(0.1425233645)
    # And it takes the eigenvector as it is, whose mean weighted with diversity is zero.
    middle = np.average(found.regions["complexity"], weights=found.regions["diversity"])
    outlook = complexity_outlook(has, near, found.sectors["complexity"] - middle)
    spread = outlook.index.std(ddof=0) / rows
    scaled = (outlook.index - outlook.index.mean()) / spread
    assert scaled.to_dict() == pytest.approx(OUTLOOK, abs=1e-6)
    for (country, good), gain in GAINS.items():
        assert outlook.gain.loc[country, good] * rows == pytest.approx(gain, abs=1e-6)


def test_the_outlook_counts_for_nothing_what_no_region_has():
    has = pd.DataFrame({"farm": [1, 1], "mill": [1, 0], "myth": [0, 0]}, index=["town", "village"])
    worth = pd.Series({"farm": -1.0, "mill": 1.0, "myth": np.nan})
    outlook = complexity_outlook(has, proximity(has), worth)
    assert outlook.index["town"] == 0
    assert outlook.gain["myth"].isna().all()
    assert outlook.gain.loc["town", ["farm", "mill"]].tolist() == [0, 0]
    with pytest.raises(ValueError, match="complexity and presence, columns do not match"):
        complexity_outlook(has, proximity(has), worth[["farm"]])
