"""Pages that hold one generated thing: a table, a family of methods, a set of exercises.

The build writes them where their addresses are; git ignores them, and nobody edits them.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from regecon.data.folder import descriptor, table_names
from regecon.desk.sets.master import SUFFIX, find_sets, slug_of
from regecon.desk.sets.reader import read_master
from regecon.kit.i18n import _
from regecon.press.complete import names_in

MARK = "% Written by the build: what it shows is changed elsewhere.\n"
FOLDERS = ("book/data", "book/methods", "exercises")
METHOD = """```{{method-weeks}}
```

```{{eval-rst}}
.. automodule:: regecon.methods.{name}
   :members:
```
"""


def title_of(family: str) -> str:
    """The heading of a family of methods."""
    return family.replace("_", " ").capitalize()


def made_pages(root: Path) -> Iterator[tuple[str, str]]:
    """The pages with their text, MARK left out."""
    for name in table_names():
        title = _(descriptor(name)["title"])
        yield f"book/data/{name}.md", f"# {title}\n\n```{{table-page}}\n```\n"
    for name in names_in("methods"):
        yield f"book/methods/{name}.md", f"# {title_of(name)}\n\n{METHOD.format(name=name)}"
    folder = root / "exercises"
    for path in find_sets(folder) if any(folder.glob(f"*{SUFFIX}")) else ():
        title = read_master(path).title
        yield f"exercises/{slug_of(path)}.md", f"# {title}\n\n```{{exercise-set}}\n```\n"


def write_made_pages(root: Path) -> list[str]:
    """Write those that are new or have changed, take away those that are no longer wanted.

    Returns
    -------
    list of str
        All made pages by name.
    """
    wanted = {name: MARK + text for name, text in made_pages(root)}
    for name, text in wanted.items():
        path = root / name
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    for folder in FOLDERS:
        for path in (root / folder).glob("*.md"):
            made = path.read_text(encoding="utf-8").startswith(MARK)
            if made and path.relative_to(root).as_posix() not in wanted:
                path.unlink()
    return sorted(wanted)
