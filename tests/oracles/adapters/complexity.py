"""Cases of comparative advantage, relatedness and complexity."""

from regecon.methods.branching import proximity, relatedness, relatedness_density
from regecon.methods.complexity import complexity_index, complexity_outlook, reflections
from regecon.methods.specialisation import location_quotient
from tests.oracles.labels import frame


def _table(inputs):
    return frame(inputs["regions_x_industries"])


def _relatedness(form):
    return lambda inputs: {"relatedness": relatedness(_table(inputs), form=form)}


def _bundle(inputs):
    has = _table(inputs)
    index = complexity_index(has)
    diversity, ubiquity = index.regions["diversity"], index.sectors["ubiquity"]
    near = proximity(has)
    # ecomplexity takes the eigenvector as it is: its mean weighted with diversity is zero.
    known = index.regions.dropna()
    middle = (known["complexity"] * known["diversity"]).sum() / max(known["diversity"].sum(), 1)
    outlook = complexity_outlook(has, near, index.sectors["complexity"] - middle)
    spread = outlook.index - outlook.index.mean()
    return {
        "rca": location_quotient(has),
        "coi": spread / spread.std(ddof=0),
        "coi_raw": outlook.index,
        "cog": outlook.gain,
        "density_without_itself": relatedness_density(has, near, itself=False),
        "distance": 1 - relatedness_density(has, near),
        "eci": index.regions["complexity"],
        "pci": index.sectors["complexity"],
        # ecomplexity drops empty regions and sectors, so that they have no number, not even 0.
        "diversity": diversity.where(diversity > 0),
        "ubiquity": ubiquity.where(ubiquity > 0),
        "proximity": near,
        "density": relatedness_density(has, near),
    }


def _econgeo(inputs):
    has = _table(inputs)
    index = complexity_index(has)
    # EconGeo gives the raw eigenvectors, which have a weighted mean of zero instead of a plain
    # one, divided by their sum; the sign of the regions' is then chosen as ours is.
    diversity, ubiquity = index.regions["diversity"], index.sectors["ubiquity"]
    regions, sectors = index.regions["complexity"], index.sectors["complexity"]
    regions -= (regions * diversity).sum() / diversity.sum()
    sectors -= (sectors * ubiquity).sum() / ubiquity.sum()
    steps = reflections(has, 2)
    return {
        "kci": regions / abs(regions.sum()),
        "tci": sectors / sectors.sum(),
        "diversity": diversity,
        "ubiquity": ubiquity,
        "morc_steps1": steps[1],
        "morc_steps2": steps[2],
    }


ADAPTERS = {
    "rca_matrix": lambda inputs: {"rca": location_quotient(_table(inputs))},
    "relatedness_prob": _relatedness("probability"),
    "relatedness_association": _relatedness("association"),
    "relatedness_cosine": _relatedness("cosine"),
    "relatedness_jaccard": _relatedness("jaccard"),
    "eci_econgeo": _econgeo,
    "eci_bundle_binary": _bundle,
    "proximity_block": _bundle,
    "complexity_outlook": _bundle,
}
