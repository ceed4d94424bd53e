"""Cases of specialisation, diversity and concentration.

The cases hold bare lists; regions and sectors get their position as label.
"""

import contextlib

import numpy as np
import pandas as pd

from regecon.methods.concentration import (
    ellison_glaeser,
    hoover_index,
    krugman_concentration,
    locational_gini,
)
from regecon.methods.diversity import (
    entropy,
    herfindahl,
    relative_diversity,
    relative_specialisation,
)
from regecon.methods.specialisation import (
    gini_specialisation,
    hachman,
    krugman_specialisation,
    location_quotient,
    specialisation_coefficient,
)
from tests.oracles.labels import frame


def _table(inputs):
    return frame(inputs["regions_x_industries"])


def _single_quotients(inputs):
    """Independent single quotients, each with stated totals: sector i of region j.

    Or one region and its reference by sector, with or without totals.
    """
    if not inputs.has("e_ij") and inputs.has("region"):
        region, nation = inputs["region"], inputs["reference"]
        region, nation = (list(x.values()) if isinstance(x, dict) else x for x in (region, nation))
        totals = [
            inputs.get("region_total", np.sum(region)),
            inputs.get("reference_total", np.sum(nation)),
        ]
        cases = np.broadcast_arrays(
            *(np.atleast_1d(k) for k in (region, totals[0], nation, totals[1]))
        )
        return [tuple(float(number) for number in case) for case in zip(*cases, strict=True)]
    cases = np.broadcast_arrays(*(np.atleast_1d(inputs[k]) for k in ("e_ij", "e_j", "e_i", "e")))
    return [tuple(float(number) for number in case) for case in zip(*cases, strict=True)]


def _quotient(e_ij, e_j, e_i, e):
    try:
        return location_quotient(
            pd.Series({"i": e_ij}),
            pd.Series({"i": e_i}),
            region_total=e_j,
            reference_total=e,
        )["i"]
    except ValueError:
        return None  # the cases write null for an impossible quotient; ours raises


def _additive(e_ij, e_j, e_i, e):
    # REAT's additive form is the region's share in the sector less its share in the total:
    # ours with regions and sectors exchanged.
    return location_quotient(
        pd.Series({"j": e_ij}),
        pd.Series({"j": e_j}),
        region_total=e_i,
        reference_total=e,
        form="additive",
    )["j"]


def _matrix(inputs):
    table = _table(inputs)
    return {
        # EconGeo writes 0 where sector or region are empty; ours is NaN there.
        "lq": location_quotient(table).fillna(0),
        "krugman": krugman_specialisation(table),
        "hhi": herfindahl(table),
        "hachman": hachman(table),
        "spec": specialisation_coefficient(table),
        "rdi": relative_diversity(table),
        "rzi": relative_specialisation(table),
        "hhi_normalised": herfindahl(table, form="normalised"),
        "equivalent_number": herfindahl(table, form="equivalent"),
        "lq_binary": location_quotient(table, form="binary"),
        "lq_additive": location_quotient(table, form="additive"),
    }


def _herfindahl(inputs):
    # REAT leaves missing values out (na.rm); ours does not take them.
    values = pd.Series(inputs["x"], dtype=float).dropna()
    return {
        "hhi": herfindahl(values),
        "hhi_normalised": herfindahl(values, form="normalised"),
        "equivalent_number": herfindahl(values, form="equivalent"),
    }


def _entropy(values):
    concentration = herfindahl(values)
    evenness = entropy(values, relative_to="present")
    return {
        "nats": entropy(values),
        "bits": entropy(values, base=2),
        "normalised_by_all_sectors": entropy(values, relative_to="all"),
        "normalised_by_nonzero": evenness,
        "entropy_nats": entropy(values),
        "entropy_bits": entropy(values, base=2),
        "pielou_evenness": evenness,
        "simpson_1_minus_D": 1 - concentration,
        "inverse_simpson": herfindahl(values, form="equivalent"),
    }


