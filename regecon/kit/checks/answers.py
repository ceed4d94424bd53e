"""What an answer is compared with: the right value, and wrong ones that show a thought.

An answer is a list of rules. They are tried in order and the first that fits speaks. The list
is plain data, so the notebook's test and the script of the published page read the same one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from regecon.kit.i18n import _

NEAR = 4  # this many tolerances away an answer is called near
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
    """

    value: float | str
    hint: str = ""
    within: float = 0.0
    right: bool = False

    def fits(self, given: float | str) -> bool:
        """Whether the rule is about this answer."""
        if isinstance(self.value, str):
            return self.value == given
        return abs(given - self.value) <= self.within


@dataclass(frozen=True)
class Answer:
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

    def judge(self, given: float | str) -> tuple[bool, str]:
        """Whether an answer is right, and the hint if it is not."""
        for rule in self.rules:
            if rule.fits(given):
                return rule.right, rule.hint
        return False, self.otherwise

    def check(self, env: Mapping) -> None:
        """Check the variable in a notebook's names; raise a `Hint` unless it is right."""
        from regecon.kit import checks

        given = checks.read(env, self.variable)
        if self.options:
            word = checks.as_word(given, self.variable, self.options)
            right, hint = self.judge(word)
        else:
            right, hint = self.judge(checks.as_number(given, self.variable))
        if not right:
            raise checks.Hint(hint)

    def to_dict(self) -> dict:
        """The answer as plain data, for a test or a page."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Mapping) -> Answer:
        """The answer from plain data."""
        rules = tuple(Rule(**rule) for rule in data["rules"])
        return cls(**{**data, "rules": rules})


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
    if expected:
        rules += [_wrong(value, hint) for value, hint in _misread(expected, unit)]
    near = _("Very near. Round once, at the end, and not on the way.")
    return (*rules, Rule(_short(expected), near, NEAR * tolerance))


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


def _wrong(value: float, hint: str) -> Rule:
    return Rule(_short(value), hint, _short(LOOSE * abs(value)))


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
