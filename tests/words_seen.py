"""Every string that explorers and charts show, as JSON; the test runs it in another language.

It is a program of its own because most texts are read when their module is imported.
"""

from __future__ import annotations

import inspect
import json
import re
from importlib import import_module
from pkgutil import iter_modules

import altair as alt

SHOWN = {"title", "subtitle", "text", "labelExpr", "noData"}


def explorer_words(model):
    """Where a string stands and the string, for everything around the chart."""
    for name in ("title", "kicker", "alt", "source", "limits"):
        yield name, getattr(model, name)
    for control in model.controls:
        yield f"control {control.name}", control.label
        for choice in getattr(control, "options", {}).values():
            yield f"option of {control.name}", choice
    for preset in model.presets:
        yield "preset", preset.label
    yield "question", model.prediction.question
    for choice, reply in model.prediction.choices.items():
        yield "choice", choice
        yield "reply", reply
    for line in model.headlines():
        yield "headline", line.label
    yield "sentence", model.sentence()


def chart_words(node, key=""):
    """Titles, texts and legend labels anywhere in a chart's specification."""
    if isinstance(node, dict):
        if node.get("legend", {}) is not None and isinstance(node.get("scale"), dict):
            for value in node["scale"].get("domain", ()):
                if isinstance(value, str) and "legend" in node:
                    yield "legend", value
        for name, child in node.items():
            if name not in ("datasets", "data", "transform", "config"):
                yield from chart_words(child, name)
    elif isinstance(node, list) and key == "title":  # one title in several lines
        yield key, " ".join(node)
    elif isinstance(node, list):
        for child in node:
            yield from chart_words(child, key)
    elif isinstance(node, str) and key == "labelExpr":  # code; its texts stand in quotes
        for text in re.findall(r"'([^']*)'", node):
            yield key, text
    elif isinstance(node, str) and key in SHOWN:
        yield key, node


def town_words():
    """Charts, tables and sentences of a town, one with all and one with gaps."""
    from regecon.cases.town import find
    from regecon.figures import town, town_told
    from regecon.kit.chart import specification

    told = (town_told.claims, town_told.promises, town_told.visitors, *town_told.PARTS)
    for here in map(find, ("Sheregesh", "Seversk", "Bratsk", "Novosibirsk")):
        for part in told:
            found = part(here)
            yield here.slug, "title", found.title
            yield from ((here.slug, part.__name__, text) for text in found.sentences)
        for figure in (town.people, town.moves, town.pay, town.pull):
            shown = figure(here)
            if not isinstance(shown, town_told.Told):
                yield here.slug, "alt", shown.alt
                for where, text in chart_words(specification(shown.chart)):
                    yield here.slug, where, text


def main() -> None:
    from regecon import figures
    from regecon.explorers import explorer, explorer_names
    from regecon.kit.chart import specification

    seen = []
    for name in explorer_names():
        model = explorer(name)
        seen += [(name, *pair) for pair in explorer_words(model)]
        seen += [(name, *pair) for pair in chart_words(model.drawn(model.views()))]
    for found in iter_modules(figures.__path__):
        module = import_module(f"regecon.figures.{found.name}")
        for name, make in inspect.getmembers(module, inspect.isfunction):
            plain = make.__module__ == module.__name__ and not name.startswith("_")
            given = inspect.signature(make).parameters.values()
            if not plain or any(value.default is value.empty for value in given):
                continue
            where = f"{found.name}.{name}"
            returned = str(inspect.signature(make).return_annotation)
            if name.endswith("_alt"):
                seen.append((where, "alt", make()))
            elif returned == "Figure":
                figure = make()
                seen.append((where, "alt", figure.alt))
                seen += [(where, *pair) for pair in chart_words(specification(figure.chart))]
            elif "Chart" in returned:
                chart = make()
                if not isinstance(chart, alt.TopLevelMixin):  # layers for another chart
                    continue
                seen += [(where, *pair) for pair in chart_words(specification(chart))]
    seen += town_words()
    print(json.dumps(seen))


if __name__ == "__main__":
    main()
