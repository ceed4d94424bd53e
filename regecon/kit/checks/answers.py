"""What an answer is compared with: the right value, and wrong ones that show a thought.

An answer is a list of rules. They are tried in order and the first that fits speaks. Who grades
has the list as it is; what students get holds it sealed, see `regecon.kit.checks.sealed`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from regecon.kit.checks.written import is_unit, read_number
from regecon.kit.i18n import _

NEAR = 1.5  # this many tolerances away an answer is called near
COARSE = (1, 2, 3)  # figures to which people round too far,
FAR = 0.1  # and by which part of the value at most
SLACK = 1e-6  # so that a number that lies on the edge of a tolerance is within it
LOOSE = 0.005  # a wrong value is recognised within half a per cent


@dataclass(frozen=True)
class Rule:
    """One value that an answer may have, and what is then said.

    Attributes
    ----------
    value
        A number, or the word of a choice.
    hint
        What is said; empty for the right value.
    within
        How far a number may lie from ``value``.
    right
        Whether this is the right value.
    general
        Whether the hint is one that every question has, and no thought about this one.
    """

    value: float | str
    hint: str = ""
    within: float = 0.0
    right: bool = False
    general: bool = False

    def fits(self, given: float | str) -> bool:
        """Whether the rule is about this answer."""
        if isinstance(self.value, str):
            return self.value == given
        return abs(given - self.value) <= self.within * (1 + SLACK)


class Asked:
    """What is asked for, and how it is judged; which rules speak is a matter of the kind."""

    variable: str
    otherwise: str
    unit: str
    options: Mapping[str, str]

    def rules_for(self, given: float | str) -> Iterable[Rule]:
        """The rules that may fit an answer, in order."""
        raise NotImplementedError

    def judge(self, given: float | str) -> tuple[bool, str]:
        """Whether an answer is right, and the hint if it is not.

        A number may be given as people write it: of two readings the right one counts.
        """
        if isinstance(given, str) and not self.options:
            return self._judge_written(given)
        for rule in self.rules_for(given):
            if rule.fits(given):
                return rule.right, rule.hint
        return False, self.otherwise

    def _judge_written(self, text: str) -> tuple[bool, str]:
        readings, behind = read_number(text)
        if not readings:
            return False, _("That is not a number. Write it in figures, such as 12.5 or 12,5.")
        if not is_unit(behind, self.unit):
            told = _("Write the number alone, without words. It is asked for in this unit: {unit}.")
            return False, told.format(unit=self.unit)
        verdicts = [self.judge(reading) for reading in readings]
        right, hint = next((verdict for verdict in verdicts if verdict[0]), verdicts[0])
        if not right and len(readings) > 1:
            hint += " " + _("Read as {number}.").format(number=f"{readings[0]:g}")
        return right, hint

    def check(self, env: Mapping) -> None:
        """Check the variable in a notebook's names; raise a `Hint` unless it is right."""
        from regecon.kit import checks

        given = checks.read(env, self.variable)
        if self.options:
            given = checks.as_word(given, self.variable, self.options)
        elif not isinstance(given, str):
            given = checks.as_number(given, self.variable)
        right, hint = self.judge(given)
        if not right:
            shown = f"{given:.6g}" if isinstance(given, float) else repr(given)
            found = checks.Hint(hint)
            found.about = f"{self.variable} = {shown}"
            raise found


@dataclass(frozen=True)
class Answer(Asked):
    """An answer to be given: a number or a choice.

    Attributes
    ----------
    variable
        The name that a student sets in the notebook.
    label, unit
        What is asked for, in words, and its unit; a choice has no unit.
    rules
        Tried in order; the first that fits speaks.
    otherwise
        The hint for everything else.
    options
        For a choice: each word with its text.
    """

    variable: str
    label: str
    rules: tuple[Rule, ...]
    otherwise: str
    unit: str = ""
    options: Mapping[str, str] = field(default_factory=dict)

    def rules_for(self, given: float | str) -> tuple[Rule, ...]:
        return self.rules

    @property
    def decimals(self) -> int:
        """How many decimals a number needs to be right; none if whole ones will do."""
        within = self.rules[0].within * (1 + SLACK)
        return next(count for count in range(13) if 0.5 * 10**-count <= within or count == 12)


