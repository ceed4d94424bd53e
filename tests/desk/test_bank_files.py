"""The bank as files: both formats are read back by readers that are not ours.

For GIFT that is the parser gift-pegjs. For Moodle XML it is a schema, ``moodle.rng``, made from
Moodle's own import and export, and a reader that follows the paths of its import; texts are then
read as a browser would.
"""

from __future__ import annotations

import csv
import random
import re
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from lxml import etree

from regecon.desk.bank.gift import gift
from regecon.desk.bank.moodle import moodle_xml
from regecon.desk.bank.question import Question
from regecon.desk.bank.reader import BankError, banks, read_bank
from regecon.desk.bank.shelves import Shelf, asked, shelves, tags, typed
from regecon.desk.bank.wording import plain
from regecon.desk.bank.write import write
from regecon.desk.weeks import read_weeks
from tests import npm
from tests.desk import banks as made

ROOT = Path(__file__).parents[2]
SCHEMA = etree.RelaxNG(etree.parse(Path(__file__).with_name("moodle.rng")))
PARSE = 'text => require("gift-pegjs").parse(text)'
# What breaks formats: their own signs, the ends of their quotes, other alphabets, formulas.
ODD = (
    "=", "~", "#", "{", "}", ":", "::", "//", "->", "%50%", "####", "]]>", "<![CDATA[", "&amp;",
    "<", ">", '"', "'", "«ёлки»", "Бийск", "🏔", "0,5", "1 000", "[html]", "\n", "\n\n", "\\n",
    "\\", "$x \\neq \\{a: b\\}$", "$\\frac{1{,}5}{2}$", "T", "TRUE", "*no* **star**", "`a=b`", "–",
)  # fmt: skip


class Seen(HTMLParser):
    """The words that a browser shows."""

    def __init__(self):
        super().__init__()
        self.words = []

    def handle_data(self, data):
        self.words.append(data)

    def handle_starttag(self, tag, attrs):
        self.words += [" "] if tag == "p" else []


def words(*texts: str) -> str:
    """Texts as one reads them, one after the other."""
    return " ".join(" ".join(map(plain, texts)).split())


def seen(markup: str) -> str:
    parser = Seen()
    parser.feed(markup)
    parser.close()
    return " ".join("".join(parser.words).split())


def from_moodle(xml: str) -> dict[str, dict]:
    """Questions by their idnumber, read by the paths of Moodle's import."""
    assert SCHEMA.validate(etree.fromstring(xml.encode())), SCHEMA.error_log
    found, category = {}, ""
    for element in ElementTree.fromstring(xml):
        if element.get("type") == "category":
            category = element.findtext("category/text")
            continue
        answers = [
            (
                int(answer.get("fraction")),
                answer.findtext("text"),
                answer.findtext("tolerance"),
                answer.findtext("feedback/text"),
            )
            for answer in element.findall("answer")
        ]
        found[element.findtext("idnumber")] = {
            "category": category,
            "kind": element.get("type"),
            "text": seen(element.findtext("questiontext/text")),
            "told": seen(element.findtext("generalfeedback/text") or ""),
            "answers": answers,
            "pairs": [
                (seen(part.findtext("text") or ""), part.findtext("answer/text"))
                for part in element.findall("subquestion")
            ],
            "against": seen(element.findtext("incorrectfeedback/text") or ""),
            "tags": [tag.text for tag in element.findall("tags/tag/text")],
        }
    return found


def decoded(text: str) -> str:
    """What gift-pegjs leaves of escapes in the right side of a match."""
    for sign in ":#={}~\\":
        text = text.replace(f"&&{ord(sign):03};", sign)
    return text


def from_gift(text: str) -> dict[str, dict]:
    """Questions by their id, read by gift-pegjs."""
    found, category = {}, ""
    for entry in npm.run(PARSE, text):
        if entry["type"] == "Category":
            category = entry["title"]
            continue
        assert (entry["stem"]["format"], entry["hasEmbeddedAnswers"]) == ("html", False)
        found[entry["id"]] = {
            "category": category,
            "kind": entry["type"],
            "title": entry["title"],
            "text": seen(entry["stem"]["text"]),
            "told": seen((entry["globalFeedback"] or {"text": ""})["text"]),
            "answers": [
                (choice["isCorrect"], choice["weight"], choice["text"], choice["feedback"]["text"])
                for choice in entry.get("choices", [])
            ],
            "pairs": [
                (seen(pair["subquestion"]["text"]), decoded(pair["subanswer"]))
                for pair in entry.get("matchPairs", [])
            ],
            "tags": entry["tags"],
        }
    return found


