"""Read a master notebook, and say which cell is wrong and why.

The format is Otter Assign's: raw cells mark where a question, its solution and its tests begin
and end. Ours are the keys ``answers`` and ``rubric`` of a question and the raw cell tagged
``mistakes`` that follows it.
"""

from __future__ import annotations

import ast
import hashlib
import re
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

import nbformat
import yaml
from nbformat import NotebookNode

HEADING = re.compile(r"^#{2,3} +(?P<title>.+?) +(?P<stars>\*{1,3}) *$", re.MULTILINE)
BOUNDARY = re.compile(r"^# *(?P<edge>BEGIN|END) +(?P<block>QUESTION|SOLUTION|TESTS) *$")
CONFIG = re.compile(r"^# *ASSIGNMENT CONFIG *$")
TEST_CONFIG = re.compile(r'\A""" # BEGIN TEST CONFIG\n(.*?)""" # END TEST CONFIG\n', re.DOTALL)
LOADED = re.compile(r"""\bload\(\s*["'](\w+)["']""")
MARK = re.compile(r"# ?SOLUTION\b|# BEGIN SOLUTION\b")
QUESTION_KEYS = {"name", "points", "manual", "answers", "rubric", "figures"}
ANSWER_KEYS = {"variable", "label", "unit", "tolerance", "wrong", "options", "otherwise", "points"}
MISTAKE_KEYS = {"name", "code", "hint", "points"}


class MasterError(ValueError):
    """A master notebook that cannot be used; the message names the file, the place and why."""


@dataclass(frozen=True)
class Mistake:
    """What students typically write.

    Attributes
    ----------
    name
        The thought that goes wrong, in a few words.
    code
        What stands in the place of the solution.
    hint
        A fragment of the hint that it has to get.
    points
        The points that it keeps.
    """

    name: str
    code: str
    hint: str
    points: float


@dataclass(frozen=True)
class Question:
    """A question with everything that its master says about it; cells are those of the master."""

    name: str
    title: str
    stars: int
    points: float
    manual: bool
    prompt: tuple[NotebookNode, ...]
    solution: tuple[NotebookNode, ...]
    tests: tuple[NotebookNode, ...]
    answers: tuple[dict, ...] = ()
    rubric: tuple[dict, ...] = ()
    figures: tuple[list, ...] = ()
    mistakes: tuple[Mistake, ...] = ()

    @property
    def hidden(self) -> tuple[NotebookNode, ...]:
        """The tests that students do not see."""
        return tuple(cell for cell in self.tests if settings_of(cell).get("hidden"))


@dataclass(frozen=True)
class ExerciseSet:
    """A set of exercises.

    Attributes
    ----------
    slug, title
        The name of its file, and its first heading.
    version
        Changes with the master.
    config
        The settings for Otter.
    parts
        Cells between the questions and the questions, in order.
    metadata
        The notebook's metadata.
    """

    slug: str
    title: str
    version: str
    config: NotebookNode
    parts: tuple[NotebookNode | Question, ...]
    metadata: dict = field(default_factory=dict)

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(part for part in self.parts if isinstance(part, Question))

    @property
    def tables(self) -> list[str]:
        """The tables that a student loads, in order of appearance."""
        seen = (part.prompt if isinstance(part, Question) else (part,) for part in self.parts)
        return list(dict.fromkeys(LOADED.findall("\n".join(c.source for p in seen for c in p))))


