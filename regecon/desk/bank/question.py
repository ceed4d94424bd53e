"""What the bank of a week holds, and the items that an LMS gets: one for each draw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from regecon.desk.bank.sums import worked_out
from regecon.desk.bank.wording import filled
from regecon.kit.i18n import _

KINDS = ("choice", "numeric", "matching", "short")
WHENS = ("pre", "post", "practice")


@dataclass(frozen=True)
class Answer:
    """What somebody may answer, and what she is told.

    Attributes
    ----------
    value
        Words, or a number.
    why
        The reason why it is right or wrong.
    right
        Whether it is right.
    """

    value: str | float
    why: str
    right: bool = False


@dataclass(frozen=True)
class Item:
    """A question with its figures put in.

    Attributes
    ----------
    key
        The question's key; with several draws, the number of the draw behind it.
    question
        The question of which it is made.
    text
        What is asked.
    answers
        Of a choice, all choices; of a number or a short text, those that are known.
    width
        How far a number may be from each of the answers, in their order.
    draw
        The figures of it.
    pairs, extra
        Of a matching, what belongs together, and right sides that belong nowhere.
    told
        What everybody is told afterwards: why the right answer is right.
    against
        Of a matching, the reasons against wrong matches.
    """

    key: str
    question: Question
    text: str
    answers: tuple[Answer, ...] = ()
    width: tuple[float, ...] = ()
    draw: Mapping = field(default_factory=dict)
    pairs: tuple[tuple[str, str], ...] = ()
    extra: tuple[str, ...] = ()
    told: str = ""
    against: tuple[str, ...] = ()

    @property
    def right(self) -> tuple[Answer, ...]:
        return tuple(answer for answer in self.answers if answer.right)


@dataclass(frozen=True)
class Question:
    """A question of the bank, as its author wrote it.

    Attributes
    ----------
    key, kind, objective, misconception
        Its stable key; choice, numeric, matching or short; what it checks, and what it catches.
    text
        What is asked; names in braces are figures of a draw.
    when, pair
        practice, or pre or post with the name that a pair shares.
    draws
        The rows of figures; a question that draws nothing has one empty row.
    typed
        Whether a figure of the draws is typed by hand, and comes from no table.
    choices
        Of a choice: text, why and, for one, right.
    answer, unit, tolerance, right
        Of a number: its sum, its unit, how far off is near enough, and why it is right.
    accept
        Of a short text: what is right.
    mistakes
        Of a number or a short text: answer or text, and why it is wrong.
    pairs, extra, why
        Of a matching: left and right, right sides too many, and reasons against wrong matches.
    """

    key: str
    kind: str
    objective: str
    misconception: str
    text: str
    when: str = "practice"
    pair: str = ""
    draws: tuple[Mapping, ...] = ({},)
    typed: bool = False
    choices: tuple[Mapping, ...] = ()
    answer: str | float = ""
    unit: str = ""
    tolerance: str | float = 0
    right: str = ""
    accept: tuple[str, ...] = ()
    mistakes: tuple[Mapping, ...] = ()
    pairs: tuple[Mapping, ...] = ()
    extra: tuple[str, ...] = ()
    why: tuple[Mapping, ...] = ()

    def items(self) -> list[Item]:
        """The question as it is put, once for each draw.

        Raises
        ------
        ValueError
            A sum cannot be worked out with the figures of a draw.
        """
        several = len(self.draws) > 1
        keys = [f"{self.key}-{number}" if several else self.key
                for number in range(1, len(self.draws) + 1)]  # fmt: skip
        make = {"choice": self._choice, "numeric": self._numeric,
                "matching": self._matching, "short": self._short}[self.kind]  # fmt: skip
        return [make(key, dict(draw)) for key, draw in zip(keys, self.draws, strict=True)]

    def off(self, value: float) -> float:
        """How far from a value an answer may be."""
        if isinstance(self.tolerance, str):
            return abs(value) * float(self.tolerance.rstrip("% \u00a0\u202f")) / 100
        return float(self.tolerance)

    def _choice(self, key: str, draw: Mapping) -> Item:
        answers = tuple(
            Answer(filled(c["text"], draw), filled(c["why"], draw), bool(c.get("right")))
            for c in self.choices
        )
        told = next((answer.why for answer in answers if answer.right), "")
        return Item(key, self, filled(self.text, draw), answers, draw=draw, told=told)

    def _numeric(self, key: str, draw: Mapping) -> Item:
        value = worked_out(self.answer, draw)
        why = filled(self.right, {**draw, "answer": value})
        wrong = [
            Answer(worked_out(mistake["answer"], draw), filled(mistake["why"], draw))
            for mistake in self.mistakes
        ]
        answers = (Answer(value, why, True), *wrong)
        width = tuple(self.off(answer.value) for answer in answers)
        return Item(key, self, filled(self.text, draw), answers, width, draw, told=why)

    def _short(self, key: str, draw: Mapping) -> Item:
        why = filled(self.right, draw)
        right = [Answer(filled(text, draw), why, True) for text in self.accept]
        wrong = [Answer(filled(m["text"], draw), filled(m["why"], draw)) for m in self.mistakes]
        return Item(key, self, filled(self.text, draw), (*right, *wrong), draw=draw, told=why)

    def _matching(self, key: str, draw: Mapping) -> Item:
        pairs = tuple((filled(p["left"], draw), filled(p["right"], draw)) for p in self.pairs)
        extra = tuple(filled(text, draw) for text in self.extra)
        against = tuple(self._against(entry, draw) for entry in self.why)
        text, told = filled(self.text, draw), filled(self.right, draw)
        return Item(key, self, text, (), (), draw, pairs, extra, told, against)

    @staticmethod
    def _against(entry: Mapping, draw: Mapping) -> str:
        """A reason against a wrong match, which it names, for no LMS shows it beside the match."""
        told = {part: filled(text, draw).strip() for part, text in entry.items()}
        return _("{left} → {right}? {why}").format(**told)
