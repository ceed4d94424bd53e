import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from regecon.methods.gravity import gravity
from regecon.methods.interaction import doubly_constrained

TOWNS = list("ABCDE")
RNG = np.random.default_rng(8)
PLACES = RNG.uniform(0, 100, (5, 2))
KM = pd.DataFrame(
    np.hypot(*(PLACES[:, None] - PLACES[None, :]).transpose(2, 0, 1)), index=TOWNS, columns=TOWNS
)
WORKERS = pd.Series([900, 400, 300, 200, 100], index=TOWNS)
JOBS = pd.Series([1_000, 300, 350, 150, 100], index=TOWNS)
OTHER = pd.DataFrame(~np.eye(5, dtype=bool), index=TOWNS, columns=TOWNS)
EXACT = (KM.where(OTHER) ** -1.5).mul(WORKERS**0.8, axis="index") * JOBS**1.2
NOISY = (EXACT * RNG.gamma(4, 1 / 4, (5, 5)) * 10).round() + OTHER.replace(False, np.nan) * 1.0
LABELS = ["constant", "origin_size", "destination_size", "cost"]


@pytest.mark.parametrize("method", ["poisson", "ols"])
def test_known_parameters_are_found_again(method):
    model = gravity(EXACT, KM, WORKERS, JOBS, method=method)
    assert model.coefficients.loc[LABELS, "estimate"].tolist() == pytest.approx(
        [0, 0.8, 1.2, -1.5], abs=1e-6
    )
    assert model.quality["srmse"] == pytest.approx(0, abs=1e-6)
    assert model.quality["similarity"] == pytest.approx(1)


def test_methods_differ_on_noisy_flows():
    poisson = gravity(NOISY, KM, WORKERS, JOBS).coefficients.loc["cost"]
    ols = gravity(NOISY, KM, WORKERS, JOBS, method="ols").coefficients.loc["cost"]
    assert abs(poisson["estimate"] - ols["estimate"]) > 0.001
    assert poisson["std_error"] > 0


@pytest.mark.parametrize(
    ("constraint", "axes"),
    [("none", []), ("origin", ["origin"]), ("destination", ["destination"]),
     ("both", ["origin", "destination"])],
)  # fmt: skip
def test_fitted_flows_meet_the_constrained_margins(constraint, axes):
    sizes = {
        "origin_size": None if "origin" in axes else WORKERS,
        "destination_size": None if "destination" in axes else JOBS,
    }
    model = gravity(NOISY, KM, **sizes, constraint=constraint)
    observed = NOISY.stack().dropna().rename_axis(["origin", "destination"])
    assert model.fitted.sum() == pytest.approx(observed.sum())
    for axis in axes:
        sums = model.fitted.groupby(level=axis).sum()
        assert sums.tolist() == pytest.approx(observed.groupby(level=axis).sum().tolist())


def test_the_constrained_model_finds_the_decay_of_wilsons_flows():
    own = KM + 20 * pd.DataFrame(np.eye(5), index=TOWNS, columns=TOWNS)
    flows = doubly_constrained(WORKERS, JOBS, own, beta=0.05, decay="exponential").round()
    model = gravity(flows, own, constraint="both", decay="exponential")
    assert model.coefficients.loc["cost", "estimate"] == pytest.approx(-0.05, abs=1e-3)


def test_pairs_and_tables_in_any_order_give_the_same():
    expected = gravity(NOISY, KM, WORKERS, JOBS).coefficients
    pairs = NOISY.stack().dropna().sample(frac=1, random_state=1)
    got = gravity(pairs, KM.iloc[::-1, ::-1], WORKERS[::-1], JOBS[::-1]).coefficients
    assert got.to_numpy() == pytest.approx(expected.to_numpy())
    assert got.index.tolist() == LABELS


def test_poisson_takes_zero_flows():
    flows = NOISY.copy()
    flows.loc["E", "D"] = 0
    model = gravity(flows, KM, WORKERS, JOBS)
    assert model.fitted["E", "D"] > 0


def changed(table, value):
    table = table.copy()
    table.loc["A", "B"] = value
    return table


