"""The sheet of a week: read, and everything that is wrong with it told with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from regecon.desk.teacher.check import faults
from regecon.desk.teacher.deck import slides
from regecon.desk.teacher.kit import play
from regecon.desk.teacher.numbers import fields, filled, in_words, listed
from regecon.desk.teacher.sheet import Own, SheetError, find_sheets, read_sheet
from regecon.desk.weeks import read_weeks
from regecon.figures import w09
from regecon.press import teacher
from tests.desk.teaching import KIT, SLUG, sheet

ROOT = Path(__file__).resolve().parents[2]
WEEKS = {week.slug: week for week in read_weeks(ROOT)}
NUMBERS = {"visits_2012": 330.0, "beds": 3300.0}


@pytest.fixture(autouse=True)
def numbers(monkeypatch):
    """The chapter's numbers take seconds; the sheet of these tests names two of them."""
    monkeypatch.setattr(w09, "numbers", lambda: dict(NUMBERS))


def written(folder: Path, *changes: tuple[str, str]) -> Path:
    path = folder / "teaching" / f"{SLUG}.md"
    path.parent.mkdir(exist_ok=True)
    path.write_text(sheet(*changes), encoding="utf-8")
    return path


def told(folder: Path, *changes: tuple[str, str]) -> list[str]:
    start = f"teaching/{SLUG}.md: "
    found = faults(written(folder, *changes), WEEKS[SLUG], ROOT)
    assert all(sentence.startswith(start) for sentence in found)
    return [sentence.removeprefix(start) for sentence in found]


def test_a_whole_sheet_has_no_fault(tmp_path):
    assert told(tmp_path) == []
    found = read_sheet(find_sheets(tmp_path)[0])
    assert [row.minutes for row in found.seminar] == [10, 30, 30, 20]
    assert found.kit.issues[0].values == tuple(range(0, 101, 10))
    assert [len(found.kit.seats(persons)) for persons in (5, 8)] == [5, 8]


