"""Who handed in a file: told from where it lies, and from how all the others lie.

Platforms write names of their own, and each is known by most of the class having it at the same
level. Everywhere else the student is the first folder in which the files differ, or the name of
the file where all lie in one folder. A rule is never taken from one path alone: a student may
call a file what he likes, also like a neighbour's.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from regecon.desk.grade.text import name_of

MOODLE = re.compile(r"(?P<name>.+?)_(?P<id>\d+)_assignsubmission_[a-z]+(_.*|$)", re.DOTALL)
CANVAS = re.compile(r"(?P<name>[^_]+?)(?:_LATE)?_(?P<id>\d+)_(?P<file>\d+)_.+", re.DOTALL)
BLACKBOARD = re.compile(r"(?P<head>.+?)_attempt_(?P<time>\d{4}(?:-\d\d){5})(?:[_.].*|$)", re.DOTALL)
BRIGHTSPACE = re.compile(
    r"(?P<one>\d+)-(?P<two>\d+) ?- ?(?P<name>.+?) ?- ?"
    r"(?P<time>[^-]*\d{4}[^-]*(?:- ?\d{3,4} ?[AP]M)?)(?: ?- .+|$)",
    re.DOTALL,
)
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
# Folders that belong to a way of working and to no student.
PLACES = {"submitted", "submission", "submissions", "handed in", "exercises", "notebooks"}
PLACES |= {"students", "homework", "assignments", "class", "downloads", "download", "src", "work"}
PLACES |= {"submission attachment(s)", "attachments", "files", "labs"}
NBGRADER = {"source", "release", "autograded", "feedback"}
ENDINGS = re.compile(
    r"(\.(ipynb|json|txt|py|zip|html?|md|pdf|docx?|xlsx?|csv|rar|7z|tar|gz|tgz|odt|png|jpe?g)){1,3}$",
    re.IGNORECASE,
)
COPY = re.compile(
    r"([ _-]*(\(\d{1,3}\)|copy ?\d{0,3}|\u043a\u043e\u043f\u0438\u044f|final"
    r"|(?<!\d)\d{1,2}(?!\d)))++$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Owner:
    """Who handed in a file.

    Attributes
    ----------
    key
        The same for all files of one student, and for no others.
    name, platform_id
        As they are shown; the platform's number if there is one.
    platform
        ``moodle``, ``canvas``, ``blackboard``, ``brightspace``, or nothing.
    time
        When this attempt was handed in, if the name says.
    file
        The platform's number of the file, by which Canvas knows it again.
    """

    key: str
    name: str
    platform_id: str = ""
    platform: str = ""
    time: float = 0.0
    file: str = ""


NOBODY = Owner("", "")
LONGEST = 400  # letters of a name that is looked at


def owners(paths: list[str], slugs: Iterable[str] = ()) -> dict[str, Owner]:
    """The owner of each path; `NOBODY` for a file beside the students' folders.

    Parameters
    ----------
    paths
        Paths of all files of the class, with ``/`` between their parts.
    slugs
        Names of sets, which are nobody's name.
    """
    found: dict[str, Owner] = {}
    for platform in (_moodle, _blackboard, _brightspace, _canvas):
        if not found:
            found = platform(paths)
    left = [path for path in paths if path not in found]
    known = _Plain([slug.casefold() for slug in slugs], bool(found))
    return found | known.owners(left)


def stem_of(name: str) -> str:
    """The name of a file without what tells its kind."""
    return ENDINGS.sub("", name) or name


def _at_one_level(paths: list[str], pattern: re.Pattern) -> dict[str, re.Match]:
    """The matches at the level at which at least half of the paths match, if there is one."""
    levels: dict[int, dict[str, re.Match]] = defaultdict(dict)
    for path in paths:
        for level, part in enumerate(path.split("/")):
            if len(part) <= LONGEST and (match := pattern.fullmatch(part)):
                levels[level][path] = match
    for level in sorted(levels):
        if 2 * len(levels[level]) >= len(paths):
            return levels[level]
    return {}


def _moodle(paths: list[str]) -> dict[str, Owner]:
    return {
        path: Owner(f"moodle {m['name']} {m['id']}", name_of(m["name"]), m["id"], "moodle")
        for path, m in _at_one_level(paths, MOODLE).items()
    }


def _canvas(paths: list[str]) -> dict[str, Owner]:
    return {
        path: Owner(
            f"canvas {m['name']} {m['id']}", name_of(m["name"]), m["id"], "canvas", 0.0, m["file"]
        )
        for path, m in _at_one_level(paths, CANVAS).items()
    }


def _blackboard(paths: list[str]) -> dict[str, Owner]:
    """``ASSIGNMENT_user_attempt_TIME_file``: what all heads have in common is the assignment."""
    matches = _at_one_level(paths, BLACKBOARD)
    heads = {match["head"] for match in matches.values()}
    common = ""
    if len(heads) > 1:
        words = [head.split("_") for head in heads]
        same = 0
        while len({tuple(w[: same + 1]) for w in words}) == 1 and min(map(len, words)) > same + 1:
            same += 1
        common = "_".join(words[0][:same])
    found = {}
    for path, match in matches.items():
        user = match["head"].removeprefix(common).strip("_") if common else match["head"]
        user = user if len(heads) > 1 else user.rpartition("_")[2]
        time = datetime.strptime(match["time"], "%Y-%m-%d-%H-%M-%S").timestamp()
        found[path] = Owner(f"blackboard {match['head']}", name_of(user), user, "blackboard", time)
    return found


def _brightspace(paths: list[str]) -> dict[str, Owner]:
    """``NUMBER-NUMBER - Name - time``: the number that is not the same for all is the student's."""
    matches = _at_one_level(paths, BRIGHTSPACE)
    ones, names = ({match[key] for match in matches.values()} for key in ("one", "name"))
    key = "two" if len(ones) == 1 and len(names) > 1 else "one"
    return {
        path: Owner(
            f"brightspace {m['name']} {m[key]}",
            name_of(m["name"]),
            m[key],
            "brightspace",
            _when(m["time"]),
        )
        for path, m in matches.items()
    }


