"""One command for all: what it lists, how it fails, and with which number it ends."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest

from regecon import command
from regecon.command import COMMANDS, main

ROOT = Path(__file__).resolve().parents[1]


def ends(arguments: list[str]) -> int | str | None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    return ended.value.code


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_says_what_it_takes(name, capsys):
    assert ends([name, "--help"]) == 0
    assert capsys.readouterr().out.startswith(f"usage: regecon {name} ")


def test_help_lists_every_command_and_every_number_it_ends_with(capsys):
    assert ends(["--help"]) == 0
    told = capsys.readouterr().out
    assert all(f"  {name} " in told for name in COMMANDS)
    assert set(re.findall(r"\b\d+\b", told)) == {"0", "1", "2", "3", "130"}


def test_a_wrong_call_ends_with_two_and_a_hint(capsys):
    assert ends([]) == 2
    assert ends(["bok"]) == 2
    assert "There is no command 'bok'. Did you mean book?" in capsys.readouterr().err
    assert ends(["draft"]) == 2


def test_something_wrong_ends_with_one_and_a_sentence():
    told = ends(["data", "populaton"])
    assert "did you mean 'population'" in told


def test_a_command_that_is_stopped_ends_with_130(monkeypatch, capsys):
    def stopped(arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr(import_module("regecon.press.facts"), "main", stopped)
    assert ends(["facts"]) == 130
    assert capsys.readouterr().err == "Stopped.\n"


def test_what_is_not_installed_is_named_with_the_remedy(monkeypatch):
    def without(name):
        raise ModuleNotFoundError("No module named 'sphinx'", name="sphinx")

    monkeypatch.setattr(command, "import_module", without)
    told = ends(["book"])
    assert told.startswith("regecon book needs sphinx, which is not installed: run make book once")


def test_no_page_and_no_recipe_names_an_entry_that_is_gone():
    old = re.compile(r"python -m regecon\.[a-z.]+")
    files = [ROOT / "Makefile", *ROOT.glob("*.md"), *ROOT.glob("book/**/*.md")]
    found = {path.name: old.findall(path.read_text(encoding="utf-8")) for path in files}
    assert not {name: texts for name, texts in found.items() if texts}