LAST_ROLE = KIT[KIT.index("  - {name: the mine") : KIT.index("  debrief")]
FAULTS = {
    "a key that is missing": (("homework: Exercises 1 to 3.\n", ""), "the key homework is missing"),
    "a key mistyped": (("homework:", "homewrok:"), "no key 'homewrok'; did you mean homework?"),
    "a value of another kind": (("minutes: 20", "minutes: long"), "expected a whole number"),
    "more than there is": (("minutes: 20", "minutes: 95"), "is 95, expected at most 90"),
    "a question without an answer": (
        ("  expect: [", "  # expect: ["), "lecture, entry 2: the key expect is missing beside ask",
    ),
    "another week": (("week: w09-resort", "week: w08-resort"), "as the file is called"),
    "no YAML": (("do: Vote.", "do: Vote: all"), "line 14:"),
    "minutes": (("minutes: 20", "minutes: 25"), "lecture: its minutes add up to 95, expected 90"),
    "rows": (("- {minutes: 10, do: Deal the sheets.}\n", ""), "seminar: has 3 rows, expected 4 to"),
    "an objective": (("objective: w09-o1", "objective: w09-o9"), "w09-o9, which the week has not"),
    "a wide board": (("|      ____ K?", "|" + "_" * 40), "board: expected at most 10 lines"),
    "a number that is not": (("{visits_2012:.0f}", "{visits:.0f}"), "no number {visits} in"),
    "a form that is none": (("{visits_2012:.0f}", "{visits_2012:.0q}"), "no form of a number"),
    "a typed number": (
        ("Let everyone predict", "Of 4,321 guests"), "lecture, entry 2, do: the number 4,321",
    ),
    "a typed figure": ((", source: SYNTHETIC", ""), "needs source: SYNTHETIC or fact: NAME"),
    "a fact that is none": (("source: SYNTHETIC", "fact: x"), "has no fact 'x'"),
    "an expression": (("value: beds", "value: bed"), "numbers, beds: bed has no value; NameError"),
    "made up and not said": (("  SYNTHETIC: true\n", ""), "kit: cost is made up"),
    "few slides": (("## Slide 0", "### Slide 0"), None),
    "an objective without a slide": (("(w09-o2)=\n", ""), "no slide serves w09-o2"),
    "an objective of another": (("(w09-o2)=", "(w09-o9)="), "the week has no objective w09-o9"),
    "no notes": ((":::{notes}\nAsk who pays first.", ":::{notes}"), "has no :::{notes}"),
    "a figure that is none": (("{shown} standing", "{shown} sitting"), "w09 has no figure sitting"),
    "a module that is none": (
        ("{shown} standing\n", "{shown} standing\n:from: w99\n"), ":from: is 'w99', expected a",
    ),
    "an explorer": (("resort-ceiling", "resort-floor"), "there is no explorer 'resort-floor'"),
    "a question": (("{ask} quiz 1", "{ask} quiz 99"), "asks question 99 of the quiz, which has"),
    "a directive": (("{ask} quiz 1", "{figure} x"), "there is no {figure}, expected one of shown"),
    "a number on a slide": (("A question about", "A question of 4,321"), "'Slide 0': the number"),
    "seven roles": (
        (LAST_ROLE, ""),
        "found 5 of 7 with in: 5",
    ),
    "six sit at five": (("the mine, in: 8", "the mine, in: 5"), "found 6 of 8 with in: 5"),
    "long rounds": (("{minutes: 30, what: Offers}", "{minutes: 70, what: Offers}"), "100 minutes"),
    "no whole step": (("step: 10", "step: 7"), "expected whole steps of 7 from 0"),
    "half a range": (("step: 10", "unit2: x"), "there is no key 'unit2'"),
    "range and choice": (("step: 10}", "step: 10, choices: [a, b]}"), "has choices, so no from"),
    "too many outcomes": (("step: 10", "step: 0.01"), "outcomes, expected at most 4,000"),
    "a score that is none": (("score: fee * 0.9", "score: fee *"), "'fee *' is no expression"),
    "a score of nothing": (("score: fee * 0.9", "score: 40"), "names none of the outcomes"),
    "a score of a stranger": (("fee * 0.9", "fee * x"), "score: x is neither an outcome nor"),
    "nought by nought": (("score: fee * 0.9", "score: fee / fee"), "no value at fee = 0"),
    "above 100": (("score: fee * 0.9", "score: fee * 1.1"), "runs from 0 to 110, expected 0 to"),
    "all the same": (("score: fee * 0.9", "score: 40 + 0 * fee"), "is the same for every outcome"),
    "a number not on its sheet": (("numbers: [beds]", "numbers: []"), None),
    "a number used unseen": (
        ("score: 60 - 0.1 * fee", "score: 60 - 0.1 * fee + 0 * visits_2012"),
        "'the settlement': uses visits_2012, which is neither in its numbers",
    ),
    "a number without a unit": (
        ("numbers: [beds]", "numbers: [beds, visits_2012]"), "visits_2012 has no unit to print",
    ),
    "no agreement": (("walk_out: 50}", "walk_out: 79}"), "kit, for 8: no outcome gives every role"),
    "worth never": (("walk_out: 50}", "walk_out: 90}"), "never worth its walk_out of 90"),
    "no deal said": (
        ("  SYNTHETIC: true\n", "  SYNTHETIC: true\n  no_deal: Too poor.\n"), "kit, no_deal: says",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("change", "sentence"), FAULTS.values(), ids=FAULTS)
def test_a_planted_fault_is_told_with_its_place(tmp_path, change, sentence):
    found = told(tmp_path, change)
    if sentence is None:
        assert len(found) <= 1
        return
    assert any(sentence in fault for fault in found), found


def test_what_is_best_for_all_is_no_game(tmp_path):
    text = sheet()
    scores = [line for line in text.split("\n") if "score: " in line]
    changes = []
    for line in scores:
        start, _key, rest = line.partition("score: ")
        end = ", walk_out" + rest.partition(", walk_out")[2] if ", walk_out" in rest else ""
        changes.append((line, f"{start}score: 0.9 * fee{end}"))
    assert any("is best for all" in fault for fault in told(tmp_path, *changes))


def test_all_numbers_typed_by_the_teacher_are_hers(tmp_path):
    words = "Take 25 minutes, 20 to 30 points, groups of five, week 7, question 3, in 2017"
    assert told(tmp_path, ("Let everyone predict", words)) == []


def test_the_scores_of_both_versions(tmp_path):
    kit = read_sheet(written(tmp_path)).kit
    five, eight = (play(kit, persons, NUMBERS) for persons in (5, 8))
    assert len(five.every) == len(eight.every) == 22
    assert set(eight.deals) <= set(five.deals)
    assert five.best(kit.roles[0]) == [20, 21]
    by_hand = [
        (fee, payer)
        for fee in range(0, 101, 10)
        for payer in ("the lift owner", "the district")
        if fee * 0.9 >= 18
        and (100 - fee if payer == "the district" else max(0, 95 - fee)) >= 20
        and 90 - 0.5 * fee >= 10
        and (50 + 0.2 * fee if payer == "the lift owner" else 40) >= 30
        and 80 - abs(fee - 40) >= 40
    ]
    assert [tuple(five.every[place].values()) for place in five.deals] == by_hand
    assert five.every[five.largest_sum] == {"fee": 40, "payer": "the lift owner"}  # 299 points


def test_fields_are_filled_and_markup_stays():
    text = "{a:.1f} and {b}, {claim}`S-115`, `{a}`, $x_{a}$, {cite:t}`x`\n\n:::{shown} a\n:::"
    assert filled(text, {"a": 1234.56, "b": "two"}) == text.replace("{a:.1f}", "1234.6").replace(
        "{b}", "two"
    )
    assert fields(text) == [("a", ".1f"), ("b", "")]
    assert in_words(2.5, ",.2f") == "2.50"
    assert listed("hotel_beds", Own(1, "places"), 1234.0) == ("hotel beds", "1,234\u00a0places")


def test_slides_know_their_lines_labels_and_blocks():
    found = slides("\n(w09-o1)=\n## One\n\nText.\n\n:::{shown} a\n:from: w07\n:::\n## Two\n", 50)
    assert [(slide.title, slide.line) for slide in found] == [("One", 52), ("Two", 59)]
    assert found[0].objectives == ("w09-o1",)
    assert found[0].text == "Text."
    (block,) = found[0].blocks
    assert (block.kind, block.name, block.options, block.line) == (
        "shown",
        "a",
        {"from": "w07"},
        56,
    )


def test_the_command_says_what_is_whole_and_ends_with_what_is_not(tmp_path, monkeypatch, capsys):
    for name in ("book", "datasets"):
        (tmp_path / name).symlink_to(ROOT / name)
    monkeypatch.setattr(teacher, "ROOT", tmp_path)
    written(tmp_path)
    teacher.main(["check", "w09"])
    assert "nothing is wrong. 11 slides; of 22 outcomes of the kit" in capsys.readouterr().out
    written(tmp_path, ("homework:", "homewrok:"))
    with pytest.raises(SystemExit, match=f"teaching/{SLUG}.md: there is no key 'homewrok'"):
        teacher.main(["check"])
    with pytest.raises(SystemExit, match="the week has no sheet yet"):
        teacher.main(["check", "w12"])
    with pytest.raises(SystemExit, match="There is no week 'w99'"):
        teacher.main(["check", "w99"])


@pytest.mark.parametrize("path", find_sheets(ROOT), ids=lambda path: path.stem)
def test_the_sheets_of_the_course_are_read(path):
    assert read_sheet(path).week in WEEKS


def test_a_part_that_fails_keeps_no_other_from_being_made(tmp_path, monkeypatch, capsys):
    made = []

    class Parts:
        def good(self, root, out, weeks):
            made.append((out.name, [week.slug for week in weeks]))

        def bad(self, root, out, weeks):
            raise SheetError("teaching/x.md: it is upside down")

        def style(self, out):
            out.mkdir()

    parts = {name: ("parts", name, "bank" if name == "good" else "") for name in ("bad", "good")}
    monkeypatch.setattr(teacher, "PARTS", parts)
    monkeypatch.setattr(teacher, "import_module", lambda name: Parts())
    with pytest.raises(SystemExit, match=r"upside down\nbad: not made; .*\nThe rest is there"):
        teacher.main(["w09", "--out", str(tmp_path / "pack")])
    assert made == [("bank", [SLUG])]
    assert (tmp_path / "pack" / "index.html").is_file()
    teacher.main(["w09", "--out", str(tmp_path / "pack2"), "--only", "good"])
    assert capsys.readouterr().out.strip().endswith("index.html")
    with pytest.raises(SystemExit, match="There is no part plan: take some of bad, good"):
        teacher.main(["--out", str(tmp_path), "--only", "plan"])
