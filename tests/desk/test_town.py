"""Your own town: every notebook runs from top to bottom, every card says what it has and lacks."""

from __future__ import annotations

import ast
import contextlib
import io
import json
import os
import re
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from html import unescape
from unittest.mock import patch

import nbformat
import pytest
from nbclient import NotebookClient

from regecon.cases import town
from regecon.data import load
from regecon.desk.town import card as card_module
from regecon.desk.town import notebook
from regecon.desk.town.card import card
from regecon.desk.town.command import main
from regecon.desk.town.notebook import TEAM_TOWNS, cells, starter, titles
from regecon.figures import town as figures
from regecon.figures import town_told as told
from regecon.kit.chart import Figure

ALL = (*town.municipalities(), *town.outside())
PROCESSES = 2
DRAWN = 10
BROKEN = re.compile(r"\bnan\b|\bNone\b(?! of)|<NA>|[{}]|\binf\b|  |\.\.|-\d")
PAGES = ("Seversk", "Bratsk", "Sheregesh", "Choysky")  # with many gaps, and one with all


@dataclass(frozen=True)
class Run:
    """A notebook that was run: its town, its seconds, and what was wrong."""

    slug: str
    seconds: float
    faults: list[str]


def displayed(source: str, names: dict) -> object:
    """Run a cell as a kernel does: the value of its last line, if that is an expression."""
    tree = ast.parse(source)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "cell", "exec"), names)
    return eval(compile(ast.Expression(last.value), "cell", "eval"), names) if last else None


def texts_of(shown: object) -> list[str]:
    if isinstance(shown, told.Told):
        return list(shown.sentences)
    return [shown.alt] if isinstance(shown, Figure) else []


def run(here: town.Town) -> Run:
    """Run the code of a notebook in this process, without drawing."""
    start, faults, names = time.perf_counter(), [], {}
    for number, (kind, source) in enumerate(cells(here)):
        if kind != "code":
            continue
        printed = io.StringIO()
        try:
            with contextlib.redirect_stdout(printed):
                shown = displayed(source, names)
        except Exception as error:
            faults.append(f"cell {number}: {type(error).__name__}: {error}")
            continue
        if shown is None and not printed.getvalue():
            faults.append(f"cell {number} shows nothing")
        faults += [f"cell {number}: {text}" for text in texts_of(shown) if BROKEN.search(text)]
        if "nan" in printed.getvalue():
            faults.append(f"cell {number} prints no number")
    if names.get("here") != here:
        faults.append("the notebook finds another town")
    return Run(here.slug, time.perf_counter() - start, faults)


class Blank:
    """Stands for all of Altair where no chart need be made; rows and sentences are."""

    def __getattr__(self, name: str) -> Blank:
        return self

    def __call__(self, *_given: object, **_named: object) -> Blank:
        return self


def run_drawn(here: town.Town) -> Run:
    """Run a notebook; one in ten makes its charts as well, for they differ by their rows only."""
    if ALL.index(here) % DRAWN == 0:
        return run(here)
    with patch.object(figures, "alt", Blank()):
        return run(here)


def test_every_notebook_runs_from_top_to_bottom():
    """In two processes, each of which runs half of them one after the other."""
    run(town.find("Sheregesh"))  # what all share is read once, before the processes part
    with ProcessPoolExecutor(PROCESSES) as pool:
        runs = list(pool.map(run_drawn, ALL, chunksize=17))
    slowest = max(runs, key=lambda found: found.seconds)
    print(f"{len(runs)} notebooks, the slowest {slowest.slug} in {slowest.seconds:.2f} s")
    assert len(runs) == 170
    faults = {found.slug: found.faults for found in runs if found.faults}
    assert not faults, json.dumps(faults, ensure_ascii=False, indent=1)


def test_a_notebook_runs_in_a_kernel_of_its_own():
    notebook = nbformat.reads(starter(town.find("Choysky")), as_version=4)
    nbformat.validate(notebook)
    NotebookClient(notebook, kernel_name="python3", timeout=120).execute()
    shown = [cell.outputs[0] for cell in notebook.cells if cell.cell_type == "code"]
    kinds = [set(output.get("data", {"text/plain": ""})) for output in shown]
    assert sum("text/html" in kind for kind in kinds) > 8  # figures and tables
    assert sum("text/markdown" in kind for kind in kinds) > 8  # sentences


def test_the_cells_are_short_and_name_every_week():
    made = cells(town.find("Prokopyevsk"))
    assert all(len(source.splitlines()) <= 25 for kind, source in made if kind == "code")
    text = " ".join(source for kind, source in made if kind == "markdown")
    leaning = " ".join(re.findall(r"Leans on: (.*)", text))
    assert {int(number) for number in re.findall(r"week (\d+)", leaning)} == set(range(1, 17))
    assert all(title in text for number, title in titles().items())
    assert "](" not in text  # a student's machine has no page to lead to