def number_rules(
    expected: float,
    *,
    tolerance: float,
    unit: str = "",
    wrong: Mapping[float, str] | None = None,
) -> tuple[Rule, ...]:
    """The rules for a number: right, known mistakes, wrong scale or sign, nearly right.

    Parameters
    ----------
    expected
        The right value, in ``unit``.
    tolerance
        How far an answer may lie from it, in ``unit``; above zero.
    unit
        The unit in English words; one that begins with "per cent" or "share" makes the rules
        look for the other, and for a growth factor in place of a growth rate.
    wrong
        Wrong values, each with its hint.

    Returns
    -------
    tuple of Rule

    Raises
    ------
    ValueError
        If the tolerance is not above zero, or a wrong value lies too close to the right one or
        to another wrong one, whose hint a student would get in its place.

    Examples
    --------
    >>> rules = number_rules(31.3, tolerance=0.1, unit="per cent", wrong={317: "Compound."})
    >>> answer = Answer("growth", "Growth", rules, "Try again.", "per cent")
    >>> answer.judge(31.34), answer.judge(317.2)
    ((True, ''), (False, 'Compound.'))
    >>> answer.judge(0.313)
    (False, 'That is the share; the question asks for per cent.')
    """
    if not tolerance > 0:
        raise ValueError(f"tolerance: expected a number above zero, got {tolerance!r}")
    rules = [Rule(_short(expected), within=tolerance, right=True)]
    for value, hint in (wrong or {}).items():
        if abs(value - expected) <= 2 * tolerance:
            raise ValueError(
                f"wrong: {value:g} lies within two tolerances of the right value, {expected:g}"
            )
        rule = _wrong(value, hint)
        for other in rules[1:]:
            if rule.fits(other.value) or other.fits(rule.value):
                raise ValueError(alike(other.value, value))
        rules.append(rule)
    right, *known = rules
    coarse = [
        rule for rule in _coarse(expected, right) if not any(it.value == rule.value for it in known)
    ]
    misread = _misread(expected, unit) if expected else []
    misread = [_wrong(value, hint, general=True) for value, hint in misread]
    near = _(
        "Very near: a number was rounded on the way, or a small step is left out. Round once, at "
        "the end."
    )
    return (
        right,
        *coarse,
        *known,
        *misread,
        Rule(right.value, near, NEAR * tolerance, general=True),
    )


def _coarse(expected: float, right: Rule) -> list[Rule]:
    """The right value with too few figures, rounded or cut off."""
    told = _("Rounded too far: give more decimals, or more figures.")
    found = []
    for figures in COARSE:
        rounded = float(f"{expected:.{figures - 1}e}")
        step = 10 ** (math.floor(math.log10(abs(expected))) - figures + 1) if expected else 1
        cut = _short(math.trunc(_short(expected / step)) * step)
        found += [rounded, cut]
    found = [it for it in found if not right.fits(it) and abs(it - expected) <= FAR * abs(expected)]
    return [Rule(value, told, SLACK * abs(value), general=True) for value in dict.fromkeys(found)]


def alike(one: float, other: float) -> str:
    """What is said of two wrong values that no rule can tell apart."""
    return (
        f"wrong: {one:g} and {other:g} lie within half a per cent of each other, so one hint has "
        "to serve both; make one entry of the two, and let its hint name both thoughts"
    )


def choice_rules(right: str, hints: Mapping[str, str]) -> tuple[Rule, ...]:
    """The rules for a choice: the right word, and a hint for each of the others."""
    return (Rule(right, right=True), *(Rule(word, hint) for word, hint in hints.items()))


def _short(value: float) -> float:
    """Twelve digits: the same rules on every machine."""
    return float(f"{value:.12g}")


def _wrong(value: float, hint: str, general: bool = False) -> Rule:
    return Rule(_short(value), hint, _short(LOOSE * abs(value)), general=general)


def _misread(expected: float, unit: str) -> list[tuple[float, str]]:
    """The right number in the wrong form: what it would look like, and what to say."""
    found = []
    if unit.startswith("per cent"):
        share = _("That is the share; the question asks for per cent.")
        factor = _("That is the growth factor; how many per cent does it add to one?")
        found = [(expected / 100, share), (1 + expected / 100, factor), (100 + expected, factor)]
    elif unit.startswith("share"):
        found = [(100 * expected, _("That is in per cent; the question asks for a share."))]
    unit = _(unit) or _("no unit")
    for factor, word in ((1e3, _("a thousand")), (1e6, _("a million"))):
        large = _(
            "Too large by a factor of {word}. Which unit do the data have? Asked for: {unit}."
        )
        small = _(
            "Too small by a factor of {word}. Which unit do the data have? Asked for: {unit}."
        )
        found.append((expected * factor, large.format(word=word, unit=unit)))
        found.append((expected / factor, small.format(word=word, unit=unit)))
    sign = _("The size is right, the sign is not. Which way did it go?")
    return [*found, (-expected, sign)]
