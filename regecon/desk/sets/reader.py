"""Read a master notebook, and say which cell is wrong and why.

The format is Otter Assign's: raw cells mark where a question, its solution and its tests begin
and end. Ours are the keys ``answers``, ``figures`` and ``rubric`` of a question and the raw cell
tagged ``mistakes`` that follows it.
"""

from __future__ import annotations

import ast
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import nbformat
import yaml
from nbformat import NotebookNode

from regecon.desk.prose import notebook_in_language
from regecon.desk.sets.master import (
    HEADING,
    ExerciseSet,
    MasterError,
    Mistake,
    Question,
    code_of,
    settings_of,
    usual_tolerance,
)
from regecon.desk.sets.words import settings_in_language

BOUNDARY = re.compile(r"^# *(?P<edge>BEGIN|END) +(?P<block>QUESTION|SOLUTION|TESTS) *$")
CONFIG = re.compile(r"^# *ASSIGNMENT CONFIG *$")
MARK = re.compile(r"# ?SOLUTION\b|# BEGIN SOLUTION\b")
QUESTION_KEYS = {"name", "points", "manual", "answers", "rubric", "figures"}
ANSWER_KEYS = {"variable", "label", "unit", "tolerance", "wrong", "options", "otherwise", "points"}
MISTAKE_KEYS = {"name", "code", "hint", "points"}


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
        loaded = json.loads(content)
        if not isinstance(loaded, dict) or loaded.get("nbformat") != 4:
            raise ValueError("its format is not 4")
        notebook = nbformat.reads(content.decode("utf-8"), as_version=4)
        nbformat.validate(notebook)
        notebook = notebook_in_language(notebook)
    except (OSError, UnicodeDecodeError, ValueError, nbformat.ValidationError) as error:
        reason = str(error).strip().splitlines()[0]
        raise MasterError(f"{path.name}: expected a Jupyter notebook; {reason}") from None
    return _Reader(path, notebook).read(hashlib.sha256(content).hexdigest()[:8])


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
        draws = self._draws(name, blocks["QUESTION"])
        if draws and figures:
            raise self.fail("figures are the same for all; a question that draws has none")
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
            draws,
        )

    def _draws(self, name: str, cells: list) -> dict[str, list]:
        """What a question draws: its lines ``NAME = own(STUDENT, "set/question", [...])``."""
        code = "\n".join(cell.source for cell in cells if cell.cell_type == "code")
        try:
            found = dict(_drawn(code))
        except (SyntaxError, ValueError) as error:
            raise self.fail(f"what it draws cannot be read: {error}") from None
        for target, (place, _choices) in found.items():
            if place != f"{self.path.stem}/{name}":
                raise self.fail(f"{target} is drawn for {place!r} and not for this question")
        if len({len(choices) for _place, choices in found.values()}) > 1:
            raise self.fail("what a question draws is drawn together: lists of one length")
        return {target: choices for target, (_place, choices) in found.items()}

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
        need |= {"options"} if "options" in entry else {"unit"}
        if "unit" in entry and usual_tolerance(entry["unit"]) is None:
            need |= {"tolerance"}
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
        return replace(question, mistakes=mistakes)

    def _settings(self, cell: NotebookNode, known: set[str]) -> dict:
        try:
            settings = yaml.safe_load(cell.source)
        except yaml.YAMLError as error:
            raise self.fail(f"expected settings in YAML; {error}") from None
        odd = set(settings or {}) - known
        if not isinstance(settings, dict) or odd:
            raise self.fail(f"expected the keys {', '.join(sorted(known))}; found {settings}")
        return settings_in_language(settings)

    @staticmethod
    def _is(cell: NotebookNode, pattern: re.Pattern) -> re.Match | None:
        first = cell.source.split("\n", 1)[0]
        return pattern.match(first) if cell.cell_type == "raw" else None

    def _edge(self, cell: NotebookNode) -> tuple[str, str] | None:
        match = self._is(cell, BOUNDARY)
        return (match["edge"], match["block"]) if match else None


def _drawn(code: str) -> Iterator[tuple[str, tuple[str, list]]]:
    """The names that code draws, each with the question it draws for and what it draws from."""
    for line in ast.parse(code).body if "own(" in code else []:
        match line:
            case ast.Assign(
                targets=[ast.Name(target)],
                value=ast.Call(
                    func=ast.Name("own"),
                    args=[ast.Name("STUDENT"), ast.Constant(place), ast.List() as choices],
                ),
            ):
                yield target, (place, ast.literal_eval(choices))