def _when(text: str) -> float:
    """A time as Brightspace writes it: ``Sep 5, 2023 1043 AM``."""
    words = text.casefold()
    month = next((n for n, word in enumerate(MONTHS, 1) if word in words), 1)
    year = re.search(r"\d{4}(?!.*\d{4}\b.*\d{4})", words)
    day = re.search(r"\b\d{1,2}\b", words)
    clock = re.search(r"\b(\d{1,2}):?(\d\d) ?([ap])m", words)
    hour, minute = (int(clock[1]) % 12 + 12 * (clock[3] == "p"), int(clock[2])) if clock else (0, 0)
    try:
        found = datetime(int(year[0]), month, int(day[0]) if day else 1, hour, minute)
    except (TypeError, ValueError):
        return 0.0
    return found.timestamp()


class _Plain:
    """Folders and files of no platform."""

    def __init__(self, slugs: list[str], beside: bool):
        self.slugs, self.beside = slugs, beside

    def owners(self, paths: list[str]) -> dict[str, Owner]:
        parts = {path: tuple(path.split("/")) for path in paths}
        found = {path: NOBODY for path, split in parts.items() if self._of_nbgrader(split, parts)}
        parts = {path: split for path, split in parts.items() if path not in found}
        same = self._common(list(parts.values()))
        heads = {path: self._head(split, same) for path, split in parts.items()}
        if self._files_are_students(parts, heads):
            heads = {path: (*split[:-1], stem_of(split[-1])) for path, split in parts.items()}
        folders = any(len(head) < len(parts[path]) for path, head in heads.items())
        shown = self._shown(set(heads.values()))
        for path, head in heads.items():
            alone = len(parts[path]) == len(head)
            if alone and (folders or self.beside) and not _may_be_work(path):
                found[path] = NOBODY
            else:
                found[path] = Owner("/".join(head), shown[head])
        return found

    def _of_nbgrader(self, split: tuple, parts: dict) -> bool:
        """Whether a path is the teacher's side of a course in nbgrader."""
        for level, part in enumerate(split[:-1]):
            if part.casefold() in NBGRADER:
                beside = {o[level].casefold() for o in parts.values() if o[:level] == split[:level]}
                return "submitted" in beside
        return False

    def _common(self, split: list[tuple]) -> int:
        """How many folders all paths begin with, without the one that is the only student's."""
        same = 0
        if len(split) in (1, 2) and len({parts[:-1] for parts in split}) == 1:
            mine = [n for n, part in enumerate(split[0][:-1]) if not self._is_place(part)]
            if mine and not any(self._own(stem_of(parts[-1])) for parts in split):
                return mine[-1]
        while split and all(len(parts) > same + 1 for parts in split):
            if len({parts[same] for parts in split}) > 1:
                break
            same += 1
        return same

    def _head(self, split: tuple, same: int) -> tuple:
        """The path down to the folder that is the student's, or down to the file."""
        for level in range(same, len(split) - 1):
            if not self._is_place(split[level]):
                return split[: level + 1]
        return (*split[:-1], stem_of(split[-1]))

    def _is_place(self, part: str) -> bool:
        return part.casefold() in PLACES or not self._own(part)

    def _own(self, part: str) -> str:
        """What a name says beside the name of a set and the marks of copies."""
        plain = part
        for slug in self.slugs:
            place = plain.casefold().find(slug)
            if place >= 0:
                plain = plain[:place] + plain[place + len(slug) :]
                plain = COPY.sub("", plain)
        return plain.strip(" _-.")

    def _files_are_students(self, parts: dict, heads: dict) -> bool:
        """Whether each file is a student's, though several lie in one folder."""
        folders: dict[tuple, set[str]] = defaultdict(set)
        for path, head in heads.items():
            if _is_notebook(path):
                folders[head].add(stem_of(parts[path][-1]))
        files = {head for head in folders if len(head) == len(next(iter(parts.values()), ()))}
        if not any(len(stems) > 1 for stems in folders.values()) or folders.keys() <= files:
            return False
        times = Counter(stem for stems in folders.values() for stem in stems)
        return not any(count > 1 or not self._own(stem) for stem, count in times.items())

    def _shown(self, heads: set[tuple]) -> dict[tuple, str]:
        """A name for each student: without the set, unless that leaves nothing or takes two."""
        full = {head: head[-1] for head in heads}
        short = {head: self._own(name) or name for head, name in full.items()}
        times = Counter(short.values())
        return {
            head: name_of(short[head] if times[short[head]] == 1 else full[head]) for head in heads
        }


def _is_notebook(path: str) -> bool:
    return path.casefold().endswith((".ipynb", ".ipynb.txt", ".zip"))


def _may_be_work(path: str) -> bool:
    """Whether a file beside the students' folders is one that a student may have handed in."""
    work = (".ipynb", ".ipynb.txt", ".json", ".zip", ".py", ".docx")
    return path.casefold().endswith(work) or "." not in path.rpartition("/")[2]
