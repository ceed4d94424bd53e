"""Random tables and vectors for the property tests, always with labels."""

import pandas as pd
from hypothesis import settings
from hypothesis import strategies as st

# Enough to find a slip of sign or label, and no deadline: the machine may be busy.
quick = settings(max_examples=20, deadline=None)


def _labels(letter: str, n: int) -> list[str]:
    return [f"{letter}{i}" for i in range(n)]


@st.composite
def vectors(draw, low=0, high=1000, min_size=2, max_size=8, letter="r"):
    """A Series of whole numbers with a total above zero."""
    numbers = st.lists(st.integers(low, high), min_size=min_size, max_size=max_size)
    values = draw(numbers.filter(any))
    return pd.Series(values, index=_labels(letter, len(values)), dtype=float)


@st.composite
def employment_tables(draw, low=0, high=1000, regions=(2, 6), sectors=(2, 6)):
    """Employment by region and sector in whole numbers; no region and no sector is empty."""
    n, m = draw(st.integers(*regions)), draw(st.integers(*sectors))
    row = st.lists(st.integers(low, high), min_size=m, max_size=m)
    rows = draw(
        st.lists(row, min_size=n, max_size=n).filter(
            lambda rows: all(map(any, rows)) and all(map(any, zip(*rows, strict=True)))
        )
    )
    return pd.DataFrame(rows, index=_labels("r", n), columns=_labels("s", m), dtype=float)


def shuffled(data):
    """The same table or vector with its labels in reverse order."""
    reverse = data.iloc[::-1]
    return reverse.iloc[:, ::-1] if isinstance(data, pd.DataFrame) else reverse
