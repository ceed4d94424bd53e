"""All that a class has handed in: a folder or a zip, as a platform or a person made it.

Nobody is lost on the way. Every file gets a line: it is judged, or another file of the same
student counts instead, or it says why it cannot be judged.
"""

from __future__ import annotations

import os
import stat
import zipfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path, PurePosixPath

from regecon.desk.grade.apart import Apart, LostError
from regecon.desk.grade.blank import Blank
from regecon.desk.grade.handed import LARGEST, Work, damaged, decoded_name, zip_name
from regecon.desk.grade.lists import InputError
from regecon.desk.grade.text import one_line, printable
from regecon.desk.grade.whose import NOBODY, Owner, owners
from regecon.kit.i18n import _

# What programs leave in folders without anybody's wish.
LITTER = {"__macosx", ".ds_store", "thumbs.db", "desktop.ini", ".ipynb_checkpoints", ".git"}
LITTER |= {"__pycache__", ".vscode", ".idea", ".venv", ".github"}
READ = {"", ".ipynb", ".json", ".txt", ".zip", ".text"}  # endings of files that may be work
ENTRIES = 100_000  # files of a class
NAME = 600  # letters of a path that are kept
COMPANIONS = 12  # files of one student, beside the one that counts, that get a line each


@dataclass(frozen=True)
class Submission:
    """A file that was handed in.

    Attributes
    ----------
    file
        Its name in the folder or zip.
    owner
        Whose it is; nobody's for what lies beside the students' folders.
    work
        What is in it.
    time
        When it was handed in, as far as that is known.
    reason
        Why it does not count, in a sentence; empty for the file that counts.
    """

    file: str
    owner: Owner
    work: Work
    time: float = 0.0
    reason: str = ""

    @property
    def student(self) -> str:
        return self.owner.name

    @property
    def platform_id(self) -> str:
        return self.owner.platform_id


@dataclass
class Entry:
    """A file before it is read: ``content`` reads it, ``why`` is why that cannot be done."""

    name: str
    time: float = 0.0
    content: Callable[[], bytes] | None = None
    why: str = ""
    parts: PurePosixPath = field(init=False)

    def __post_init__(self):
        self.parts = PurePosixPath(self.name)


def read_submissions(source: Path, apart: Apart, slugs: Iterable[str] = ()) -> list[Submission]:
    """All files of a folder or zip with their owners, in the order of their names.

    Parameters
    ----------
    source
        The folder or zip.
    apart
        Where files are read.
    slugs
        Names of the sets, which are nobody's name.

    Raises
    ------
    InputError
        There is no such folder, the zip cannot be read, or nothing is in it.
    """
    source = Path(source)
    if not source.exists():
        raise InputError(_("{path}: there is no such folder or zip").format(path=source))
    listed = _in_folder(source) if source.is_dir() else _in_zip(source)
    entries = [entry for entry in listed if not _is_litter(entry.name)]
    if not entries:
        raise InputError(_("{path}: no notebook (*.ipynb) is in it").format(path=source))
    entries.sort(key=lambda entry: entry.name)
    whose = owners([entry.name for entry in entries], slugs)
    found = []
    for entry in entries:
        owner = whose[entry.name]
        time = owner.time or entry.time
        found += [Submission(name, owner, work, time) for name, work in _works(entry, owner, apart)]
    return _few(found)


def common_set(submissions: list[Submission]) -> str:
    """The set that most students' files name.

    Raises
    ------
    InputError
        None is named, or two by as many students.
    """
    named = defaultdict(set)
    for item in submissions:
        if item.work.kind and item.work.set:
            named[item.work.set].add(item.owner.key)
    votes = {slug: len(students) for slug, students in named.items()}
    if not votes:
        raise InputError(_("no notebook says which set it belongs to; name it with --set"))
    first = [slug for slug, count in votes.items() if count == max(votes.values())]
    if len(first) > 1:
        told = _("the notebooks belong to several sets ({sets}); choose one with --set")
        raise InputError(told.format(sets=", ".join(sorted(votes))))
    return first[0]


def chosen(submissions: list[Submission], blank: Blank, slug: str) -> list[Submission]:
    """Mark, for each student, the files that do not count, with the reason.

    The one with work in it counts; of several the newest; of those of the same second the last
    by name.
    """
    ranks = {id(item): _rank(item, blank, slug) for item in submissions}
    best: dict[str, Submission] = {}
    for item in submissions:
        key = item.owner.key
        if item.owner is not NOBODY and (
            key not in best or ranks[id(item)] >= ranks[id(best[key])]
        ):
            best[key] = item
    found = []
    for item in submissions:
        if item.owner is NOBODY:
            told = _("It lies beside the students' folders and belongs to none of them.")
            found.append(replace(item, reason=told))
            continue
        counts = best[item.owner.key]
        told = "" if item is counts else _why_not(item, counts, ranks)
        found.append(replace(item, reason=told))
    return found


def _rank(item: Submission, blank: Blank, slug: str) -> tuple:
    work = item.work
    fits = bool(work.kind) and work.set in ("", slug)
    worked = bool(work.answers)
    if fits and work.kind == "notebook":
        worked = blank.is_worked(work.cells)
    return fits, worked, work.kind == "notebook", item.time


