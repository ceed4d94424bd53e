"""The published life of an explorer: every state computed beforehand, packed into the page.

Per part the columns of all states are laid one after another, numbers rounded to four
significant digits, words replaced by their place in a list; columns that never change are
kept once. The whole is gzipped and written in base64, so that it works from a file.
"""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Sequence
from html import escape

import numpy as np
import pandas as pd

from regecon.kit.chart import picture, specification
from regecon.kit.explorer.controls import Checks, Choice, Control, position
from regecon.kit.explorer.engine import Model, Part, View
from regecon.kit.i18n import _
from regecon.kit.labels import folded, named

DIGITS = 4


def bake(explorer: Model) -> str:
    """The explorer's markup for the published page."""
    data = base64.b64encode(gzip.compress(_json(payload(explorer)).encode(), 9, mtime=0)).decode()
    title = escape(explorer.title)
    ident = f"explorer-{explorer.name}"
    pattern = f' data-pattern="{explorer.pattern}"' if explorer.pattern else ""
    return (
        f'<section class="explorer" id="{ident}" data-explorer="{explorer.name}"{pattern} '
        f'aria-labelledby="{ident}-title">'
        f"{_prediction(explorer)}"
        f'<div class="explorer-card"><header class="explorer-head">'
        f'<p class="explorer-title" id="{ident}-title" role="heading" aria-level="3">{title}</p>'
        f'<p class="explorer-kicker">{escape(_("Explorer"))} · {escape(explorer.kicker)}</p>'
        f'<button type="button" class="explorer-alone" aria-pressed="false" hidden>'
        f"{escape(_('Full screen'))}</button>"
        f"</header>"
        f"{_live(explorer)}{_still(explorer)}"
        f'<p class="explorer-source">{escape(explorer.source)} '
        f"<span>{escape(_('What this model leaves out:'))} {escape(explorer.limits)}</span></p>"
        f'</div><script type="application/octet-stream" class="explorer-data">{data}</script>'
        f"</section>"
    )


def payload(explorer: Model) -> dict:
    """Everything the page's script needs, as plain JSON values."""
    spec = specification(explorer.chart())
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


def _prediction(explorer: Model) -> str:
    choices = "".join(
        f'<button type="button" data-reply="{escape(reply)}">{escape(choice)}</button>'
        for choice, reply in explorer.prediction.choices.items()
    )
    return (
        f'<div class="prediction"><p class="prediction-question"><strong>'
        f"{escape(_('Before you touch it.'))}</strong> {escape(explorer.prediction.question)}</p>"
        f'<div class="prediction-choices" role="group" '
        f'aria-label="{escape(_("Your prediction"))}">{choices}'
        f'<button type="button" class="prediction-skip">{escape(_("Skip the question"))}</button>'
        f'</div><p class="prediction-reply" role="status"></p></div>'
    )


def _live(explorer: Model) -> str:
    presets = "".join(
        f'<button type="button" class="explorer-preset" aria-pressed="false">'
        f"{escape(preset.label)}</button>"
        for preset in explorer.presets
    )
    reset = f'<button type="button" class="explorer-reset">{escape(_("Reset"))}</button>'
    controls = "".join(_control_html(explorer.name, control) for control in explorer.controls)
    lines = "".join(
        f"<div><dt>{escape(line.label)}</dt><dd>{escape(line.text)}</dd></div>"
        for line in explorer.headlines()
    )
    wait = _("Answer the question above, or skip it, and the chart opens.")
    return (
        f'<div class="explorer-live" hidden><fieldset class="explorer-controls">'
        f'<legend class="visually-hidden">{escape(_("Controls"))}</legend>'
        f'<div class="explorer-presets">{presets}{reset}</div>{controls}</fieldset>'
        f'<div class="explorer-stage"><div class="explorer-picture">'
        f'<dl class="explorer-headlines">{lines}</dl>'
        f'<div class="explorer-chart" role="img" aria-label="{escape(explorer.alt)}"></div>'
        f'<p class="explorer-wait">{escape(wait)}</p></div>'
        f'<p class="explorer-sentence">{escape(explorer.sentence())}</p></div>'
        # Said once, when the reader rests; the sentence above changes with every step.
        f'<p class="explorer-said visually-hidden" role="status"></p></div>'
    )


def _control_html(explorer: str, control: Control) -> str:
    ident = f"{explorer}-{control.name}"
    label = escape(control.label)
    if isinstance(control, Checks | Choice):
        kind = "checkbox" if isinstance(control, Checks) else "radio"
        ticked = control.default if isinstance(control, Checks) else (control.default,)
        boxes = "".join(
            f'<label><input type="{kind}" name="{ident}" value="{i}" autocomplete="off"'
            f"{' checked' if value in ticked else ''}><span>{escape(text)}</span></label>"
            for i, (value, text) in enumerate(control.options.items())
        )
        return (
            f'<fieldset class="explorer-control" data-control="{control.name}">'
            f"<legend>{label}</legend><div class='explorer-options'>{boxes}</div></fieldset>"
        )
    text = escape(control.write(control.default))
    unit = f" <small>{escape(control.unit)}</small>" if control.unit else ""
    spoken = escape(f"{control.write(control.default)} {control.unit}".strip())
    return (
        f'<div class="explorer-control" data-control="{control.name}">'
        f'<label for="{ident}">{label}</label>'
        f'<span class="explorer-value" aria-hidden="true"><b>{text}</b>{unit}</span>'
        f'<input type="range" id="{ident}" min="0" max="{len(control.values) - 1}" step="1" '
        f'autocomplete="off" '
        f'value="{_start(control)}" data-unit="{escape(control.unit)}" '
        f'aria-valuetext="{spoken}"></div>'
    )


def _still(explorer: Model) -> str:
    """What paper and pages without script show: picture, sentence and a small table."""
    lines = explorer.headlines()
    head = "".join(f'<th scope="col">{escape(line.label)}</th>' for line in lines)
    body = "".join(f"<td>{escape(line.text)}</td>" for line in lines)
    settings = "; ".join(
        f"{control.label}: {control.write(control.default)} {getattr(control, 'unit', '')}".strip()
        for control in explorer.controls
    )
    old = _("This browser cannot run the explorer. Here is where it begins.")
    return (
        f'<div class="explorer-still"><p class="explorer-old">{escape(old)}</p>'
        f"{picture(explorer.drawn(), explorer.alt)}"
        f'<p class="explorer-told">{escape(explorer.sentence())}</p>'
        f"<table><caption>{escape(settings)}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody><tr>{body}</tr></tbody></table></div>"
    )
