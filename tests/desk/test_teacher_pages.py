"""Plan and kit as pages, points in tables that add up, keys, the first page of the pack, paths."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html import unescape
from pathlib import Path

import nbformat
import pytest

from regecon.desk.paths import SIZES, leans, path, unexplained
from regecon.desk.teacher import numbers, pages
from regecon.desk.teacher.check import faults
from regecon.desk.teacher.index import index_page
from regecon.desk.teacher.key import key_page
from regecon.desk.teacher.kit import play
from regecon.desk.teacher.markdown import block, inline
from regecon.desk.teacher.points import parts
from regecon.desk.teacher.sheet import find_sheets, read_sheet, sheet_path
from regecon.desk.weeks import read_weeks
from regecon.kit.palette import PATTERNS
from regecon.press.sphinx.teaching import left_open
from tests.desk.teaching import SLUG, sheet
from tests.sheet_numbers import kept

ROOT = Path(__file__).resolve().parents[2]
WEEKS = read_weeks(ROOT)
WEEK = next(week for week in WEEKS if week.slug == SLUG)
NUMBERS = {"visits_2012": 330.0, "beds": 3300.0, "cost": 40}


def written(folder: Path, *changes: tuple[str, str]):
    (folder / "teaching").mkdir(exist_ok=True)
    made = sheet_path(folder, SLUG)
    made.write_text(sheet(*changes), encoding="utf-8")
    return read_sheet(made)


def plain(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


@pytest.mark.parametrize("file", find_sheets(ROOT), ids=lambda file: file.stem)
def test_a_sheet_of_the_course_has_no_fault(file, request, monkeypatch):
    monkeypatch.setattr(numbers, "of_week", kept(request.config.cache))
    week = next(week for week in WEEKS if week.slug == file.stem)
    found = faults(file, week, ROOT)
    assert not found, "\n".join(found)


def test_a_plan_says_all_that_the_sheet_says(tmp_path):
    made = written(tmp_path, ("|__/______ year", "|__/__ {beds:.0f} beds"))
    page = plain(pages.plan(made, WEEK, NUMBERS))
    said = (
        "10\u201330 Let everyone predict the ceiling. objective 1 How far will it grow?",
        "330 thousand in 2012",
        "knows the future",
        "puts the pen down",
        "the vote 15 min",
        "Exercises 1 to 3.",
        "0\u201310 Deal the sheets.",
        "3300 beds",
    )
    for text in said:
        assert text in page, text


def test_texts_are_escaped(tmp_path):
    changed = written(tmp_path, ("do: Vote.", "do: Vote <script>alert(1)</script>."))
    page = pages.plan(changed, WEEK, NUMBERS)
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_a_role_s_sheet_has_its_own_and_nothing_of_another(tmp_path):
    made = written(tmp_path)
    page = pages.handouts(made, WEEK, NUMBERS, 8)
    common, *sheets = page.split('<section class="sheet')[1:]
    assert len(sheets) == 8
    for role, text in zip(made.kit.roles, map(plain, sheets), strict=True):
        others = [other.hidden for other in made.kit.roles if other is not role]
        hidden = role.hidden.format(**NUMBERS)
        assert hidden in text
        assert hidden not in plain(common)
        assert not [other for other in others if other.format(**NUMBERS) in text]
        assert f"Without an agreement you have {role.walk_out:.0f} points" in text
        assert "SYNTHETIC" in text
    assert "cost of the works 40\u00a0million roubles".replace("\u00a0", " ") in plain(
        sheets[0]
    ).replace("\u00a0", " ")
    five = pages.handouts(made, WEEK, NUMBERS, 5)
    assert five.count('<section class="sheet') == 6
    assert "the mine" not in five


def test_points_read_off_the_tables_are_those_of_the_score(tmp_path):
    made = written(tmp_path)
    game = play(made.kit, 8, NUMBERS)
    for role in made.kit.roles:
        certain, tables = parts(made.kit, game.points[role.name])
        for outcome, points in zip(game.every, game.points[role.name], strict=True):
            cells = [read_off(table, outcome) for table in tables]
            if None not in cells:  # a line that was thinned out
                assert certain + sum(cells) == pytest.approx(points), (role.name, outcome)


def read_off(table, outcome: dict) -> float | None:
    first, *others = table.issues
    if outcome[first.name] not in table.rows:
        return None
    column = table.columns.index(tuple(outcome[issue.name] for issue in others))
    return table.points[table.rows.index(outcome[first.name])][column]


def test_issues_that_a_score_mixes_share_a_table(tmp_path):
    mixed = written(
        tmp_path, ("score: fee * 0.9", 'score: fee * (0.9 if payer == "the district" else 0.1)')
    )
    certain, (table,) = parts(mixed.kit, play(mixed.kit, 5, NUMBERS).points["the water utility"])
    assert certain == 0
    assert [issue.name for issue in table.issues] == ["fee", "payer"]
    assert table.thinned
    assert table.points[-1] == pytest.approx([10, 90])
    apart = written(tmp_path)
    _certain, tables = parts(apart.kit, play(apart.kit, 5, NUMBERS).points["the water utility"])
    assert [issue.name for table in tables for issue in table.issues] == ["fee"]


def test_what_no_small_table_holds_is_a_list_from_best_to_worst(tmp_path):
    kit = written(tmp_path).kit
    many = [replace(kit.issues[0], name=name, values=(0, 1, 2, 3)) for name in "abcd"]
    kit = replace(kit, issues=tuple(many))
    role = replace(kit.roles[0], score="(a + 1) * (b + 1) * (c + 1) * (d + 1) / 3")
    points = play(replace(kit, roles=(role,)), 5, {}).points[role.name]
    _certain, (table,) = parts(kit, points)
    assert table.sampled
    told = [row[0] for row in table.points]
    assert told == sorted(told, reverse=True)
    assert table.rows[0] == (3, 3, 3, 3)
    assert table.rows[-1] == (0, 0, 0, 0)


def test_scoring_says_the_zone_and_reckons_any_agreement(tmp_path):
    made = written(tmp_path)
    page = pages.scoring(made, WEEK, NUMBERS)
    game = play(made.kit, 5, NUMBERS)
    share = 100 * len(game.deals) / 22
    said = plain(page)
    assert f"{len(game.deals)} of 22 outcomes ({share:.0f} %) leave nobody worse off" in said
    assert f"Of 22 outcomes {len(game.deals)} suit all; the link" in said
    assert "Most points in all : fee: 40; payer: the lift owner." in said.replace("all: ", "all : ")
    points = json.loads(re.search(r'id="points">(.*?)</script>', page)[1])
    assert points[0] == pytest.approx(game.points["the water utility"])
    assert len(points) == 8


def test_roles_of_the_book_are_words_on_paper():
    text = (
        "{cite:t}`butler_1980`, {cite:p}`butler_1980`; {claim}`S-115`, {term}`poles <pole>`, $x^2$"
    )
    said = inline(text, {})
    assert said.startswith("Butler (1980), (Butler, 1980); S-115, poles, <span")
    assert block("| a |\n|---|\n| {n} |", {"n": 3.0}).count("<td>3</td>") == 1


def test_a_key_is_read_as_it_stands(tmp_path):
    cells = [nbformat.v4.new_markdown_cell("# Key {x}"), nbformat.v4.new_code_cell("a < {b}")]
    path_ = tmp_path / "key.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path_)
    page = key_page(path_)
    assert "<h1>Key {x}</h1>" in page
    assert '<pre tabindex="0">a &lt; {b}</pre>' in page


def test_the_first_page_links_what_is_there_and_says_what_is_not(tmp_path):
    (tmp_path / "_config.yml").write_text("title: A course\n", encoding="utf-8")
    written(tmp_path)
    (tmp_path / "plans").mkdir()
    (tmp_path / "plans" / f"{SLUG}.html").touch()
    page = index_page(tmp_path, tmp_path, WEEKS[7:9])
    assert re.findall('href="([^"]+)"', page) == ["pack.css", f"plans/{SLUG}.html"]
    before, after = (plain(part) for part in page.split("<section>")[1:])
    assert before.count("the week has no teaching sheet yet") == 1  # nothing of it is there
    assert "not made this time" in after
    assert "the week has no question bank yet" in after
    assert "teaching sheet" not in after


@pytest.mark.parametrize("road", PATTERNS)
def test_a_path_has_its_own_weeks_and_as_many_as_it_says(road):
    found = leans(WEEKS, ROOT)
    own = {week.number for week in WEEKS if week.road == road}
    for size in SIZES:
        chosen = path(WEEKS, found, road, size)
        numbers_ = [week.number for week in chosen]
        assert len(set(numbers_)) == size
        assert numbers_ == sorted(numbers_)
        assert own <= set(numbers_)
        for lean in unexplained(chosen, found):
            assert lean.week in numbers_
            assert lean.earlier not in numbers_
    assert chosen[-1].road == "together"


def test_what_a_path_leaves_out_is_said():
    found = leans(WEEKS, ROOT)
    three = unexplained(path(WEEKS, found, "novokuznetsk", 3), found)
    said = left_open(three)
    assert "Week 7 uses [specialisation](/book/methods/specialisation.md) of week 3." in said
    assert said.endswith("the chapters point back to: week 4, week 5.")
    assert left_open([]) == "nothing that a week names"
