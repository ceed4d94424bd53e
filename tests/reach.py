"""What a piece of code reaches in the package: the tables it loads, by way of any room below."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("cases", "figures", "explorers")
Place = tuple[str, str]  # a module, and a name at its top


@cache
def tree(module: str) -> ast.Module:
    """The code of a module of the package."""
    path = ROOT / f"{module.replace('.', '/')}.py"
    if not path.is_file():
        path = ROOT / module.replace(".", "/") / "__init__.py"
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def tops(module: str) -> dict[str, ast.stmt]:
    """What stands at the top of a module, by name."""
    found: dict[str, ast.stmt] = {}
    for node in tree(module).body:
        match node:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                found[name] = node
            case ast.Assign(targets=targets):
                found |= {t.id: node for target in targets for t in ast.walk(target) if named(t)}
            case ast.AnnAssign(target=ast.Name(id=name)):
                found[name] = node
    return found


def named(node: ast.AST) -> bool:
    return isinstance(node, ast.Name)


def imports(code: ast.AST) -> tuple[dict[str, str], dict[str, Place]]:
    """The modules and the names that code takes from the rooms, by what it calls them."""
    modules, names = {}, {}
    for node in ast.walk(code):
        if not isinstance(node, ast.ImportFrom) or not (node.module or "").startswith("regecon."):
            continue
        room, _dot, module = node.module.removeprefix("regecon.").partition(".")
        for alias in node.names if room in ROOMS else ():
            called = alias.asname or alias.name
            if module:
                names[called] = (node.module, alias.name)
            else:
                modules[called] = f"{node.module}.{alias.name}"
    return modules, names


def reached(codes: Iterable[tuple[str | None, ast.AST]]) -> tuple[set[str], set[str]]:
    """The tables that code loads and the modules it reaches, what it calls included.

    Each piece of code comes with the module it stands in, or None for a page.
    """
    tables: set[str] = set()
    seen: set[Place] = set()
    todo = [(module, code, code if module is None else tree(module)) for module, code in codes]
    while todo:
        module, code, around = todo.pop()
        tables |= loads(code)
        modules, names = imports(around)
        for place in sorted(_named_in(code, module, modules, names) - seen):
            seen.add(place)
            node = tops(place[0]).get(place[1])
            if node is not None:
                todo.append((place[0], node, tree(place[0])))
    return tables, {module for module, _name in seen}


def _named_in(code, module, modules, names) -> set[Place]:
    found: set[Place] = set()
    for node in ast.walk(code):
        match node:
            case ast.Attribute(value=ast.Name(id=alias), attr=name) if alias in modules:
                found.add((modules[alias], name))
            case ast.Name(id=name) if name in names:
                found.add(names[name])
            case ast.Name(id=name) if module and name in tops(module):
                found.add((module, name))
    return found


def loads(code: ast.AST) -> set[str]:
    """The tables that code itself loads."""
    return {
        node.args[0].value
        for node in ast.walk(code)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "load"
        and node.args
        and isinstance(node.args[0], ast.Constant)
    }
