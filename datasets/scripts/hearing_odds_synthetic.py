"""Make ``hearing_odds_synthetic``: who would mention which finding on a day of talk.

The findings are the report's; topics are our reading of their concepts; the odds are made up
for teaching (SYNTHETIC). Run ``python datasets/scripts/hearing_odds_synthetic.py``.
"""

from pathlib import Path

import numpy as np

from regecon.data import load

SEED = 2016
TOPICS = {
    "plans": ("planning", "PPP", "plan-project gap", "municipal", "zone", "science town status"),
    "plants": (
        "big-firm",
        "external control",
        "export",
        "forecast",
        "Porter",
        "hoarding",
        "import",
    ),
    "clusters": ("cluster", "Klepper", "value chains"),
    "services": ("natural advantage", "seasonality", "infrastructure"),
    "small firms": ("shadow", "firm size"),
    "people": ("training", "retention", "staff shortage", "labour pooling"),
}
# Odds that an audience mentions a finding of the topic on one day of talk.
ODDS = {
    "plans": (0.35, 0.10, 0.03),
    "plants": (0.15, 0.35, 0.10),
    "clusters": (0.25, 0.35, 0.02),
    "services": (0.20, 0.20, 0.20),
    "small firms": (0.10, 0.30, 0.15),
    "people": (0.12, 0.20, 0.35),
}
# Findings of which the report itself says that the municipality named them, and the odds that it
# mentions one on a day of talk.
NAMED = {"administration": ("S-127", "S-128", "S-129", "S-130", "S-218")}
NAMED_ODDS = 0.40
STOPS = {"South-Kuzbass agglomeration": "Novokuznetsk"}


def topic_of(concept: str) -> str:
    """The first topic one of whose words stands in the concept."""
    # "training" is about people even where the concept also speaks of firms.
    for topic in ("people", *TOPICS):
        if any(word in concept for word in TOPICS[topic]):
            return topic
    raise ValueError(f"claims.csv: no topic for the concept {concept!r}")


def main() -> None:
    claims = load("claims")
    rows = claims[(claims["kind"] == "finding") & (claims["town"] != "all")].copy()
    rows["place"] = rows["town"].replace(STOPS)
    rows["topic"] = rows["concept"].map(topic_of)
    random = np.random.default_rng(SEED)
    spread = random.uniform(0.7, 1.3, size=(len(rows), 3))
    audiences = ["administration", "enterprises", "residents"]
    rows[audiences] = [ODDS[topic] for topic in rows["topic"]]
    for audience, told in NAMED.items():
        rows.loc[rows["claim"].isin(told), audience] = NAMED_ODDS
    rows[audiences] = (rows[audiences] * spread).round(3)
    columns = ["claim", "place", "topic", "administration", "enterprises", "residents"]
    target = Path(__file__).resolve().parents[1] / "hearing_odds_synthetic.csv"
    rows[columns].to_csv(target, index=False, lineterminator="\n")


if __name__ == "__main__":
    main()
