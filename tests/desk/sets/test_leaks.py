"""Students' files hold no solution, no hidden test and no mistake, in no form."""

from __future__ import annotations

import base64
import codecs
import json
import zlib
from html import escape
from urllib.parse import quote

import pytest

from tests.desk.sets.leaks import hidden_values, leaks, open_answers, secrets
from tests.desk.sets.sets import PATHS, exercise_set, solved
from tests.teaching_secrets import secrets as secrets_of_teaching
from tests.teaching_secrets import told_in

FORMS = {
    "plain": str,
    "json": lambda text: json.dumps({"a": text}),
    "json in json": lambda text: json.dumps(json.dumps(text)),
    "html": escape,
    "address": quote,
    "base64": lambda text: base64.b64encode(text.encode()).decode(),
    "zipped": lambda text: base64.b64encode(zlib.compress(text.encode())).decode(),
    "hex": lambda text: text.encode().hex(),
    "backwards": lambda text: text[::-1],
    "rot13": lambda text: codecs.encode(text, "rot13"),
    "spread over lines": lambda text: text.replace(" ", "\n  "),
}


@pytest.mark.parametrize("slug", PATHS)
def test_the_student_notebook_gives_nothing_away(built, slug):
    text = (built / "students" / f"{slug}.ipynb").read_text(encoding="utf-8")
    assert leaks(text, exercise_set(slug)) == []


@pytest.mark.parametrize("slug", PATHS)
def test_the_student_notebook_holds_no_answer(built, slug):
    text = (built / "students" / f"{slug}.ipynb").read_text(encoding="utf-8")
    assert open_answers(text, slug) == []


@pytest.mark.parametrize("slug", PATHS)
def test_the_student_notebook_says_nothing_that_only_teachers_have(built, slug):
    assert told_in([built / "students" / f"{slug}.ipynb"], secrets_of_teaching()) == []


def test_an_open_answer_is_found():
    value = solved("w09-resort-curve")["growth"].answers[0].rules[0].value
    for text in (f"{value:.2f} per cent", f"{value!r}", f"{value:.2f}".replace(".", ",")):
        assert open_answers(f"grows by {text}", "w09-resort-curve")
    rule = json.dumps({"rules": [{"value": 49.0, "hint": "", "within": 0.05, "right": True}]})
    assert open_answers(rule, "w12-keep-call-train")
    assert open_answers("Count the gaps between the winters", "w09-resort-curve") == []


@pytest.mark.parametrize("slug", PATHS)
def test_students_get_one_file(built, slug):
    found = [path.name for path in (built / "students").rglob("*") if path.stem.startswith(slug)]
    assert found == [f"{slug}.ipynb"]


@pytest.mark.parametrize("slug", PATHS)
def test_the_key_gives_all_away(built, slug):
    text = (built / "teachers" / slug / "key.ipynb").read_text(encoding="utf-8")
    found = leaks(text, exercise_set(slug))
    assert len(found) >= 0.8 * len(secrets(exercise_set(slug)))


@pytest.mark.parametrize("form", FORMS)
def test_a_leak_is_found_in_any_form(form):
    toy = exercise_set("toy")
    for secret in secrets(toy):
        assert secret in leaks(f"a {FORMS[form](secret)} b", toy), secret


def test_a_hidden_value_is_found():
    toy = exercise_set("toy")
    assert hidden_values(toy) == {"31415", "62830", "10.408951"}
    assert leaks('{"a": [31415, 7]}', toy) == ["31415"]
    assert leaks("131415 and 31415.5", toy) == []