def _locational_gini(inputs):
    weighted = locational_gini(_table(inputs))
    return {"loc_gini": weighted / 2}  # EconGeo's scale is the area, 0 to 0.5


def _gini_concentration(inputs):
    sector, total = pd.Series(inputs["sector_by_region"]), pd.Series(inputs["total_by_region"])
    weighted = locational_gini(sector, total)
    return {
        "loc_gini_half_scale": weighted / 2,
        "loc_gini_0_1": weighted,
    }


def _hoover(inputs):
    values = pd.Series(inputs["x"])
    # Without a reference REAT compares with equal shares.
    reference = pd.Series(inputs.get("reference", np.ones(len(values))))
    return {"hoover": hoover_index(values, reference)}


def _with_population(inputs):
    table, people = _table(inputs), pd.Series(inputs["pop"])
    return {
        "hoover_pct": hoover_index(table, people) * 100,
        "hoover_gini": locational_gini(table, people),
    }


def _ellison_glaeser(inputs):
    result = ellison_glaeser(
        pd.Series(inputs["plant_employment"]),
        pd.Series(inputs["plant_region"]),
        pd.Series(inputs["region_total"], index=inputs["region_order"]),
    )
    return {
        "gamma": result.gamma,
        "G": result.raw,
        "HHI": result.plant_herfindahl,
        "z": result.z,
        "plants": result.plants,
    }


def _of_region(key, method):
    """The measure of the case, and those that take the same two rows."""
    others = {
        "k": krugman_specialisation,
        "g": gini_specialisation,
        "g_weighted": lambda *rows: gini_specialisation(*rows, weighted=True),
        "spec": specialisation_coefficient,
        "hachman": hachman,
        "lq": location_quotient,
        "rdi": relative_diversity,
        "rzi": relative_specialisation,
    }

    def measures(inputs):
        rows = pd.Series(inputs["region"]), pd.Series(inputs["reference"])
        found = {key: method(*rows)}
        for name, other in others.items():
            with contextlib.suppress(ValueError):
                found.setdefault(name, other(*rows))
        return found

    return measures


ADAPTERS = {
    "location_quotient": lambda inputs: {
        "lq": [_quotient(*case) for case in _single_quotients(inputs)]
    },
    "location_quotient_additive": lambda inputs: {
        "lq_additive": [_additive(*case) for case in _single_quotients(inputs)]
    },
    "location_quotient_binary": lambda inputs: {
        "lq": location_quotient(_table(inputs), form="binary")
    },
    "location_quotient_matrix": _matrix,
    "krugman_specialisation": _of_region("k", krugman_specialisation),
    "krugman_specialisation_matrix": _matrix,
    "specialisation_coefficient_matrix": _matrix,
    "krugman_concentration": lambda inputs: {
        "k": krugman_concentration(pd.Series(inputs["sector"]), pd.Series(inputs["reference"]))
    },
    "hachman_matrix": _matrix,
    "herfindahl": _herfindahl,
    "herfindahl_matrix": _matrix,
    "shannon_entropy": lambda inputs: _entropy(pd.Series(inputs["x"])),
    "shannon_entropy_matrix": lambda inputs: _entropy(_table(inputs)),
    "relative_diversity_duranton_puga": lambda inputs: {
        "rdi": relative_diversity(_table(inputs)),
        "rzi": relative_specialisation(_table(inputs)),
    },
    "hoover_index": _hoover,
    "hoover_index_matrix": _with_population,
    "hoover_gini_matrix": _with_population,
    "gini_specialisation": _of_region("g", gini_specialisation),
    "gini_concentration": lambda inputs: {
        "g": locational_gini(
            pd.Series(inputs["sector"]), pd.Series(inputs["reference"]), weighted=False
        )
    },
    "gini_concentration_weighted": _gini_concentration,
    "locational_gini_matrix": _locational_gini,
    "ellison_glaeser": _ellison_glaeser,
}
