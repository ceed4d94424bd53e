"""The live form of every explorer in a real kernel: the same numbers as the model."""

from __future__ import annotations

import json
import re

import pytest
from jupyter_client.manager import start_new_kernel

from regecon.explorers import explorer, explorer_names
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


@pytest.mark.parametrize("name", explorer_names())
def test_live_form_shows_the_numbers_of_the_model(kernel, name):
    from html import escape

    model = explorer(name)
    seen = json.loads(run(kernel, CODE.format(name=name)).strip().splitlines()[-1])
    states = sample_states(model)
    assert len(seen) == len(states)
    for (texts, sentence, drawn), state in zip(seen, states, strict=True):
        assert texts == [line.text for line in model.headlines(**state)]
        assert sentence == escape(model.sentence(**state))
        assert drawn


JUMP = {"seasons": ("2001_full", "2012_district", "2015_full", "2017_full")}


@pytest.mark.parametrize("name", explorer_names())
def test_no_text_shows_a_number_that_is_none(name):
    """Planted: four winters, the last two equal: no error to put in the sentence."""
    model = explorer(name)
    states = sample_states(model)
    states += [model.state(**JUMP)] if name == "resort-ceiling" else []
    for state in states:
        texts = [model.sentence(**state), *(line.text for line in model.headlines(**state))]
        assert not [text for text in texts if re.search(r"\b(nan|inf)\b", text)], state


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