def find_sets(folder: Path, wanted: list[str] | None = None) -> list[Path]:
    """The masters of a folder: those asked for, or all.

    Raises
    ------
    MasterError
        The folder is missing or empty, or it has no set of that name.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise MasterError(f"{folder}: there is no such folder of master notebooks")
    found = {path.stem: path for path in sorted(folder.glob("*.ipynb"))}
    if not found:
        raise MasterError(f"{folder}: the folder holds no master notebook (*.ipynb)")
    for name in wanted or []:
        if name not in found:
            near = get_close_matches(name, found, n=2, cutoff=0.3) or list(found)
            raise MasterError(f"{folder}: no set named {name!r}; there is {', '.join(near)}")
    return [found[name] for name in dict.fromkeys(wanted)] if wanted else list(found.values())


def read_master(path: Path) -> ExerciseSet:
    """Read a master notebook.

    Raises
    ------
    MasterError
        The file is no notebook, or a question lacks something; the message names the cell.
    """
    path = Path(path)
    try:
        content = path.read_bytes()
        notebook = nbformat.reads(content.decode("utf-8"), as_version=4)
        nbformat.validate(notebook)
    except (OSError, UnicodeDecodeError, ValueError, nbformat.ValidationError) as error:
        reason = str(error).strip().splitlines()[0]
        raise MasterError(f"{path.name}: expected a Jupyter notebook; {reason}") from None
    return _Reader(path, notebook).read(hashlib.sha256(content).hexdigest()[:8])


def settings_of(cell: NotebookNode) -> dict:
    """The settings at the head of a test cell: points, hidden, messages."""
    match = TEST_CONFIG.match(cell.source)
    return yaml.safe_load(match.group(1)) or {} if match else {}


def code_of(cell: NotebookNode) -> str:
    """A test cell without its settings."""
    return TEST_CONFIG.sub("", cell.source)


class _Reader:
    """Goes through the cells of one master and keeps its place for messages."""

    def __init__(self, path: Path, notebook: NotebookNode):
        self.path, self.notebook = path, notebook
        self.place = ""

    def fail(self, reason: str) -> MasterError:
        where = f"{self.path.name}, {self.place}" if self.place else self.path.name
        return MasterError(f"{where}: {reason}")

    def read(self, version: str) -> ExerciseSet:
        if self.notebook.metadata.get("kernelspec", {}).get("language") != "python":
            raise self.fail("the metadata need a kernelspec with the language python")
        cells = list(enumerate(self.notebook.cells, 1))
        if not cells or not self._is(cells[0][1], CONFIG):
            raise self.fail("the first cell has to be raw and begin with # ASSIGNMENT CONFIG")
        config, parts = cells[0][1], []
        rest = iter(cells[1:])
        for number, cell in rest:
            self.place = f"cell {number}"
            edge = self._edge(cell)
            if edge == ("BEGIN", "QUESTION"):
                parts.append(self._question(cell, rest))
            elif edge:
                raise self.fail(f"{' '.join(edge)} outside a question")
            elif "mistakes" in cell.metadata.get("tags", []):
                if not parts or not isinstance(parts[-1], Question) or parts[-1].mistakes:
                    raise self.fail("mistakes have to follow their question, once")
                parts[-1] = self._with_mistakes(parts[-1], cell)
            else:
                parts.append(cell)
        self.place = ""
        self._whole(parts)
        heading = re.search(r"^# +(.+)$", parts[0].source, re.MULTILINE)
        if not heading:
            raise self.fail("the second cell has to begin with the title, '# ...'")
        metadata = dict(self.notebook.metadata)
        return ExerciseSet(
            self.path.stem, heading.group(1), version, config, tuple(parts), metadata
        )

    def _whole(self, parts: list) -> None:
        questions = [part for part in parts if isinstance(part, Question)]
        if not questions or isinstance(parts[0], Question):
            raise self.fail("expected an opening and at least one question")
        names = [question.name for question in questions]
        for name in names:
            if names.count(name) > 1:
                raise self.fail(f"two questions are named {name!r}")
        for question in questions:
            if not question.manual and not question.mistakes:
                raise self.fail(f"question {question.name}: no typical mistakes are listed")

    def _question(self, head: NotebookNode, rest) -> Question:
        settings = self._settings(head, QUESTION_KEYS)
        name = str(settings.get("name", ""))
        if not name.isidentifier():
            raise self.fail(f"a question needs a name that Python could use, found {name!r}")
        self.place += f", question {name}"
        blocks = {"QUESTION": [], "SOLUTION": [], "TESTS": []}
        inside = "QUESTION"
        for _number, cell in rest:
            edge = self._edge(cell)
            if edge == ("END", "QUESTION") and inside == "QUESTION":
                break
            if edge == ("END", inside):
                inside = "QUESTION"
            elif edge and edge[0] == "BEGIN" and edge[1] != "QUESTION" and inside == "QUESTION":
                inside = edge[1]
            elif edge:
                raise self.fail(f"{' '.join(edge)} inside {inside.lower()}")
            else:
                blocks[inside].append(cell)
        else:
            raise self.fail(f"the {inside.lower()} does not end")
        return self._checked(name, settings, blocks)

    def _checked(self, name: str, settings: dict, blocks: dict) -> Question:
        heading = next(
            (found for cell in blocks["QUESTION"] if (found := HEADING.search(cell.source))), None
        )
        if not heading:
            raise self.fail("the heading has to end in its difficulty: *, ** or ***")
        points, manual = settings.get("points"), bool(settings.get("manual"))
        if not isinstance(points, int | float) or points <= 0:
            raise self.fail(f"points have to be a number above zero, found {points!r}")
        self._check_solution(blocks["SOLUTION"], manual)
        answers = tuple(self._answer(entry) for entry in settings.get("answers", []))
        rubric = tuple(settings.get("rubric", []))
        figures = settings.get("figures", [])
        if any(not isinstance(figure, list) or len(figure) != 3 for figure in figures):
            raise self.fail("a figure is a list of label, expression and unit")
        if manual:
            self._check_rubric(rubric, points)
            if answers or blocks["TESTS"]:
                raise self.fail("a written answer (manual) has a rubric and no answers or tests")
        else:
            self._check_tests(blocks["TESTS"], answers)
        return Question(
            name,
            heading["title"],
            len(heading["stars"]),
            points,
            manual,
            tuple(blocks["QUESTION"]),
            tuple(blocks["SOLUTION"]),
            tuple(blocks["TESTS"]),
            answers,
            rubric,
            tuple(figures),
        )

    def _check_solution(self, cells: list, manual: bool) -> None:
        if not cells:
            raise self.fail("there is no solution")
        for cell in cells:
            if cell.cell_type == "code" and not MARK.search(cell.source):
                raise self.fail(
                    "a code cell of the solution marks nothing with # SOLUTION; "
                    "students would get it as it is"
                )
            if cell.cell_type == "markdown" and not manual:
                raise self.fail("a solution in words belongs to a written question (manual: true)")

    def _check_rubric(self, rubric: tuple, points: float) -> None:
        if not rubric or any(set(entry) != {"points", "for"} for entry in rubric):
            raise self.fail("a written answer needs a rubric: a list with 'points' and 'for'")
        total = sum(entry["points"] for entry in rubric)
        if total != points:
            raise self.fail(f"the rubric gives {total:g} points, the question {points:g}")

    def _check_tests(self, cells: list, answers: tuple) -> None:
        public, names = len(answers), [f"test_{answer['variable']}" for answer in answers]
        for cell in cells:
            settings = settings_of(cell)
            public += not settings.get("hidden")
            for text in (settings.get("success_message"), settings.get("failure_message")):
                if text and re.search(r'["\\\n]', text):
                    raise self.fail(f"no quotation mark or new line may be in a message: {text!r}")
            try:
                body = ast.parse(code_of(cell)).body
            except SyntaxError as error:
                raise self.fail(f"a test is no Python: {error}") from None
            if len(body) != 1 or not isinstance(body[0], ast.FunctionDef):
                raise self.fail("a test cell holds one function of env, and nothing else")
            if [argument.arg for argument in body[0].args.args] != ["env"]:
                raise self.fail(f"the test {body[0].name} has to take env, the student's names")
            names.append(body[0].name)
        if not public:
            raise self.fail("there is no public test: list answers, or write one")
        for name in names:
            if names.count(name) > 1:
                raise self.fail(f"two tests are named {name}; Otter would drop the first")

    def _answer(self, entry: dict) -> dict:
        need = {"variable", "label", "otherwise"}
        need |= {"options"} if "options" in entry else {"unit", "tolerance"}
        odd = (need - set(entry)) | (set(entry) - ANSWER_KEYS)
        if odd:
            raise self.fail(f"an answer lacks or does not know: {', '.join(sorted(odd))}")
        if not str(entry["variable"]).isidentifier():
            raise self.fail(f"{entry['variable']!r} is no name of a variable")
        for wrong in entry.get("wrong", []):
            if set(wrong) != {"value", "hint"}:
                raise self.fail(f"{entry['variable']}: each wrong value has 'value' and 'hint'")
        return entry

    def _with_mistakes(self, question: Question, cell: NotebookNode) -> Question:
        self.place += f", mistakes of {question.name}"
        try:
            entries = yaml.safe_load(cell.source)
        except yaml.YAMLError as error:
            raise self.fail(f"expected a list in YAML; {error}") from None
        if cell.cell_type != "raw" or not isinstance(entries, list):
            raise self.fail("expected a raw cell with a list in YAML")
        for entry in entries:
            if set(entry) != MISTAKE_KEYS:
                raise self.fail(f"a mistake has {', '.join(sorted(MISTAKE_KEYS))}; found {entry}")
            if not 0 <= entry["points"] < question.points:
                raise self.fail(
                    f"{entry['name']!r} keeps {entry['points']} points of {question.points}"
                )
        mistakes = tuple(Mistake(**entry) for entry in entries)
        return Question(**{**vars(question), "mistakes": mistakes})

    def _settings(self, cell: NotebookNode, known: set[str]) -> dict:
        try:
            settings = yaml.safe_load(cell.source)
        except yaml.YAMLError as error:
            raise self.fail(f"expected settings in YAML; {error}") from None
        odd = set(settings or {}) - known
        if not isinstance(settings, dict) or odd:
            raise self.fail(f"expected the keys {', '.join(sorted(known))}; found {settings}")
        return settings

    @staticmethod
    def _is(cell: NotebookNode, pattern: re.Pattern) -> re.Match | None:
        first = cell.source.split("\n", 1)[0]
        return pattern.match(first) if cell.cell_type == "raw" else None

    def _edge(self, cell: NotebookNode) -> tuple[str, str] | None:
        match = self._is(cell, BOUNDARY)
        return (match["edge"], match["block"]) if match else None