def same_as_moodle(read: dict, item) -> None:
    """Whether a question has come through Moodle XML whole."""
    kinds = {"choice": "multichoice", "numeric": "numerical", "short": "shortanswer"}
    question = item.question
    assert read["kind"] == kinds.get(question.kind, "matching")
    assert read["text"] == plain(asked(item))
    assert read["told"] == plain(item.told)
    assert read["against"] == words(*item.against)
    assert read["tags"] == tags(item)
    assert len(read["answers"]) == len(item.answers)
    for number, (answer, kept) in enumerate(zip(item.answers, read["answers"], strict=True)):
        fraction, value, tolerance, why = kept
        assert fraction == (100 if answer.right else 0)
        assert seen(why) == ("Right." if answer.right else plain(answer.why))
        if question.kind == "numeric":
            assert float(value) == pytest.approx(answer.value, rel=1e-9)
            assert float(tolerance) == pytest.approx(item.width[number], rel=1e-9)
        elif question.kind == "short":
            assert value == typed(answer.value)
        else:
            assert seen(value) == plain(answer.value)
    pairs = [*item.pairs, *(("", other) for other in item.extra)]
    assert read["pairs"] == [(plain(left), plain(right)) for left, right in pairs]


def same_as_gift(read: dict, item) -> None:
    """Whether a question has come through GIFT whole."""
    kinds = {"choice": "MC", "numeric": "Numerical", "short": "Short", "matching": "Matching"}
    question = item.question
    assert (read["kind"], read["title"]) == (kinds[question.kind], item.key)
    assert read["text"] == plain(asked(item))
    assert read["told"] == words(item.told, *item.against)
    assert read["tags"] == tags(item)
    assert len(read["answers"]) == len(item.answers)
    for number, (answer, kept) in enumerate(zip(item.answers, read["answers"], strict=True)):
        right, weight, value, why = kept
        assert seen(why) == ("Right." if answer.right else plain(answer.why))
        if question.kind == "choice":
            assert (right, weight) == (answer.right, None)
            assert seen(value["text"]) == plain(answer.value)
            continue
        assert (right, weight) == (True, 100 if answer.right else 0)
        if question.kind == "numeric":
            assert value["number"] == pytest.approx(answer.value, rel=1e-9)
            assert value["range"] == pytest.approx(item.width[number], rel=1e-9)
        else:
            assert value["text"] == typed(answer.value)
    pairs = [*item.pairs, *(("", other) for other in item.extra)]
    assert read["pairs"] == [(plain(left), plain(right)) for left, right in pairs]


def odd_questions(texts) -> list[Question]:
    """A question of each kind whose every text is odd; each call of `texts` gives another."""
    head = {"objective": "w09-o1", "misconception": texts(), "text": texts()}
    choices = tuple({"text": texts(), "why": texts(), "right": n == 1} for n in range(3))
    pairs = tuple({"left": texts(), "right": f"{n} {texts()}".strip()} for n in range(3))
    whys = tuple({"left": texts(), "right": texts(), "why": texts()} for _n in range(3))
    wrong = ({"answer": -0.000012, "why": texts()},)
    short = ({"text": f"a{texts()}", "why": texts()},)
    end = {"right": texts()}
    return [
        Question("w09-b01", "choice", choices=choices, **head),
        Question("w09-b02", "numeric", answer=2.5, unit="x", tolerance="1 %", mistakes=wrong,
                 **head, **end),
        Question("w09-b03", "matching", pairs=pairs, extra=(f"x {texts()}",), why=whys, **head),
        Question("w09-b04", "short", accept=(f"b{texts()}", "b*"), mistakes=short, **head, **end),
    ]  # fmt: skip


def shelf(questions) -> list[Shelf]:
    items = tuple(item for question in questions for item in question.items())
    return [Shelf(("Week / 9. Бийск: 50 %", "practice"), "a & b", items)]


@settings(max_examples=25, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(st.data())
def test_odd_texts_come_through_moodle_xml(data):
    parts = st.lists(st.sampled_from(ODD) | st.text(max_size=5), min_size=1, max_size=5)
    letters = st.builds(lambda words: cleaned(" ".join(words)), parts)
    made_of = shelf(odd_questions(lambda: data.draw(letters)))
    read = from_moodle(moodle_xml(made_of))
    for item in made_of[0].items:
        same_as_moodle(read[item.key], item)


def cleaned(text: str) -> str:
    """A text that a bank may hold: without signs that the check refuses, and not empty."""
    text = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]", "", text)
    return text if plain(text) else "x"


