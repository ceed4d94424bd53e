"""Input-output: inverses, multipliers, imports and regional tables."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from regecon.methods.import_content import import_content, vertical_specialisation
from regecon.methods.input_output import (
    ghosh_inverse,
    input_coefficients,
    leontief_inverse,
    linkages,
)
from regecon.methods.multipliers import close_households, footprint, multipliers
from regecon.methods.regionalisation import (
    cross_industry_quotient,
    flegg_lambda,
    ras,
    regionalise,
    trade_quotients,
)
from regecon.methods.specialisation import location_quotient
from tests.methods.tables import quick, shuffled

SECTORS = ["s0", "s1", "s2"]
QUOTIENTS = ["slq", "cilq", "flq", "aflq"]
FLOWS = pd.DataFrame([[10.0, 40], [20, 20]], ["mining", "steel"], ["mining", "steel"])
OUTPUT = pd.Series({"mining": 100.0, "steel": 200})
COEFFICIENTS = input_coefficients(FLOWS, OUTPUT)
PER_UNIT = pd.Series({"mining": 0.3, "steel": 0.2})

numbers = st.lists(st.integers(0, 50), min_size=3, max_size=3)
positive = st.lists(st.integers(1, 50), min_size=3, max_size=3)


def by_sector(values):
    return pd.Series(values, index=SECTORS, dtype=float)


@st.composite
def economies(draw):
    """Flows, output and final demand that fit together; every sector adds some value."""
    flows = pd.DataFrame(draw(st.tuples(numbers, numbers, numbers)), SECTORS, SECTORS, dtype=float)
    demand = by_sector(draw(positive))
    # Enough final demand that no sector pays more for its inputs than it makes.
    demand += (flows.sum() - flows.sum(axis="columns")).clip(lower=0)
    return flows, flows.sum(axis="columns") + demand, demand


@quick
@given(economies())
def test_output_is_what_final_demand_needs(economy):
    flows, output, demand = economy
    inverse = leontief_inverse(input_coefficients(shuffled(flows), output))
    np.testing.assert_allclose(inverse[SECTORS] @ demand, output.loc[inverse.index])


@quick
@given(economies())
def test_output_is_what_primary_inputs_reach(economy):
    flows, output, _ = economy
    primary = output - flows.sum()
    inverse = ghosh_inverse(flows, shuffled(output))
    np.testing.assert_allclose(primary @ inverse, output, atol=1e-9)


@quick
@given(economies(), st.integers(2, 1000))
def test_unit_and_order_do_not_matter(economy, factor):
    flows, output, _ = economy
    result = linkages(flows, output)
    scaled = linkages(flows * factor, output * factor)
    turned = linkages(shuffled(flows), output).loc[SECTORS]
    pd.testing.assert_frame_equal(scaled, result, atol=1e-9)
    pd.testing.assert_frame_equal(turned, result, atol=1e-9)


@quick
@given(economies())
def test_every_sector_needs_at_least_itself(economy):
    flows, output, _ = economy
    result = linkages(flows, output)
    assert result[["backward_total", "forward_total"]].min(axis=None) >= 1
    assert (result["backward_total"] >= 1 + result["backward_direct"] - 1e-9).all()
    if flows.to_numpy().any():
        normalised = linkages(flows, output, normalised=True)
        np.testing.assert_allclose(normalised.mean(), 1)


@quick
@given(economies(), numbers, numbers, st.floats(0, 0.9), st.floats(0, 0.9))
def test_closed_model_exceeds_the_open_one(economy, counted, bought, paid, spent):
    flows, output, _ = economy
    coefficients = input_coefficients(flows, output)
    income = paid * (1 - coefficients.sum())
    consumption = spent * by_sector(bought) / max(sum(bought), 1)
    closed = close_households(coefficients, shuffled(income), consumption)
    parts = multipliers(coefficients, by_sector(counted), closed=shuffled(closed))
    direct, indirect, induced = parts["direct"], parts["indirect"], parts["induced"]
    np.testing.assert_allclose(direct + indirect, parts["effect_type1"])
    np.testing.assert_allclose(direct + indirect + induced, parts["effect_type2"])
    assert indirect.min() >= -1e-9
    assert induced.min() >= -1e-9
    open_model = multipliers(coefficients, shuffled(by_sector(counted)))
    pd.testing.assert_frame_equal(parts[open_model.columns], open_model)


@quick
@given(economies(), positive)
def test_income_multipliers_of_both_types_have_one_ratio(economy, bought):
    flows, output, _ = economy
    coefficients = input_coefficients(flows, output)
    income = 0.5 * (1 - coefficients.sum()) + 0.001
    closed = close_households(
        coefficients, income, 0.6 * by_sector(bought) / sum(bought), between_households=0.1
    )
    parts = multipliers(coefficients, closed.loc["households"], closed=closed)
    ratio = parts["multiplier_type2"] / parts["multiplier_type1"]
    np.testing.assert_allclose(ratio, ratio.iloc[0])
    households = leontief_inverse(closed).loc["households", SECTORS]
    np.testing.assert_allclose(parts["effect_type2"], households)


@quick
@given(economies(), numbers)
def test_footprint_meets_its_margins(economy, used):
    flows, output, demand = economy
    coefficients = input_coefficients(flows, output)
    per_unit = by_sector(used) / output
    table = footprint(coefficients, shuffled(per_unit), shuffled(demand))
    np.testing.assert_allclose(table.sum(axis="columns"), by_sector(used), atol=1e-9)
    effects = multipliers(coefficients, per_unit)["effect_type1"]
    np.testing.assert_allclose(table.sum(), effects * demand)


@quick
@given(economies(), st.floats(0, 1))
def test_imports_and_value_added_make_up_a_unit(economy, imported):
    flows, output, _ = economy
    coefficients = input_coefficients(flows, output)
    rest = 1 - coefficients.sum()
    content = import_content(coefficients, shuffled(rest * imported))
    added = multipliers(coefficients, rest * (1 - imported))["effect_type1"]
    np.testing.assert_allclose(content["total"] + added, 1)
    np.testing.assert_allclose(content["direct"] + content["indirect"], content["total"])


@quick
@given(economies(), positive)
def test_vertical_specialisation_is_a_mean_of_import_contents(economy, sold):
    flows, output, _ = economy
    domestic = input_coefficients(flows, output) * 0.6
    imports = input_coefficients(flows, output) * 0.4
    exports = by_sector(sold)
    result = vertical_specialisation(domestic, imports, shuffled(exports))
    mean = np.average(import_content(domestic, imports)["total"], weights=exports)
    assert result.share == pytest.approx(mean)
    assert result.by_sector["total"].sum() == pytest.approx(result.total)
    assert 0 <= result.direct <= result.total + 1e-9


@pytest.mark.parametrize(
    ("pill_imports", "substance_imports", "expected"),
    [(0.05, 0.80, 0.29), (0.025, 0.80, 0.265), (0.05, 0.40, 0.17)],
)
def test_chain_of_week_13(pill_imports, substance_imports, expected):
    """Halving the imports of the last stage does little, of the stage before it much."""
    stages = ["pill", "substance"]
    domestic = pd.DataFrame([[0, 0], [0.3, 0]], stages, stages)
    imports = pd.Series([pill_imports, substance_imports], stages)
    assert import_content(domestic, imports).loc["pill", "total"] == pytest.approx(expected)


def test_labels_of_several_levels():
    """An interregional table: region and sector as one label."""
    labels = pd.MultiIndex.from_product([["Biysk", "rest"], ["mining", "steel"]])
    values = np.arange(16.0).reshape(4, 4)
    flows, output = pd.DataFrame(values, labels, labels), pd.Series(100.0, labels)
    coefficients = input_coefficients(flows, output)
    income, spending = pd.Series(0.1, labels), pd.Series(0.2, labels)
    closed = close_households(coefficients, income, spending, label=("Biysk", "households"))
    parts = multipliers(coefficients, income, closed=closed)
    by_position = multipliers(
        pd.DataFrame(values / 100),
        pd.Series([0.1] * 4),
        closed=close_households(
            pd.DataFrame(values / 100), pd.Series([0.1] * 4), pd.Series([0.2] * 4)
        ),
    )
    np.testing.assert_allclose(parts, by_position)
    assert parts.index.equals(labels)


def test_a_sector_without_output():
    flows = FLOWS.copy()
    flows.loc["steel"] = 0
    flows["steel"] = 0
    output = pd.Series({"mining": 100, "steel": 0})
    assert input_coefficients(flows, output)["steel"].tolist() == [0, 0]
    assert linkages(flows, output).loc["steel", "backward_total"] == 1


def test_multiplier_without_direct_part_is_nan():
    result = multipliers(COEFFICIENTS, pd.Series({"mining": 0, "steel": 1}))
    assert np.isnan(result.loc["mining", "multiplier_type1"])
    assert result.loc["mining", "effect_type1"] > 0


@st.composite
def regions_of_nations(draw):
    nation = by_sector(draw(positive)) * 100
    return by_sector(draw(numbers.filter(any))).clip(upper=nation), nation


@pytest.mark.parametrize("method", QUOTIENTS)
@quick
@given(places=regions_of_nations(), economy=economies())
def test_regional_coefficients_lie_between_zero_and_the_nation(method, places, economy):
    region, nation = places
    coefficients = input_coefficients(*economy[:2])
    quotients = trade_quotients(region, shuffled(nation), method=method)
    regional = regionalise(coefficients, shuffled(quotients))
    assert (regional >= 0).all(axis=None)
    assert (regional <= coefficients + 1e-12).all(axis=None)
    absent = region.index[region == 0]
    assert (regional.loc[absent] == 0).all(axis=None)


@pytest.mark.parametrize("method", QUOTIENTS)
@quick
@given(places=regions_of_nations(), economy=economies())
def test_the_nation_as_its_own_region_keeps_its_table(method, places, economy):
    _, nation = places
    coefficients = input_coefficients(*economy[:2])
    quotients = trade_quotients(nation, nation, method=method)
    pd.testing.assert_frame_equal(regionalise(coefficients, quotients), coefficients)


@quick
@given(regions_of_nations(), st.floats(0, 0.9), st.floats(0, 0.9))
def test_a_larger_delta_leaves_less_in_the_region(places, one, other):
    region, nation = places
    low, high = sorted([one, other])
    assert flegg_lambda(region, nation, high) <= flegg_lambda(region, nation, low)
    assert 0 < flegg_lambda(region, nation, high) <= 1
    assert flegg_lambda(region, nation, 0) == 1


def test_simple_quotients_are_those_of_the_supplier():
    region, nation = by_sector([10, 20, 5]), by_sector([100, 100, 100])
    table = trade_quotients(region, nation, method="slq")
    coefficients = pd.DataFrame(0.1, SECTORS, SECTORS)
    pd.testing.assert_frame_equal(
        regionalise(coefficients, table),
        regionalise(coefficients, location_quotient(region, nation)),
    )
    ratio = cross_industry_quotient(region, nation)
    assert ratio.loc["s1", "s0"] == pytest.approx(2)
    assert ratio.loc["s0", "s1"] == pytest.approx(0.5)


def test_a_buyer_that_the_region_lacks():
    region, nation = by_sector([10, 0, 5]), by_sector([100, 100, 100])
    ratio = cross_industry_quotient(region, nation)
    assert ratio.loc["s1"].tolist() == [0, 0, 0]
    assert ratio.loc["s0", "s1"] == np.inf
    regional = regionalise(pd.DataFrame(0.1, SECTORS, SECTORS), ratio)
    assert regional.loc["s0", "s1"] == pytest.approx(0.1)


@st.composite
def tables_and_margins(draw):
    """A table without zeros, and the margins of another one."""
    rows = st.tuples(positive, positive)
    old = pd.DataFrame(draw(rows), ["r0", "r1"], SECTORS, dtype=float)
    new = pd.DataFrame(draw(rows), ["r0", "r1"], SECTORS, dtype=float)
    return old, new.sum(axis="columns"), new.sum()


@quick
@given(tables_and_margins())
def test_ras_meets_its_margins_and_keeps_odds(given_table):
    old, rows, columns = given_table
    new = ras(old, shuffled(rows), shuffled(columns))
    np.testing.assert_allclose(new.sum(axis="columns"), rows, rtol=1e-6)
    np.testing.assert_allclose(new.sum(), columns, rtol=1e-6)

    def odds(table):
        return table.loc["r0"] / table.loc["r1"] / (table.loc["r0", "s0"] / table.loc["r1", "s0"])

    np.testing.assert_allclose(odds(new), odds(old), rtol=1e-6)


def test_ras_leaves_zeros_and_clears_lines():
    old = pd.DataFrame([[1, 0, 2], [3, 4, 0]], ["r0", "r1"], SECTORS, dtype=float)
    new = ras(old, pd.Series({"r0": 2, "r1": 8}), by_sector([5, 5, 0]))
    assert new.loc["r0", "s1"] == 0
    assert new["s2"].tolist() == [0, 0]
    pd.testing.assert_frame_equal(ras(old, old.sum(axis="columns"), old.sum()), old)


def closed_wrongly():
    return close_households(COEFFICIENTS * 0.5, PER_UNIT, PER_UNIT)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: input_coefficients(-FLOWS, OUTPUT), "flows: expected no negative value"),
        (lambda: input_coefficients(FLOWS.iloc[:1], OUTPUT), "flows: expected a square table"),
        (
            lambda: input_coefficients(FLOWS.rename(columns={"steel": "iron"}), OUTPUT),
            "only in flows, rows: 'steel'; only in flows, columns: 'iron'",
        ),
        (
            lambda: input_coefficients(FLOWS, OUTPUT.drop("steel")),
            "output and flows do not match; only in flows: 'steel'",
        ),
        (
            lambda: input_coefficients(FLOWS, OUTPUT * [0, 1]),
            "output: 'mining' buys inputs but has no output",
        ),
        (
            lambda: ghosh_inverse(FLOWS, OUTPUT * [0, 1]),
            "output: 'mining' delivers goods but has no output",
        ),
        (
            lambda: leontief_inverse(pd.DataFrame([[0.5, 0.5], [0.5, 0.5]])),
            "coefficients: the sectors use up all they make or more",
        ),
        (lambda: leontief_inverse(COEFFICIENTS * 5), "coefficients: the sectors use up"),
        (lambda: leontief_inverse(COEFFICIENTS.mask(COEFFICIENTS < 0.15)), "found nan at"),
        (lambda: linkages(FLOWS * 0, OUTPUT, normalised=True), "flows: expected a total above"),
        (
            lambda: close_households(COEFFICIENTS, PER_UNIT, PER_UNIT * 4),
            "consumption: households spend 2 per unit of income",
        ),
        (
            lambda: close_households(COEFFICIENTS, PER_UNIT, PER_UNIT, label="steel"),
            "label: 'steel' is a sector",
        ),
        (lambda: close_households(COEFFICIENTS, -PER_UNIT, PER_UNIT), "income: expected no neg"),
        (lambda: multipliers(COEFFICIENTS, PER_UNIT.drop("steel")), "only in coefficients: 'steel"),
        (lambda: multipliers(COEFFICIENTS, closed=COEFFICIENTS), "closed: expected the table of"),
        (lambda: multipliers(COEFFICIENTS, closed=closed_wrongly()), "closed: expected the table"),
        (
            lambda: multipliers(
                COEFFICIENTS, closed=close_households(COEFFICIENTS, PER_UNIT * 4, PER_UNIT * 2)
            ),
            "closed: the sectors use up",
        ),
        (lambda: footprint(COEFFICIENTS, -PER_UNIT, OUTPUT), "factor: expected no negative"),
        (lambda: import_content(COEFFICIENTS * 5, PER_UNIT), "domestic: the sectors use up"),
        (lambda: import_content(COEFFICIENTS, -PER_UNIT), "imports: expected no negative"),
        (lambda: import_content(COEFFICIENTS, -COEFFICIENTS), "imports: expected no negative"),
        (
            lambda: vertical_specialisation(COEFFICIENTS, PER_UNIT, OUTPUT * 0),
            "exports: expected a total above zero",
        ),
        (lambda: trade_quotients(OUTPUT, OUTPUT * 0), "national: expected values above zero"),
        (lambda: trade_quotients(OUTPUT * 0, OUTPUT), "regional: expected a total above zero"),
        (lambda: trade_quotients(OUTPUT, OUTPUT, method="x"), "method: expected 'slq'"),
        (lambda: trade_quotients(OUTPUT, OUTPUT, delta=1), "delta: expected .* got 1"),
        (lambda: trade_quotients(OUTPUT * 2, OUTPUT), "regional: the region .* is larger"),
        (
            lambda: regionalise(COEFFICIENTS, FLOWS.drop(columns="steel")),
            "quotients, columns and coefficients do not match",
        ),
        (lambda: regionalise(COEFFICIENTS, -PER_UNIT), "quotients: expected no negative"),
        (lambda: ras(FLOWS, OUTPUT, OUTPUT * 2), "row_totals and column_totals: sums 300 and 600"),
        (
            lambda: ras(FLOWS.mul([0, 1], axis="index"), OUTPUT, OUTPUT),
            "row_totals: 'mining' has to add up to 100",
        ),
        (
            lambda: ras(
                FLOWS.mask(FLOWS == 40, 0), pd.Series({"mining": 200, "steel": 100}), OUTPUT
            ),
            "table: no fit within 1000 rounds",
        ),
        (lambda: ras(FLOWS, OUTPUT, OUTPUT, max_rounds=0), "max_rounds: expected at least 1"),
    ],
)
def test_bad_input_is_named(call, words):
    with pytest.raises(ValueError, match=words):
        call()


def test_words_are_refused():
    with pytest.raises(TypeError, match="flows: expected a table of numbers"):
        input_coefficients(FLOWS.astype(object).replace(10, "ten"), OUTPUT)
