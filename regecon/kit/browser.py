"""What is done inside the browser's Python: large libraries are fetched when first imported.

Pyodide loads what a cell imports, but not what a method imports while it runs. `start` puts a
finder behind Python's own: it fetches the wheels of the lock that the import needs, checks them
and unpacks them. Runs only in Pyodide.
"""

from __future__ import annotations

import hashlib
import importlib
import io
import sys
import sysconfig
import zipfile
from importlib.abc import MetaPathFinder
from importlib.machinery import PathFinder

import js
import pyodide_js

from regecon.kit.i18n import _


def start() -> None:
    """Fetch libraries when they are first imported."""
    if not any(isinstance(finder, Later) for finder in sys.meta_path):
        sys.meta_path.append(Later(pyodide_js.lockfile.packages.to_py()))


class Later(MetaPathFinder):
    """Finds a module in a wheel of the lock that is not loaded yet."""

    def __init__(self, packages: dict[str, dict]):
        self.packages = packages
        self.makers = {name: key for key, row in packages.items() for name in row["imports"]}

    def find_spec(self, fullname, path=None, target=None):
        maker = self.makers.get(fullname)
        # Asked last: what nobody has found and no wheel brings will not come.
        if maker is None and (instead := elsewhere(fullname)):
            raise ModuleNotFoundError(instead, name=fullname)
        if path is not None or maker is None or maker in _loaded():
            return None
        tell(_("Fetching {name}: once, then the browser keeps it.").format(name=maker))
        for name in self.missing(maker):
            self.fetch(name)
        importlib.invalidate_caches()
        return PathFinder.find_spec(fullname)

    def missing(self, name: str) -> list[str]:
        """The package and what it needs, as far as it is not loaded."""
        wanted, todo = [], [name]
        while todo:
            name = todo.pop()
            if name not in wanted and name not in _loaded():
                wanted.append(name)
                todo += self.packages[name]["depends"]
        return wanted

    def fetch(self, name: str) -> None:
        """Unpack a wheel; an `ImportError` says what was wrong with it."""
        row = self.packages[name]
        content = read(js.URL.new(row["file_name"], pyodide_js.lockfileBaseUrl).href)
        if hashlib.sha256(content).hexdigest() != row["sha256"]:
            raise ImportError(_("The wheel of {name} is damaged.").format(name=name), name=name)
        with zipfile.ZipFile(io.BytesIO(content)) as wheel:
            wheel.extractall(sysconfig.get_path("purelib"))
        setattr(pyodide_js.loadedPackages, name, "later")


def elsewhere(module: str) -> str:
    """What to use in the browser in place of a library that is not there; else nothing."""
    head = module.split(".")[0]
    if head in ("matplotlib", "seaborn", "plotly"):
        told = _(
            "{name} is not in the browser lab. Draw with altair, which is: alt.Chart(table). On "
            "your own computer {name} works if you install it."
        )
        return told.format(name=head)
    if head == "statsmodels" and module != head:
        told = _(
            "{name} needs compiled parts, which the browser lab does not have. Import the model "
            "itself, as in: from statsmodels.regression.linear_model import OLS"
        )
        return told.format(name=module)
    return ""


def tell(text: str) -> None:
    """Say something in the page's line, beside what cells print."""
    channel = js.BroadcastChannel.new("regecon-lab")
    channel.postMessage(text)
    channel.close()


def read(address: str) -> bytes:
    """The bytes at an address, now: a worker may wait for them."""
    request = js.XMLHttpRequest.new()
    request.open("GET", address, False)
    request.responseType = "arraybuffer"
    request.send()
    if request.status != 200:
        raise ImportError(_("{address} was not there.").format(address=address))
    return request.response.to_bytes()


def file_of_the_course(path: str) -> str:
    """A file of the lab as the course gives it, whatever the student has changed."""
    base = js.location.href.split("/extensions/")[0]
    return read(f"{base}/files/{path}").decode("utf-8")


def _loaded() -> set[str]:
    return set(pyodide_js.loadedPackages.to_py())
