"""Make the packages: SCORM 1.2, one for the exercises and one for the quiz of each week."""

from __future__ import annotations

import re
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

from regecon.desk.weeks import Week
from regecon.desk.yaml_text import read_yaml
from regecon.kit.i18n import _, language
from regecon.kit.templates import environment
from regecon.press.build import put_in_place
from regecon.press.scorm.page import TEMPLATES, PackageError, Page, exercises, quiz

SCORM = "scorm"
STATIC = Path(__file__).with_name("static")
OWN = ("scorm.js", "scorm.css")
FACE = re.compile(r"^@font-face \{ font-family: \"?(\w+).*?url\((fonts/[\w-]+\.woff2)\).*$", re.M)
RANGE = re.compile(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?")
LONG = 200  # characters of a title in a manifest
WHEN = (1980, 1, 1, 0, 0, 0)  # the same site gives the same packages


@dataclass(frozen=True)
class Package:
    """A page with the files that lie beside it, by their names."""

    key: str
    page: Page
    files: dict[str, bytes]


def write(root: Path, out: Path, weeks: list[Week]) -> list[Path]:
    """Write the packages of weeks into ``scorm`` of a folder, and a page on their use.

    Parameters
    ----------
    root
        A checkout of the course whose book is built.
    out
        The folder of the pack; its ``scorm`` is replaced when all packages are whole.
    weeks
        The weeks of the pack.

    Returns
    -------
    list of Path
        The files, by name.

    Raises
    ------
    PackageError
        The book is not built, or a page of it is not as expected.
    """
    site = root / "_build" / "html"
    course = _(read_yaml((root / "_config.yml").read_text(encoding="utf-8"))["title"])
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out, prefix=".scorm-") as folder:
        made = Path(folder) / SCORM
        made.mkdir()
        for package in packages(site, weeks):
            _zip(made / f"{package.key}.zip", package, course)
        how = environment(TEMPLATES).get_template("how-to-import.html")
        text = how.render(language=language())
        (made / "how-to-import.html").write_text(text, encoding="utf-8")
        put_in_place(made, out / SCORM)
    return sorted((out / SCORM).iterdir())


def packages(site: Path, weeks: list[Week]) -> list[Package]:
    """The packages of weeks; those of dossiers stand after the week that they belong to."""
    found = {}
    for week in weeks:
        found[f"{week.slug}-exercises"] = exercises(site, week.slug)
        if page := quiz(site, week.slug):
            found[f"{week.slug}-quiz"] = page
        found |= {name: exercises(site, name) for name in week.sets}
    return [Package(key, page, files(site, page)) for key, page in found.items()]


def files(site: Path, page: Page) -> dict[str, bytes]:
    """The page and all that it loads; of the fonts those that have letters of the page."""
    found = {page.name: page.text.encode()}
    for name in page.static:
        path = site / "_static" / name
        if not path.is_file():
            raise PackageError(f"_static/{name} is not in the built book: build it again.")
        found[f"_static/{name}"] = path.read_bytes()
    found |= {f"_static/{name}": (STATIC / name).read_bytes() for name in OWN}
    sheet, fonts = with_fonts(found["_static/course.css"].decode(), page.text)
    found["_static/course.css"] = sheet.encode()
    licences = {f"fonts/LICENSE-{Path(name).stem.split('-')[0]}.txt" for name in fonts}
    for name in (*fonts, *licences):
        found[f"_static/{name}"] = (site / "_static" / name).read_bytes()
    return dict(sorted(found.items()))


def with_fonts(sheet: str, text: str) -> tuple[str, list[str]]:
    """A stylesheet without the fonts that a text does not need, and the files of the others."""
    letters = set(map(ord, text))
    fonts = []

    def kept(face: re.Match) -> str:
        ranges = [(int(a, 16), int(b or a, 16)) for a, b in RANGE.findall(face[0])]
        needed = any(a <= letter <= b for a, b in ranges for letter in letters)
        if not (needed if ranges else "<math" in text):
            return ""
        fonts.append(face[2])
        return face[0]

    return FACE.sub(kept, sheet), fonts


def manifest(package: Package, course: str) -> str:
    """The list of contents that the system reads first."""
    return environment(TEMPLATES).get_template("imsmanifest.xml").render(
        key=package.key,
        course=course[:LONG],
        title=package.page.title[:LONG],
        href=package.page.name,
        files=list(package.files),
    )  # fmt: skip


def _zip(path: Path, package: Package, course: str) -> None:
    contents = {"imsmanifest.xml": manifest(package, course).encode()} | package.files
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for name, content in contents.items():
            entry = zipfile.ZipInfo(name, WHEN)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            packed.writestr(entry, content)
