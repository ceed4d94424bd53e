"""Read a master, and say which cell is wrong and why.

A master is a notebook as text (MyST, read by jupytext). A question is a raw cell tagged
``question`` with its settings in YAML, then its text and given code, then cells tagged
``solution``, ``test`` and ``mistakes``, in this order. It ends where the next question begins,
or a cell without a tag.
"""

from __future__ import annotations

import ast
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import jupytext
import yaml
from nbformat import NotebookNode

from regecon.desk.prose import notebook_in_language
from regecon.desk.sets.master import (
    HEADING,
    SUFFIX,
    ExerciseSet,
    MasterError,
    Mistake,
    Question,
    settings_of,
    slug_of,
    usual_tolerance,
)
from regecon.desk.sets.words import settings_in_language
from regecon.desk.yaml_text import read_yaml

OBJECTIVE = re.compile(r"w\d\d-o\d+")
BLOCKS = ("question", "solution", "test", "mistakes")
MARK = re.compile(r"# ?SOLUTION\b|# BEGIN SOLUTION\b")
QUESTION_KEYS = {"name", "points", "objective", "manual", "answers", "rubric", "figures"}
ANSWER_KEYS = {"variable", "label", "unit", "tolerance", "wrong", "options", "otherwise", "points"}
TEST_KEYS = {"points", "hidden", "success_message", "failure_message"}
MISTAKE_KEYS = {"name", "code", "hint", "points"}
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def read_master(path: Path) -> ExerciseSet:
    """Read a master.

    Raises
    ------
    MasterError
        The file is no notebook as text, or a question lacks something; the message names the
        line.
    """
    path = Path(path)
    try:
        return parse_master(slug_of(path), path.read_bytes())
    except OSError as error:
        raise MasterError(f"{path.name}: {error.strerror}") from None


def parse_master(slug: str, content: bytes) -> ExerciseSet:
    """Read what stands in a master, as `read_master` does."""
    notebook = notebook_of(slug, content)
    text = content.decode("utf-8").replace("\r\n", "\n")
    version = hashlib.sha256(text.encode()).hexdigest()[:8]
    return _Reader(slug, notebook_in_language(notebook), text).read(version)


def read_notebook(path: Path) -> NotebookNode:
    """A master as a notebook that runs from top to bottom, with solutions and tests."""
    return notebook_of(slug_of(path), Path(path).read_bytes())


def notebook_of(slug: str, content: bytes) -> NotebookNode:
    """The notebook that the text of a master stands for."""
    try:
        notebook = jupytext.reads(content.decode("utf-8"), fmt="md:myst")
    except Exception as error:  # jupytext and YAML raise whatever they meet
        reason = str(error).strip().splitlines()[0]
        raise MasterError(f"{slug}{SUFFIX}: expected a notebook as MyST text; {reason}") from None
    if notebook.metadata.get("kernelspec", {}).get("language") != "python":
        raise MasterError(f"{slug}{SUFFIX}: the head needs a kernelspec with the language python")
    notebook.metadata = {"kernelspec": KERNEL, "language_info": {"name": "python"}}
    return notebook


