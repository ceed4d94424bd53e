"""The papers of a university, read back: whole, in sum, nothing empty, in Russian of today."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from docx import Document
from docx.table import Table

from regecon.desk.assessment import read_assessment
from regecon.desk.papers import course, write
from regecon.desk.papers import russian as words
from regecon.desk.papers.course import by_kind, load_of, reading, reference
from regecon.desk.papers.russian import CATALOGUE, russian
from regecon.desk.papers.write import FILES
from regecon.desk.weeks import read_weeks
from regecon.press.words import of_weeks

ROOT = Path(__file__).resolve().parents[2]
WEEKS = read_weeks(ROOT)
RUSSIAN = read_weeks(ROOT, russian)
CYRILLIC = re.compile("[А-Яа-яЁё]")
FIELD = re.compile(r"\[([^\[\]]+)\]")


class Paper:
    """A paper as it stands on the disk, read once."""

    def __init__(self, path: Path):
        self.document = Document(str(path))
        self.tables = [
            [[cell.text for cell in row.cells] for row in table.rows]
            for table in self.document.tables
        ]
        self.cells = [text for table in self.tables for row in table for text in row]
        self.text = "\n".join([*(p.text for p in self.document.paragraphs), *self.cells])

    def headings(self) -> list[str]:
        heads = ("Heading", "Title")
        return [p.text for p in self.document.paragraphs if p.style.name.startswith(heads)]


@pytest.fixture(scope="module")
def papers(tmp_path_factory):
    paths = write.write(ROOT, tmp_path_factory.mktemp("papers"), WEEKS)
    return {path.stem: Paper(path) for path in paths}


@pytest.fixture(params=["module-descriptor", "working-programme-ru"])
def paper(papers, request):
    return papers[request.param]


def below(paper, head: str) -> list[list[str]]:
    """The rows of the table whose first row has a cell of that name."""
    (found,) = (rows for rows in paper.tables if head in rows[0])
    return found[1:]


def test_nothing_is_empty(paper):
    assert all(text.strip() for text in paper.cells)
    assert all(len(table) > 1 for table in paper.tables)
    told = paper.headings()
    assert len(told) == len(set(told)) > 8
    assert all(parts(paper.document).values())


def parts(document) -> dict[str, int]:
    """How many paragraphs and tables stand under each heading of the first level."""
    sizes, head = {}, ""
    for block in document.iter_inner_content():
        style = "" if isinstance(block, Table) else block.style.name
        if style == "Heading 1":
            head = block.text
            sizes[head] = 0
        elif head and (isinstance(block, Table) or block.text.strip()) and style != "Heading 2":
            sizes[head] += 1
    return sizes


def test_no_mark_of_the_writer_is_left(paper):
    text = paper.text
    assert not re.search(r"\*|\[\[|\]\]|\{|\}|\bnan\b|None of", text)
    assert "<NA>" not in text


def test_every_week_and_objective_is_there(papers):
    for name, weeks in (("module-descriptor", WEEKS), ("working-programme-ru", RUSSIAN)):
        texts = set(papers[name].cells)
        for week in weeks:
            assert week.title in texts
            assert {objective.text for objective in week.objectives} <= texts


def test_hours_add_up(papers):
    plan = below(papers["working-programme-ru"], "Лекции")
    *rows, total = ([int(text) for text in row[2:6]] for row in plan)
    assert len(rows) == 16
    assert [sum(column) for column in zip(*rows, strict=True)] == total == [32, 32, 80, 144]
    assert all(row[:3] == [2, 2, 5] and row[3] == 9 for row in rows)
    text = papers["working-programme-ru"].text
    assert "в зачётных единицах: 4 (в единице 36 академических часов)" in text
    *kinds, whole = (int(row[1]) for row in below(papers["module-descriptor"], "Academic hours"))
    assert sum(kinds) == whole == 144


def test_own_work_by_kind_is_that_of_the_plan(papers):
    tables = [rows for rows in papers["working-programme-ru"].tables if rows[0][0] == "Вид работы"]
    *kinds, whole = (int(row[1]) for row in tables[1][1:])
    assert sum(kinds) == whole == 80


def test_credits_are_reckoned_from_hours_that_are_told(papers):
    hours = load_of(read_assessment(ROOT), WEEKS)
    assert (hours.all, hours.units, hours.clock(), hours.clock(60)) == (144, 4, 108, 128)
    assert (hours.credits(), hours.credits(60)) == (4, 5)
    text = papers["module-descriptor"].text
    assert "108 hours by the clock: 4 credits of 27.0 hours" in text
    assert "128 hours: 5 credits of 25.6" in text


def test_shares_add_up_and_rubrics_are_whole(papers):
    assessment = {"module-descriptor": read_assessment(ROOT)}
    assessment["working-programme-ru"] = read_assessment(ROOT, russian)
    for name, column in (("module-descriptor", "Share, %"), ("working-programme-ru", "Баллов")):
        rows = next(rows for rows in papers[name].tables if rows[0][1] == column)[1:]
        assert sum(int(row[1]) for row in rows[:-1]) == int(rows[-1][1]) == 100
        texts = set(papers[name].cells)
        for rubric in assessment[name].rubrics.values():
            levels = {level for one in rubric.criteria for level in (one.name, *one.levels)}
            assert {level.replace("*", "") for level in levels} <= texts


def test_every_work_of_the_reading_is_there(papers):
    english, home = (papers[name].text for name in FILES_STEMS)
    keys = {key for week in WEEKS for key in reading(ROOT, week)}
    assert len(keys) > 80
    assert all(len(reading(ROOT, week)) > 4 for week in WEEKS)
    assert [key for key in keys if reference(key) not in english] == []
    assert [key for key in keys if reference(key, russian=True) not in home] == []


FILES_STEMS = [Path(name).stem for name in FILES]


@pytest.mark.parametrize(
    ("key", "english", "home"),
    [
        (
            "bloom_1995",
            "Bloom H.S. (1995). Minimum detectable effects: a simple way to report the statistical "
            "power of experimental designs. Evaluation Review 19(5), 547–556. "
            "doi 10.1177/0193841X9501900504.",
            "Bloom H.S. Minimum detectable effects: a simple way to report the statistical power "
            "of experimental designs // Evaluation Review. – 1995. – Vol. 19, No. 5. – "
            "P. 547–556. – DOI: 10.1177/0193841X9501900504.",
        ),
        (
            "ashwin_1999",
            "Ashwin S. (1999). Russian Workers: The Anatomy of Patience. "
            "Manchester University Press.",
            "Ashwin S. Russian Workers: The Anatomy of Patience. – Manchester University Press, "
            "1999.",
        ),
        (
            "animitsa_novikova_2022",
            "Анимица Е.Г., Новикова Н.В. (2022). Тенденции экономической динамики классического "
            "старопромышленного региона России: кейс Свердловской области [Trends in the economic "
            "dynamics of a classic old-industrial region of Russia: the case of Sverdlovsk "
            "oblast]. Journal of New Economy 23(2). doi 10.29141/2658-5081-2022-23-2-4.",
            "Анимица Е.Г., Новикова Н.В. Тенденции экономической динамики классического "
            "старопромышленного региона России: кейс Свердловской области // Journal of New "
            "Economy. – 2022. – Т. 23, № 2. – DOI: 10.29141/2658-5081-2022-23-2-4.",
        ),
    ],
)
def test_a_work_is_cited_as_readers_of_the_paper_do(key, english, home):
    assert reference(key) == english
    assert reference(key, russian=True) == home


def test_what_depends_on_the_university_is_a_field_and_not_a_guess(papers):
    document, text = papers["working-programme-ru"].document, papers["working-programme-ru"].text
    assert not re.search(r"\b(?:УК|ОПК|ПК)-\d", text)
    asked = " ".join(FIELD.findall(text))
    for word in ("код дисциплины", "УК-…", "ОПК-…", "ПК-…", "индикатор", "вуза", "профиль"):
        assert word in asked
    marked = [run for p in paragraphs(document) for run in p.runs if run.font.highlight_color]
    assert {run.text for run in marked} == {f"[{field}]" for field in FIELD.findall(text)}


def paragraphs(document):
    """Those of the text and those of tables."""
    inside = (c.paragraphs for t in document.tables for row in t.rows for c in row.cells)
    return [*document.paragraphs, *(one for group in inside for one in group)]


def test_the_programme_is_in_russian(papers):
    skipped = re.compile(r"^(?:w\d\d-o\d.*|[\d –,.]+|№)$")
    for text in papers["working-programme-ru"].cells:
        assert skipped.match(text) or CYRILLIC.search(text), text


def test_fewer_weeks_have_fewer_hours(tmp_path):
    chosen = [week for week in WEEKS if week.number in (1, 9, 10)]
    paths = write.write(ROOT, tmp_path, chosen)
    paper = Paper(paths[1])
    plan = below(paper, "Лекции")
    assert [row[0] for row in plan] == ["1", "9", "10", "–"]
    assert plan[-1][2:6] == ["6", "6", "15", "27"]
    assert "единицах: 0,75 " in paper.text
    assert RUSSIAN[1].title not in paper.text


def test_a_paper_that_fails_leaves_nothing(tmp_path, monkeypatch):
    def broken(root, weeks):
        raise LookupError("planted")

    monkeypatch.setitem(FILES, "working-programme-ru.docx", broken)
    with pytest.raises(LookupError, match="planted"):
        write.write(ROOT, tmp_path, WEEKS)
    assert list(tmp_path.iterdir()) == []


# --- The Russian words ----------------------------------------------------------------------


def catalogue():
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="ru")


def test_every_word_of_the_weeks_is_russian_and_none_is_of_an_older_text():
    asked = {text for _place, text in of_weeks()}
    found = catalogue()
    stale = {entry.id for entry in found if entry.id} - asked
    assert not stale, f"regecon words update ru; no longer in English: {stale}"
    lacking = [text for text in asked if not found.get(text) or not found[text].string]
    assert not lacking, f"translate in {CATALOGUE.name}: {lacking}"
    assert not [entry.id for entry in found if entry.fuzzy and entry.id]
    assert not found.obsolete


def test_the_russian_words_keep_the_form_of_the_english_ones():
    for entry in catalogue():
        if entry.id:
            assert CYRILLIC.search(entry.string), entry.id
            assert ("?" in entry.id) == ("?" in entry.string), entry.id
            assert entry.id.count("*") == entry.string.count("*"), entry.id
            assert re.findall(r"\d+", entry.id) == re.findall(r"\d+", entry.string), entry.id


def test_two_texts_have_two_translations():
    objectives = [objective.text for week in RUSSIAN for objective in week.objectives]
    assert len(objectives) == len(set(objectives)) == 80
    assert all(re.match(r"[а-яё]+(?:ть|ти|сти|чь)\b", text) for text in objectives)  # infinitives


def test_a_missing_or_a_stale_translation_is_told(tmp_path, monkeypatch):
    with pytest.raises(LookupError, match=r"ru/LC_MESSAGES/weeks\.po: no translation of 'new"):
        russian("new objective")
    text = CATALOGUE.read_text(encoding="utf-8")
    first = 'msgid "find which bottleneck binds first"'
    assert first in text
    path = tmp_path / "weeks.po"
    path.write_text(text.replace(first, f"#, fuzzy\n{first}"), encoding="utf-8")
    monkeypatch.setattr(words, "CATALOGUE", path)
    words._catalogue.cache_clear()
    try:
        with pytest.raises(LookupError, match="no translation of 'find which bottleneck"):
            read_weeks(ROOT, russian)
    finally:
        monkeypatch.undo()
        words._catalogue.cache_clear()


def test_every_objective_is_known_done_or_mastered():
    found = by_kind(ROOT, WEEKS)
    assert sum(map(len, found.values())) == sum(len(week.objectives) for week in WEEKS)
    assert min(map(len, found.values())) > 8


def test_a_verb_that_has_no_kind_is_told(monkeypatch):
    monkeypatch.delitem(course.KINDS, "reconstruct")
    with pytest.raises(LookupError, match=r"w01-o1: .* no kind for the verb 'reconstruct'"):
        by_kind(ROOT, WEEKS)
