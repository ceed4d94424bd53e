"""The live form of every explorer in a real kernel: the same numbers as the model."""

from __future__ import annotations

import json
import re
from functools import cache
from html import escape

import pytest
from jupyter_client.manager import start_new_kernel

from regecon.explorers import explorer, explorer_names
from regecon.kit.explorer import View
from regecon.kit.explorer.engine import join
from tests.explorer_states import sample_states

CODE = """
import json
from regecon.explorers import explorer
from tests.explorer_states import sample_states
model = explorer({name!r})
box = model.widget()
seen = []
for place, state in enumerate(sample_states(model)):
    if place in (1, 2):  # as a hand does it: a control at a time, and a picture for each
        for name, value in state.items():
            box.controls[name].value = value
    else:
        box.set(**state)
    texts = [line.text for line in box.headlines]
    seen.append([texts, box.sentence.value, "<svg" in box.chart.value])
print(json.dumps(seen))
"""


@pytest.fixture(scope="module")
def kernel():
    manager, client = start_new_kernel()
    yield client
    client.stop_channels()
    manager.shutdown_kernel(now=True)


def run(client, code: str) -> str:
    printed, failed = [], []

    def collect(message):
        if message["msg_type"] == "stream":
            printed.append(message["content"]["text"])
        elif message["msg_type"] == "error":
            failed.append("\n".join(message["content"]["traceback"]))

    client.execute_interactive(code, output_hook=collect, timeout=240)
    assert not failed, failed[0]
    return "".join(printed)


@cache
def told(name: str) -> list[tuple[list[str], str]]:
    """What the model says in each state: headlines and sentence, from one run of its parts."""
    model = explorer(name)
    start, *others = [model.views(**state) for state in sample_states(model)]
    said = [of_views(views) for views in (start, *others)]
    assert said[0] == ([line.text for line in model.headlines()], model.sentence())
    return said


def of_views(views: dict[str, View]) -> tuple[list[str], str]:
    texts = [line.text for view in views.values() for line in view.headlines]
    return texts, join(view.sentence for view in views.values())


@pytest.mark.parametrize("name", explorer_names())
def test_live_form_shows_the_numbers_of_the_model(kernel, name):
    seen = json.loads(run(kernel, CODE.format(name=name)).strip().splitlines()[-1])
    for (texts, sentence, drawn), said in zip(seen, told(name), strict=True):
        assert (texts, sentence) == (said[0], escape(said[1]))
        assert drawn


JUMP = {"seasons": ("2001_full", "2012_district", "2015_full", "2017_full")}


@pytest.mark.parametrize("name", explorer_names())
def test_no_text_shows_a_number_that_is_none(name):
    """Planted: four winters, the last two equal: no error to put in the sentence."""
    said = list(told(name))
    if name == "resort-ceiling":
        said.append(of_views(explorer(name).views(**JUMP)))
    for texts, sentence in said:
        assert not [text for text in (*texts, sentence) if re.search(r"\b(nan|inf)\b", text)]


@pytest.mark.parametrize("name", explorer_names())
def test_wrong_values_are_named(name):
    model = explorer(name)
    with pytest.raises(ValueError, match="no control 'colour'"):
        model.state(colour="red")
    control = model.controls[-1]
    with pytest.raises(ValueError, match=f"{name}, {control.name}: expected"):
        model.state(**{control.name: "nonsense"})


def test_unknown_explorer_names_the_nearest():
    with pytest.raises(ValueError, match="did you mean 'resort-ceiling'"):
        explorer("resort-cieling")


@pytest.mark.parametrize("content", [None, explorer("resort-ceiling")])
def test_a_module_without_its_explorer_is_named(monkeypatch, content):
    import regecon.explorers.poaching_game as module

    monkeypatch.setattr(module, "EXPLORER", content)
    with pytest.raises(ValueError, match=r"explorers/poaching_game\.py has to end in EXPLORER"):
        explorer("poaching-game")