def test_odd_texts_come_through_gift():
    drawn = random.Random(21)

    def text() -> str:
        return cleaned(" ".join(drawn.choices(ODD, k=drawn.randint(1, 5))))

    for _n in range(12):
        made_of = shelf(odd_questions(text))
        read = from_gift(gift(made_of))
        assert {entry["category"] for entry in read.values()} == {
            "$course$/top/Regional Economics in the Field/Week // 9. Бийск: 50 %/practice"
        }
        for item in made_of[0].items:
            same_as_gift(read[item.key], item)


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """All banks of the course: their shelves, week by week."""
    weeks = {week.slug: week for week in read_weeks(ROOT)}
    return [one for path in banks(ROOT) for one in shelves(weeks[path.stem], read_bank(path))]


def test_the_banks_come_through_both_formats(course):
    by_moodle, by_gift = from_moodle(moodle_xml(course)), from_gift(gift(course))
    items = [item for one in course for item in one.items]
    assert len(items) == len(by_moodle) == len(by_gift) == len({item.key for item in items})
    for item in items:
        same_as_moodle(by_moodle[item.key], item)
        same_as_gift(by_gift[item.key], item)
        assert by_gift[item.key]["category"] == by_moodle[item.key]["category"]


def test_a_question_of_several_rows_has_a_shelf_of_its_own(tmp_path):
    root = made.course(tmp_path)
    (week,) = read_weeks(root)
    found = {one.path[-1]: one for one in shelves(week, read_bank(made.write(root)))}
    assert [item.key for item in found["w09-b05"].items] == [f"w09-b05-{n}" for n in (1, 2, 3)]
    assert found["w09-b05"].path[:3] == (
        "Week 09. A hill with beds",
        "Practice",
        "w09-o1. Count beds",
    )
    assert all(len(one.items) == 1 or one.path[3:] for one in found.values() if one.path[3:])


def test_what_is_written_shares_no_question_and_pairs_in_order(tmp_path):
    root = made.course(tmp_path)
    made.write(root)
    out = tmp_path / "out"
    written = write(root, out, read_weeks(root))
    assert sorted(path.relative_to(out).as_posix() for path in written) == sorted(
        ["how-to-import.html", "w09-hill/questions.html"]
        + [f"{place}/{name}" for place in ("w09-hill", "course") for name in (
            "pairs.csv", "pre.xml", "pre.gift.txt", "post.xml", "post.gift.txt", "practice.xml",
            "practice.gift.txt")]
    )  # fmt: skip
    keys = {}
    for use in ("pre", "post", "practice"):
        text = (out / "course" / f"{use}.xml").read_text(encoding="utf-8")
        keys[use] = {key[:7] for key in from_moodle(text)}
    assert keys["pre"] == {"w09-b10", "w09-b12"}
    assert keys["post"] == {"w09-b11", "w09-b13"}
    assert len(keys["practice"]) == 9
    rows = list(csv.DictReader((out / "course" / "pairs.csv").open(encoding="utf-8")))
    assert [(row["number"], row["pair"], row["pre"], row["post"]) for row in rows] == [
        ("1", "ceiling", "w09-b10", "w09-b11"),
        ("2", "share", "w09-b12", "w09-b13"),
    ]


def test_a_preview_has_every_answer_and_reason(tmp_path):
    root = made.course(tmp_path)
    questions = read_bank(made.write(root))
    write(root, tmp_path / "out", read_weeks(root))
    page = (tmp_path / "out" / "w09-hill" / "questions.html").read_text(encoding="utf-8")
    text = seen(re.sub("<style>.*?</style>", "", page, flags=re.DOTALL))
    for question in questions:
        first = question.items()[0]
        assert plain(first.text.split("$")[0]) in text
        for answer in first.answers:
            if isinstance(answer.value, str):
                assert plain(answer.value) in text
            if not answer.right and "$" not in answer.why:
                assert plain(answer.why) in text
    assert "<math" in page
    assert "w09-b05" in text
    assert "330 thousand visits" in text


def test_weeks_without_a_bank_are_left_out_and_a_broken_one_stops_all(tmp_path):
    root = made.course(tmp_path)
    assert write(root, tmp_path / "out", read_weeks(root))[0].name == "how-to-import.html"
    made.write(root).write_text("- key: w09", encoding="utf-8")
    with pytest.raises(BankError, match="the key kind is missing"):
        write(root, tmp_path / "other", read_weeks(root))
    assert not (tmp_path / "other").exists()
