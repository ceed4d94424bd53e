"""The published life of an explorer: every state computed beforehand, packed into the page.

Per part the columns of all states are laid one after another, numbers rounded to four
significant digits, words replaced by their place in a list; columns that never change are
kept once. The whole is gzipped and written in base64, so that it works from a file.
"""

from __future__ import annotations

import base64
import gzip
import json
import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from markupsafe import Markup

from regecon.kit.chart import baking_folder, picture
from regecon.kit.explorer.controls import Checks, Choice, Control, position
from regecon.kit.explorer.engine import Model, Part, View, join
from regecon.kit.labels import folded, named
from regecon.kit.templates import environment

DIGITS = 4


def baked(explorer: Model, folder: Path | None = None) -> str:
    """The markup as the build keeps it: chapter and lab show one explorer, computed once."""
    kept = (folder or baking_folder()) / f"{explorer.name}.html"
    if not kept.is_file():
        half = kept.with_suffix(f".{os.getpid()}")
        half.write_text(bake(explorer), encoding="utf-8")
        half.replace(kept)  # at once, since two pages may run at a time
    return kept.read_text(encoding="utf-8")


def bake(explorer: Model) -> str:
    """The explorer's markup for the published page."""
    packed = gzip.compress(_json(payload(explorer)).encode(), 9, mtime=0)
    views = explorer.views()
    made = environment(Path(__file__).parent).get_template("explorer.html")
    text = made.render(
        model=explorer,
        ident=f"explorer-{explorer.name}",
        controls=[_field(explorer.name, control) for control in explorer.controls],
        lines=[line for view in views.values() for line in view.headlines],
        sentence=join(view.sentence for view in views.values()),
        settings="; ".join(_setting(control) for control in explorer.controls),
        picture=Markup(picture(explorer.drawn(views), explorer.alt)),
        data=base64.b64encode(packed).decode(),
    )
    return text.strip()


def payload(explorer: Model) -> dict:
    """Everything the page's script needs, as plain JSON values."""
    spec = explorer.specification
    kept = set(folded(spec))
    return {
        "controls": [_control(control) for control in explorer.controls],
        "parts": {name: _part(explorer, part, kept) for name, part in explorer.parts.items()},
        "presets": [
            {
                control.name: position(control, value, explorer.name)
                for control, value in zip(
                    explorer.controls, explorer.state(**preset.state).values(), strict=True
                )
            }
            for preset in explorer.presets
        ],
        "spec": spec,
    }


def _control(control: Control) -> dict:
    kept = {"name": control.name, "kind": control.kind}
    if isinstance(control, Checks):
        return kept | {"values": list(control.options), "start": _start(control)}
    texts = [control.write(value) for value in control.values]
    return kept | {"values": list(control.values), "texts": texts, "start": _start(control)}


def _start(control: Control) -> int:
    return position(control, control.default, control.name)


def _part(explorer: Model, part: Part, kept: set[str]) -> dict:
    views = [part.model(**state) for state in explorer.states_of(part)]
    _same_shape(explorer.name, views)
    counts = [len(view.rows) for view in views]
    frame = pd.concat([view.rows for view in views], ignore_index=True)
    return {
        "controls": list(part.controls),
        "counts": counts[0] if len(set(counts)) == 1 else counts,
        "columns": {name: _column(frame[name], counts, kept) for name in frame.columns},
        "headlines": [
            {
                "label": lines[0].label,
                "values": [_rounded(line.value, 6) for line in lines],
                "texts": _words([line.text for line in lines]),
            }
            for lines in zip(*(view.headlines for view in views), strict=True)
        ],
        "sentences": _words([view.sentence for view in views]),
    }


def _same_shape(name: str, views: Sequence[View]) -> None:
    first = views[0]
    for view in views:
        if list(view.rows.columns) != list(first.rows.columns):
            raise ValueError(f"{name}: the columns of the rows change from state to state")
        if [line.label for line in view.headlines] != [line.label for line in first.headlines]:
            raise ValueError(f"{name}: the headlines change their labels from state to state")


def _column(column: pd.Series, counts: Sequence[int], kept: set[str]) -> dict:
    """One column of all states: ``once`` if it repeats itself, else ``all``; words by place."""
    values = column.astype(object).where(column.notna(), None).tolist()
    words = None
    if any(isinstance(value, str) for value in values):
        words = list(dict.fromkeys(values))
        place = {word: i for i, word in enumerate(words)}
        values = [place[value] for value in values]
        words = [named(word, kept) for word in words]
    else:
        values = [_rounded(value, DIGITS) for value in values]
    size = counts[0]
    once = len(set(counts)) == 1 and values == values[:size] * len(counts)
    packed = {"once": values[:size]} if once else {"all": values}
    return packed | ({"words": words} if words else {})


def _words(texts: Sequence[str]) -> dict:
    words = list(dict.fromkeys(texts))
    place = {word: i for i, word in enumerate(words)}
    return {"words": words, "all": [place[text] for text in texts]}


def _rounded(value, digits: int):
    if value is None or isinstance(value, bool | np.bool_):
        return None if value is None else bool(value)
    number = float(value)
    if not np.isfinite(number):
        return None
    number = float(f"{number:.{digits}g}")
    return int(number) if number.is_integer() else number


def _json(value) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _field(explorer: str, control: Control) -> dict:
    """What the template shows of a control."""
    kept = {"name": control.name, "label": control.label, "ident": f"{explorer}-{control.name}"}
    if isinstance(control, Checks | Choice):
        many = isinstance(control, Checks)
        ticked = control.default if many else (control.default,)
        options = [
            {"text": text, "ticked": value in ticked} for value, text in control.options.items()
        ]
        return kept | {"input": "checkbox" if many else "radio", "options": options}
    text = control.write(control.default)
    return kept | {
        "options": [],
        "text": text,
        "unit": control.unit,
        "spoken": f"{text} {control.unit}".strip(),
        "most": len(control.values) - 1,
        "start": _start(control),
    }


def _setting(control: Control) -> str:
    """A control and where it stands at the beginning, in words."""
    text = control.write(control.default)
    return f"{control.label}: {text} {getattr(control, 'unit', '')}".strip()
