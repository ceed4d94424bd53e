"""The notebook's Python without its kernel: what only shows things is let pass.

In Jupyter a kernel draws figures, knows more magics than IPython alone, and has the packages of
the student's machine. Here there is no kernel. A line that a notebook runs and that this shell
cannot must not cost the answer in the same cell.
"""

from __future__ import annotations

import ast
import importlib.abc
import importlib.util
import sys
import types
from importlib.machinery import ModuleSpec
from typing import Any

from IPython.core.error import UsageError
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

# Magics that draw, show, install or talk to a kernel, and set nothing that an answer needs.
SHOWS = {
    "matplotlib",
    "autosave",
    "clear",
    "cls",
    "config",
    "colors",
    "conda",
    "connect_info",
    "edit",
    "gui",
    "less",
    "load_ext",
    "mamba",
    "man",
    "micromamba",
    "more",
    "notebook",
    "page",
    "pip",
    "qtconsole",
    "reload_ext",
    "unload_ext",
    "uv",
}
# Cell magics whose cell holds another language.
FOREIGN = {"javascript", "js", "html", "HTML", "svg", "SVG", "latex", "markdown", "bash", "sh"}
FOREIGN |= {"script", "system", "sx", "!", "cmd", "perl", "ruby", "R", "julia", "sql", "cython"}
FOREIGN |= {"writefile", "file", "python2", "pypy", "ai", "bigquery", "mermaid"}


class Anything:
    """Something that is there and does nothing: a kernel, a missing package."""

    def __init__(self, name: str = "nothing"):
        self.__dict__["__name__"] = name

    def __getattr__(self, name: str) -> Anything:
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return Anything(name)

    def __call__(self, *arguments: Any, **named: Any) -> Anything:
        return Anything()

    def __getitem__(self, key: Any) -> Anything:
        return Anything()

    def __setitem__(self, key: Any, value: Any) -> None:
        pass

    def __iter__(self):
        return iter(())

    def __enter__(self) -> Anything:
        return self

    def __exit__(self, *error: Any) -> None:
        pass


class ZMQInteractiveShell(InteractiveShell):
    """IPython's shell under the name that notebooks look for, with a kernel that does nothing."""

    kernel = Anything("kernel")

    def enable_gui(self, gui: Any = None) -> None:
        pass

    def enable_matplotlib(self, gui: Any = None) -> tuple[str, str]:
        return "inline", "agg"

    def enable_pylab(self, gui: Any = None, *arguments: Any, **named: Any) -> tuple:
        self.user_ns.update(_pylab())
        return "inline", "agg", False

    def system(self, command: str) -> None:
        self.system_raw(command)

    def run_line_magic(self, name: str, line: str, *arguments: Any, **named: Any) -> Any:
        if name == "pylab":
            return self.enable_pylab()
        if name in SHOWS or self.find_line_magic(name) is None:
            return None
        return super().run_line_magic(name, line, *arguments, **named)

    def run_cell_magic(self, name: str, line: str, cell: str) -> Any:
        if self.find_cell_magic(name) is None:
            return None if name in FOREIGN else self._as_python(cell)
        try:
            return super().run_cell_magic(name, line, cell)
        except UsageError:
            return self._as_python(cell)

    def _as_python(self, cell: str) -> None:
        """The cell of a magic that is not known here, if it is Python."""
        code = self.transform_cell(cell)
        try:
            ast.parse(code)
        except SyntaxError:
            return
        exec(compile(code, "<cell>", "exec"), self.user_ns)


def make_shell() -> InteractiveShell:
    """A shell that keeps nothing and says little."""
    settings = Config()
    settings.HistoryManager.enabled = False
    settings.InteractiveShell.xmode = "Minimal"
    settings.InteractiveShell.colors = "nocolor"
    settings.IPKernelApp.connection_file = ""  # notebooks ask whether there is a kernel
    return ZMQInteractiveShell.instance(config=settings)


def _pylab() -> dict:
    """The names that ``%pylab`` sets, as far as the packages are here."""
    import numpy

    names = {name: getattr(numpy, name) for name in numpy.__all__}
    names |= {"np": numpy, "numpy": numpy}
    try:
        import matplotlib.pyplot as plt
    except ImportError:
        plt = Anything("plt")
    return names | {"plt": plt, "pyplot": plt}


class StandIns(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Stands in for packages that are missing here, so that the rest of a notebook runs."""

    def __init__(self):
        self.names: set[str] = set()
        sys.meta_path.append(self)

    def add(self, name: str | None) -> str:
        """The package that is stood in for from now on; empty if that is no help."""
        top = str(name or "").partition(".")[0]
        if not top.isidentifier() or top in self.names or _is_here(top):
            return ""
        self.names.add(top)
        return top

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        if name.partition(".")[0] not in self.names:
            return None
        return ModuleSpec(name, self, is_package=True)

    def create_module(self, spec: ModuleSpec) -> types.ModuleType:
        module = types.ModuleType(spec.name)
        module.__getattr__ = lambda name: Anything().__getattr__(name)
        return module

    def exec_module(self, module: types.ModuleType) -> None:
        pass


def _is_here(name: str) -> bool:
    try:
        return importlib.util.find_spec(name) is not None
    except (ImportError, ValueError):
        return False
