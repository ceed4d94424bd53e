"""Answers and mistakes are sums over the figures of a draw; tables give the region's figures."""

from __future__ import annotations

import ast
import math
from collections.abc import Mapping
from importlib import import_module
from importlib.util import find_spec
from numbers import Real

from simpleeval import InvalidExpression, SimpleEval

from regecon.data import load
from regecon.kit.i18n import _

FUNCTIONS = {
    "min": min, "max": max, "round": round, "abs": abs,
    "sqrt": math.sqrt, "log": math.log, "exp": math.exp,
}  # fmt: skip
SIGNS = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Pow, ast.USub, ast.UAdd)
PARTS = (ast.Expr, ast.UnaryOp, ast.BinOp, ast.Constant, ast.Name, ast.Call)


def worked_out(expression: str | float, figures: Mapping[str, float | str]) -> float:
    """The value of a sum.

    Parameters
    ----------
    expression
        A number, or a sum of the figures with ``+ - * / **``, brackets, min, max, round, abs,
        sqrt, log and exp.
    figures
        The figures by name.

    Raises
    ------
    ValueError
        It cannot be worked out, or its value is no finite number.

    Examples
    --------
    >>> worked_out("visits / days", {"visits": 330, "days": 150})
    2.2
    """
    try:
        value = _evaluator(figures).eval(str(expression))
    except (InvalidExpression, SyntaxError, ArithmeticError, TypeError, ValueError) as error:
        reason = str(error).splitlines()[0]
        words = _("the sum {sum} cannot be worked out: {reason}")
        raise ValueError(words.format(sum=repr(expression), reason=reason)) from None
    if isinstance(value, bool) or not isinstance(value, Real) or not math.isfinite(value):
        words = _("the sum {sum} gives {value}, expected a finite number")
        raise ValueError(words.format(sum=repr(expression), value=repr(value)))
    return float(value)


def _evaluator(figures: Mapping) -> SimpleEval:
    evaluator = SimpleEval(names=dict(figures), functions=FUNCTIONS)
    evaluator.operators = {s: does for s, does in evaluator.operators.items() if s in SIGNS}
    evaluator.nodes = {part: does for part, does in evaluator.nodes.items() if part in PARTS}
    return evaluator


def from_table(expression: str) -> float | str:
    """What an expression over ``load`` and the modules of ``regecon.cases`` gives.

    The course's own files hold such expressions, and no one else's: they run as Python does.

    Raises
    ------
    ValueError
        It cannot be worked out, or gives neither a finite number nor words.
    """
    try:
        named = {node.id for node in ast.walk(ast.parse(expression, mode="eval"))
                 if isinstance(node, ast.Name)}  # fmt: skip
        cases = {name for name in named if find_spec(f"regecon.cases.{name}")}
        scope = {name: import_module(f"regecon.cases.{name}") for name in cases}
        value = eval(expression, {"load": load} | scope)
    except Exception as error:  # whatever a table or a function raises is told with its name
        words = _("the expression {sum} cannot be worked out: {error}: {reason}")
        reason = str(error).splitlines()[0] if str(error) else ""
        told = {"error": type(error).__name__, "reason": reason}
        raise ValueError(words.format(sum=repr(expression), **told)) from None
    value = value.item() if hasattr(value, "item") else value
    if isinstance(value, str) or (isinstance(value, Real) and math.isfinite(value)):
        return value
    words = _("the expression {sum} gives {value}, expected a finite number or words")
    raise ValueError(words.format(sum=repr(expression), value=repr(value)[:60]))