def text_of(page: str) -> str:
    body = re.sub(r"<svg.*?</svg>", " ", page.split("<body>")[1], flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


@pytest.mark.parametrize("name", PAGES)
def test_a_card_says_all_and_asks_no_other_host(name, monkeypatch):
    monkeypatch.setattr(
        card_module, "picture", lambda _chart, alt, _width: f"<figure>{alt}</figure>"
    )
    here = town.find(name)
    page = card(here)
    text = text_of(page)
    for part in told.PARTS:
        assert all(" ".join(sentence.split()) in text for sentence in part(here).sentences)
        assert all(f"{table} {trust}" in text for table, trust in part(here).caveats)
    assert not re.search(r"<script|src=|href=|url\(|@import|https?:", page)
    assert not BROKEN.search(re.sub(r"\d+-\d+", "9", text))


def test_a_card_holds_its_pictures_and_its_colours():
    page = card(town.find("Шерегеш"))
    assert page.count('<figure class="re-picture" role="img" aria-label=') == 3
    assert not re.search(r"<script|src=|href=|url\((?!#)|@import", page)
    used = set(re.findall(r'(?:fill|stroke)="(#\w{6})"', page.split("<body>")[1]))
    assert used
    assert all(f'="{colour}"] {{' in page for colour in used)  # each follows light and dark


def test_the_card_with_most_words_is_one_sheet_of_paper(engine, program, tmp_path):
    page = tmp_path / "card.html"
    page.write_text(card(town.find("Sheregesh")), encoding="utf-8")
    browser = engine.launch(executable_path=program, args=["--no-sandbox"])
    tab = browser.new_page(viewport={"width": 360, "height": 800})
    tab.goto(page.as_uri())
    assert tab.evaluate("document.documentElement.scrollWidth") == 360
    sheet = tab.pdf(prefer_css_page_size=True)
    browser.close()
    assert len(re.findall(rb"/Type\s*/Page\b", sheet)) == 1


def test_a_name_is_escaped(monkeypatch):
    monkeypatch.setattr(card_module, "picture", lambda *_args: "")
    page = card(replace(town.find("Choysky"), name_ru="<script>"))
    assert "<script" not in page
    assert "&lt;script&gt;" in page


@pytest.fixture
def quick(monkeypatch):
    """The command without drawing."""
    monkeypatch.setattr(card_module, "picture", lambda *_args: "")


def ends(*arguments: str) -> str:
    with pytest.raises(SystemExit) as ended:
        main(list(arguments))
    return str(ended.value.code)


def test_the_command_writes_both_files_and_none_over_others(quick, tmp_path, capsys):
    main(["чойский", "--out", str(tmp_path / "new")])
    paths = capsys.readouterr().out.split()
    assert [os.path.basename(path) for path in paths] == [
        "choysky-district.ipynb",
        "choysky-district.html",
    ]
    card_path = tmp_path / "new" / "choysky-district.html"
    card_path.write_text("mine", encoding="utf-8")
    assert "already there" in ends("Чойский", "--out", str(tmp_path / "new"))
    assert card_path.read_text(encoding="utf-8") == "mine"
    main(["Чойский", "--out", str(tmp_path / "new"), "--force"])
    assert card_path.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert len(list((tmp_path / "new").iterdir())) == 2


def test_nothing_is_half_written(quick, tmp_path):
    (tmp_path / "choysky-district.html").mkdir()
    assert "Nothing was written" in ends("Чойский", "--out", str(tmp_path), "--force")
    assert [path.name for path in tmp_path.iterdir()] == ["choysky-district.html"]
    file = tmp_path / "file"
    file.write_text("", encoding="utf-8")
    assert "Nothing was written" in ends("Чойский", "--out", str(file))


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["Первомайский"], '--region "Tomsk oblast"'),
        (["Прокопьевский"], "Прокопьевский муниципальный округ"),
        (["Севеск"], "Seversk urban okrug"),
        (["qqq"], "five regions"),
        ([""], "five regions"),
        (["Магнитогорск"], "413,300 in 2020"),
        (["Первомайский", "--region", "Kuz"], "expected one of Altai Republic"),
    ],
)
def test_a_name_that_does_not_do_ends_with_what_would(asked, said, tmp_path):
    assert said in ends(*asked, "--out", str(tmp_path))
    assert not list(tmp_path.iterdir())


def test_what_several_are_called_leads_to_each(quick, tmp_path):
    lines = re.findall(r'regecon town "(.*)" --region "(.*)"', ends("Первомайский"))
    found = {town.find(name, region).municipality for name, region in lines}
    assert len(found) == len(lines) == 2


def test_a_town_outside_says_so(quick, tmp_path, capsys):
    main(["Братск", "--out", str(tmp_path)])
    assert "outside the five regions" in capsys.readouterr().out
    text = text_of((tmp_path / "bratsk.html").read_text(encoding="utf-8"))
    assert "No table of ours has the wages of Bratsk." in text
    assert "Bratsk did not stand in the list of July 2014." in text


def test_the_towns_of_the_teams_are_in_the_tables():
    assert [town.find(name).slug for name in TEAM_TOWNS] == [
        "bratsk",
        "usolye-sibirskoye",
        "yurga",
        "prokopyevsk",
        "rubtsovsk",
        "anzhero-sudzhensk",
    ]


def test_values_that_a_sentence_prints_are_those_of_the_tables():
    here = town.find("Prokopyevsk")
    table = load("municipal_population")
    counted = table[table["municipality"] == here.municipality].set_index("year")["population"]
    said = " ".join(told.people(here).sentences)
    assert all(f"{counted[year]:,}" in said for year in (2016, 2020, 2023, 2024))
    assert "\u22128.1 per cent" in said  # across the recount, from 190,334 to 174,859


def test_without_the_book_weeks_have_numbers_alone(monkeypatch, tmp_path):
    monkeypatch.setattr(notebook, "ROOT", tmp_path)
    titles.cache_clear()
    assert notebook.weeks(8, 12) == "Leans on: week 8; week 12."
    titles.cache_clear()