class _Reader:
    """Goes through the cells of one master and keeps its place for messages."""

    def __init__(self, slug: str, notebook: NotebookNode, text: str):
        self.slug, self.notebook, self.text = slug, notebook, text
        self.place = ""

    def fail(self, reason: str) -> MasterError:
        where = f"{self.slug}{SUFFIX}, {self.place}" if self.place else f"{self.slug}{SUFFIX}"
        return MasterError(f"{where}: {reason}")

    def read(self, version: str) -> ExerciseSet:
        parts: list[NotebookNode | Question] = []
        blocks: dict[str, list] = {}
        for cell in [*self.notebook.cells, None]:
            kind = self._kind(cell) if cell else ""
            if blocks and (kind == "question" or (not kind and "solution" in blocks) or not cell):
                parts.append(self._question(blocks))
                blocks = {}
            self.place = self._line(cell) if cell else ""
            if kind == "question":
                blocks = {"question": [cell], "prompt": []}
            elif kind:
                self._add(cell, kind, blocks)
            elif blocks:
                blocks["prompt"].append(cell)
            elif cell:
                parts.append(cell)
        self._whole(parts)
        heading = re.search(r"^# +(.+)$", parts[0].source, re.MULTILINE)
        if not heading:
            raise self.fail("the first cell has to begin with the title, '# ...'")
        _name([part for part in parts if not isinstance(part, Question)])
        metadata = dict(self.notebook.metadata)
        return ExerciseSet(self.slug, heading.group(1), version, tuple(parts), metadata)

    def _line(self, cell: NotebookNode) -> str:
        found = self.text.find(cell.source)
        return f"line {self.text.count(chr(10), 0, found) + 1}" if found >= 0 else ""

    def _kind(self, cell: NotebookNode) -> str:
        """The block that a cell belongs to, by its tag."""
        tags = list(cell.metadata.get("tags", []))
        if not tags and cell.cell_type != "raw":
            return ""
        if len(tags) != 1 or tags[0] not in BLOCKS:
            self.place = self._line(cell)
            raise self.fail(f"a tag is one of {', '.join(BLOCKS)}; found {tags}")
        return tags[0]

    def _add(self, cell: NotebookNode, kind: str, blocks: dict) -> None:
        """A cell of a question, in the order of the blocks."""
        if not blocks:
            raise self.fail(f"a cell tagged {kind} stands outside a question")
        if BLOCKS.index(kind) < max(map(BLOCKS.index, set(blocks) - {"prompt"})):
            raise self.fail(f"the order of a question is {', '.join(BLOCKS)}")
        if kind == "mistakes" and kind in blocks:
            raise self.fail("a question has one cell of mistakes")
        blocks.setdefault(kind, []).append(cell)

    def _whole(self, parts: list) -> None:
        questions = [part for part in parts if isinstance(part, Question)]
        self.place = ""
        if not questions or isinstance(parts[0], Question):
            raise self.fail("expected an opening and at least one question")
        names = [question.name for question in questions]
        for name in names:
            if names.count(name) > 1:
                raise self.fail(f"two questions are named {name!r}")
        for question in questions:
            if not question.manual and not question.mistakes:
                raise self.fail(f"question {question.name}: no typical mistakes are listed")

    def _question(self, blocks: dict) -> Question:
        (head,) = blocks["question"]
        self.place = self._line(head)
        settings = self._settings(head, QUESTION_KEYS)
        name = str(settings.get("name", ""))
        if not name.isidentifier():
            raise self.fail(f"a question needs a name that Python could use, found {name!r}")
        self.place += f", question {name}"
        _name(blocks["prompt"], name)
        for kind in ("solution", "test"):
            for number, cell in enumerate(blocks.get(kind, []), 1):
                cell.id = f"{name}-{kind}-{number}" if kind == "test" or number > 1 else ""
                cell.id = cell.id or f"{name}-{kind}"
                if kind == "solution":
                    cell.metadata.pop("tags")
        return self._checked(name, settings, blocks)

    def _checked(self, name: str, settings: dict, blocks: dict) -> Question:
        heading = next(
            (found for cell in blocks["prompt"] if (found := HEADING.search(cell.source))), None
        )
        if not heading:
            raise self.fail("the heading has to end in its difficulty: *, ** or ***")
        points, manual = settings.get("points"), bool(settings.get("manual"))
        if not isinstance(points, int | float) or points <= 0:
            raise self.fail(f"points have to be a number above zero, found {points!r}")
        self._check_solution(blocks.get("solution", []), manual)
        answers = tuple(self._answer(entry) for entry in settings.get("answers", []))
        rubric = tuple(settings.get("rubric", []))
        figures = settings.get("figures", [])
        if any(not isinstance(figure, list) or len(figure) != 3 for figure in figures):
            raise self.fail("a figure is a list of label, expression and unit")
        draws = self._draws(name, blocks["prompt"])
        if draws and figures:
            raise self.fail("figures are the same for all; a question that draws has none")
        if manual:
            self._check_rubric(rubric, points)
            if answers or "test" in blocks:
                raise self.fail("a written answer (manual) has a rubric and no answers or tests")
        else:
            self._check_tests(blocks.get("test", []), answers)
        mistakes = self._mistakes(blocks.get("mistakes", []), points)
        return Question(
            name,
            heading["title"],
            len(heading["stars"]),
            points,
            manual,
            tuple(blocks["prompt"]),
            tuple(blocks["solution"]),
            tuple(blocks.get("test", [])),
            answers,
            rubric,
            tuple(figures),
            draws,
            mistakes,
            self._objectives(settings),
        )

    def _objectives(self, settings: dict) -> tuple[str, ...]:
        """The objectives that a question serves, one or several."""
        named = settings.get("objective", [])
        named = [named] if isinstance(named, str) else named
        if not named or not all(OBJECTIVE.fullmatch(str(key)) for key in named):
            raise self.fail(
                "a question names the objective that it serves, one of book/weeks.yml, as in "
                f"objective: w12-o3; found {settings.get('objective')!r}"
            )
        return tuple(named)

    def _draws(self, name: str, cells: list) -> dict[str, list]:
        """What a question draws: its lines ``NAME = own(STUDENT, "set/question", [...])``."""
        code = "\n".join(cell.source for cell in cells if cell.cell_type == "code")
        try:
            found = dict(_drawn(code))
        except (SyntaxError, ValueError) as error:
            raise self.fail(f"what it draws cannot be read: {error}") from None
        for target, (place, _choices) in found.items():
            if place != f"{self.slug}/{name}":
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
            if odd := set(settings) - TEST_KEYS:
                raise self.fail(f"a test does not know {', '.join(sorted(odd))}")
            public += not settings.get("hidden")
            for text in (settings.get("success_message"), settings.get("failure_message")):
                if text and re.search(r'["\\\n]', text):
                    raise self.fail(f"no quotation mark or new line may be in a message: {text!r}")
            try:
                body = ast.parse(cell.source).body
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

    def _mistakes(self, cells: list, points: float) -> tuple[Mistake, ...]:
        if not cells:
            return ()
        (cell,) = cells
        try:
            entries = read_yaml(cell.source)
        except yaml.YAMLError as error:
            raise self.fail(f"mistakes: expected a list in YAML; {error}") from None
        if cell.cell_type != "raw" or not isinstance(entries, list):
            raise self.fail("mistakes: expected a raw cell with a list in YAML")
        for entry in entries:
            if set(entry) != MISTAKE_KEYS:
                raise self.fail(f"a mistake has {', '.join(sorted(MISTAKE_KEYS))}; found {entry}")
            if not 0 <= entry["points"] < points:
                raise self.fail(f"{entry['name']!r} keeps {entry['points']} points of {points}")
        return tuple(Mistake(**entry) for entry in entries)

    def _settings(self, cell: NotebookNode, known: set[str]) -> dict:
        try:
            settings = read_yaml(cell.source)
        except yaml.YAMLError as error:
            raise self.fail(f"expected settings in YAML; {error}") from None
        odd = set(settings or {}) - known
        if not isinstance(settings, dict) or odd:
            raise self.fail(f"expected the keys {', '.join(sorted(known))}; found {settings}")
        return settings_in_language(settings)


def _name(cells: list[NotebookNode], question: str = "") -> None:
    """Identities that stay when other cells change: title, setup; those of a question's text."""
    texts = [f"{question}-prompt"] if question else ["title"]
    codes = [f"{question}-given-1"] if question else ["setup"]
    for cell in cells:
        names = codes if cell.cell_type == "code" else texts
        stem, number = names[0].removesuffix("-1"), len(names)
        cell.id = names[-1]
        names.append(f"{stem}-{number + 1}")


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