@pytest.mark.parametrize(
    ("flows", "options", "message"),
    [
        (changed(NOISY, -1), {}, r"flows: .*-1 at \('A', 'B'\)"),
        (changed(NOISY, np.inf), {}, r"flows: expected finite numbers, found inf at \('A', 'B'\)"),
        (changed(NOISY, 0), {"method": "ols"}, r"use method='poisson'.*0 at \('A', 'B'\)"),
        (NOISY, {"cost": changed(KM, np.nan)}, r"cost: the pair \('A', 'B'\) of flows has none"),
        (NOISY, {"cost": changed(KM, 0)}, r"cost \(power decay\): .*0 at \('A', 'B'\)"),
        (NOISY, {"origin_size": WORKERS[:4]}, "origin_size: 'E' of flows has none"),
        (NOISY, {"destination_size": JOBS * 0}, "destination_size: .*found 0 at 'A'"),
        (NOISY, {"constraint": "origin"}, "origin_size: the dummies of the origins"),
        (NOISY, {"constraint": "doubly"}, "constraint: .*got 'doubly'"),
        (NOISY, {"decay": "linear"}, "decay: .*got 'linear'"),
        (NOISY, {"method": "ppml"}, "method: .*got 'ppml'"),
        (NOISY, {"cost": KM * 0 + 5}, "20 pairs do not tell these variables apart: constant,"),
        (NOISY * 0, {}, "flows: expected a total above zero"),
        (
            NOISY.mul([0, 1, 1, 1, 1], axis="index"),
            {"constraint": "origin", "origin_size": None},
            "flows: 'A' has none as origin",
        ),
    ],
)
def test_bad_input_is_named(flows, options, message):
    options = {"cost": KM, "origin_size": WORKERS, "destination_size": JOBS} | options
    with pytest.raises(ValueError, match=message):
        gravity(flows, **options)


def test_pairs_need_two_labels():
    with pytest.raises(TypeError, match="flows: expected pairs of origin and destination"):
        gravity(pd.Series({"A": 1, "B": 2}), KM)


def austria():
    """Migration between nine provinces, 72 pairs (oracle cases 05-14 and 05-15)."""
    cases = json.loads((Path(__file__).parents[1] / "oracles/cases.json").read_text("utf-8"))
    inputs = {case["id"]: case["inputs"] for case in cases}
    both = pd.DataFrame(inputs["05-14"]).set_index(["origin", "destination"])
    sizes = pd.DataFrame(inputs["05-15"]).set_index(both.index)[["origin_var", "destination_var"]]
    return both["flows"], both["distance_km"], sizes


def by_hand(flows, variables, estimates):
    """The sandwich of the definition: (X'WX)^-1 X'diag(u^2)X (X'WX)^-1 n / (n - k)."""
    fitted = np.exp(variables @ estimates)
    bread = np.linalg.inv(variables.T @ (variables * fitted[:, None]))
    meat = variables.T @ (variables * (flows - fitted)[:, None] ** 2)
    pairs, parameters = variables.shape
    return np.sqrt(np.diag(bread @ meat @ bread) * pairs / (pairs - parameters))


def test_errors_are_the_sandwich_with_its_correction():
    towns, home = ["A", "B", "C"], np.nan
    km = pd.DataFrame([[0, 10, 20], [10, 0, 10], [20, 10, 0]], index=towns, columns=towns)
    flows = pd.DataFrame(
        [[home, 100, 100], [200, home, 801], [25, 100, home]], index=towns, columns=towns
    )
    table = gravity(flows, km).coefficients
    # HC0, which statsmodels gives under the name of HC1, would be 2.530 and 0.931.
    assert table["std_error"].tolist() == pytest.approx([3.099, 1.140], abs=5e-4)
    trips = flows.stack().dropna()
    variables = np.column_stack([np.ones(6), np.log([km.loc[pair] for pair in trips.index])])
    expected = by_hand(trips.to_numpy(), variables, table["estimate"].to_numpy())
    assert table["std_error"].tolist() == pytest.approx(expected.tolist(), rel=1e-8)


@pytest.mark.parametrize("method", ["poisson", "ols"])
def test_as_many_parameters_as_pairs_leave_no_error(method):
    flows, km = (pd.DataFrame([[np.nan, a], [b, np.nan]]) for a, b in [(9, 4), (10, 20)])
    table = gravity(flows, km, method=method).coefficients
    assert table["estimate"].notna().all()
    assert table["std_error"].isna().all()


def test_errors_for_austria_are_those_of_another_package():
    flows, km, sizes = austria()
    origin_size = sizes["origin_var"].groupby("origin").first()
    destination_size = sizes["destination_var"].groupby("destination").first()
    table = gravity(flows, km, origin_size, destination_size).coefficients
    # pyfixest 0.60 fepois, vcov "hetero", on the same 72 pairs: 1.66119.
    assert table.loc["constant", "std_error"] == pytest.approx(1.66119, abs=5e-6)