def _why_not(item: Submission, counts: Submission, ranks: dict[int, tuple]) -> str:
    mine, theirs = ranks[id(item)], ranks[id(counts)]
    if item.work.digest and item.work.digest == counts.work.digest:
        told = _("Not judged: {file} holds the same.")
    elif not item.work.kind:
        told = _("Not judged: {why} {file} counts.")
    elif mine[0] != theirs[0]:
        told = _("Not judged: it belongs to another set; {file} counts.")
    elif mine[1] != theirs[1]:
        told = _("Not judged: it is blank, and {file} has work in it.")
    elif mine[2] != theirs[2]:
        told = _("Not judged: the notebook {file} counts.")
    elif mine[3] < theirs[3]:
        told = _("Not judged: {file} is newer.")
    else:
        told = _("Not judged: {file} is of the same time and comes later by its name.")
    return told.format(file=counts.file, why=item.work.why)


def _works(entry: Entry, owner: Owner, apart: Apart) -> list[tuple[str, Work]]:
    """What is in a file: mostly one thing, several in a zip."""
    name = entry.name
    if entry.why:
        return [(name, Work(why=entry.why))]
    if entry.parts.suffix.casefold() not in READ:
        return [(name, Work(why=_no_notebook(entry)))]
    try:
        content = entry.content()
        found = apart.read(content)["found"]
    except LostError as error:
        told = _("The file cannot be read: {why}.").format(why=error)
        return [(name, Work(why=told, digest=sha256(content).hexdigest()))]
    except Exception as error:  # a damaged entry fails in whatever unpacks it
        return [(name, Work(why=damaged(error)))]
    works = [(f"{name}/{inner}" if inner else name, Work.from_dict(work)) for inner, work in found]
    if entry.parts.suffix.casefold() != ".ipynb":
        works = [(n, _named(w, entry)) for n, w in works]
    return works


def _named(work: Work, entry: Entry) -> Work:
    """A file of another kind says what it is, and not what it lacks as a notebook."""
    if work.kind or entry.parts.suffix.casefold() == ".zip":
        return work
    return replace(work, why=_no_notebook(entry))


def _no_notebook(entry: Entry) -> str:
    told = _("Handed in as {file}, and that is no notebook. Ask for the file that ends in .ipynb.")
    return told.format(file=one_line(entry.parts.name, 120))


def _few(found: list[Submission]) -> list[Submission]:
    """Without the many files that are in some students' folders and are no work."""
    others: Counter = Counter()
    kept = []
    for item in found:
        key = item.owner.key
        others[key] += not item.work.kind
        if item.work.kind or others[key] <= COMPANIONS:
            kept.append(item)
    return kept


def _in_folder(folder: Path) -> Iterator[Entry]:
    count = 0
    for top, folders, files in os.walk(folder):
        links = [name for name in folders if os.path.islink(os.path.join(top, name))]
        folders[:] = [name for name in folders if name.casefold() not in LITTER]
        for name in [*files, *links]:
            count += 1
            if count > ENTRIES:
                raise InputError(_("{path}: there are too many files").format(path=folder))
            yield _of_folder(Path(top) / name, folder)


def _of_folder(path: Path, folder: Path) -> Entry:
    raw = os.fsencode(path.relative_to(folder).as_posix())
    name = _clean(decoded_name(raw))
    try:
        info = path.lstat()
    except OSError as error:
        return Entry(name, why=_cannot_open(error))
    if stat.S_ISLNK(info.st_mode):
        return Entry(name, info.st_mtime, why=_link())
    if not stat.S_ISREG(info.st_mode):
        return Entry(name, info.st_mtime, why=_("It is no ordinary file."))

    def content() -> bytes:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)

    if not os.access(path, os.R_OK):
        return Entry(name, info.st_mtime, why=_("The file may not be read here."))
    return Entry(name, info.st_mtime, content)


def _cannot_open(error: OSError) -> str:
    return _("The file cannot be opened ({error}).").format(error=error.strerror)


def _link() -> str:
    return _("It is a link to another file, and links are not followed.")


def _in_zip(path: Path) -> Iterator[Entry]:
    try:
        archive = zipfile.ZipFile(path)
        entries = archive.infolist()
    except (OSError, zipfile.BadZipFile, RuntimeError, ValueError, NotImplementedError) as error:
        told = _("{path}: neither a folder nor a zip that can be read ({error})")
        raise InputError(told.format(path=path, error=error)) from None
    if len(entries) > ENTRIES:
        raise InputError(_("{path}: there are too many files").format(path=path))
    for info in entries:
        if not info.is_dir() and not info.orig_filename.endswith("\\"):
            yield _of_zip(archive, info)


def _of_zip(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Entry:
    try:
        time = datetime(*info.date_time).timestamp()
    except (ValueError, OverflowError):
        time = 0.0
    name = _clean(zip_name(info))
    if stat.S_ISLNK(info.external_attr >> 16):
        return Entry(name, time, why=_link())

    def content() -> bytes:
        with archive.open(info) as file:  # no more than this, whatever it unpacks to
            return file.read(LARGEST + 1)

    return Entry(name, time, content)


def _clean(name: str) -> str:
    """A path with ``/`` between its parts, printable, not longer than is of use.

    Names that differ stay different: two students whose names look alike are two.
    """
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    path = "/".join(map(printable, parts)).replace("\n", "\\n").replace("\t", "\\t") or "?"
    if len(path) > NAME:
        ending = PurePosixPath(path).suffix[:9]
        return f"{path[:NAME]}-{sha256(path.encode()).hexdigest()[:8]}{ending}"
    return path


def _is_litter(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return parts[-1].startswith("._") or any(part.casefold() in LITTER for part in parts)
