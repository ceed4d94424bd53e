"""A page of the built site as a package has it: the same markup, without the ways to other pages.

What a page loads lies in the package where it lies in the site, so no address in it changes.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from html import unescape
from pathlib import Path

from markupsafe import Markup, escape

from regecon.desk.teacher.sheet import SheetError
from regecon.kit.i18n import _, language
from regecon.kit.templates import environment

TEMPLATES = Path(__file__).with_name("templates")
EXERCISES = (
    "theme.js", "palette.css", "course.css", "exercises.css", "documentation_options.js",
    "clipboard.min.js", "copybutton.js", "exercises.js", "site.js",
)  # fmt: skip
QUIZ = ("theme.js", "palette.css", "course.css", "quiz.js")
LOADED = re.compile(r'^ *<(?:script|link)\b[^>]*?(?:src|href)="\.\./_static/([^"?]+)[^\n]*', re.M)
LINK = re.compile(r'<a\b([^>]*?) href="([^"]*)"([^>]*)>(.*?)</a>', re.DOTALL)
CLAIM = re.compile(r'report\.html#(s-\d+)"[^>]*?title="([^"]*)"[^>]*>')
LAB = re.compile(r'<p class="lab-open".*?</p>', re.DOTALL)
SECTION = re.compile(r'<section class="exercise" id="([\w-]+)">\s*<h2>(.*?)<a class="headerlink"')
ELSEWHERE = re.compile(r' <a href="(?!https?:)[^"]*"[^>]*>[^<]*</a>\.')
QUESTIONS = re.compile(r'<(?:form class="exercise-answer|fieldset class="quiz-question)"')


class PackageError(SheetError):
    """Why a package cannot be made."""


@dataclass(frozen=True)
class Page:
    """A page of a package.

    Attributes
    ----------
    name
        Its place in the package, such as ``exercises/w09-resort-curve.html``.
    title
        As the course calls it.
    text
        The page.
    static
        What it loads or gives away, in ``_static``.
    """

    name: str
    title: str
    text: str
    static: tuple[str, ...]


def exercises(site: Path, slug: str) -> Page:
    """The exercises of a week, or a dossier."""
    whole = _read(site, f"exercises/{slug}.html")
    main = LAB.sub("", _cut(whole, r'<main id="main"[^>]*>(.*?)</main>'))
    kept = _escaped(
        _(
            "Your answers stay on this device, in this browser. Nothing is sent anywhere. "
            "For your teacher you can save them as a file."
        )
    )
    if kept not in main:
        raise PackageError(
            f"exercises/{slug}.html does not say where answers stay: build the book again, "
            "in the language of the pack."
        )
    main = main.replace(kept, _escaped(_("For your teacher you can also save them as a file.")))
    words = {
        "head": _(
            "This course keeps your answers and a score: right answers in per cent of the {count} "
            "that are checked in this page. Code and what is answered in words are not scored "
            "here. Once all {count} have an answer the course may take the work for finished and "
            "close it when you leave."
        ),
        "alone": _(
            "No course was found around this page. Your answers stay on this device, in this "
            "browser, and no score is reported."
        ),
    }
    static = (*EXERCISES, f"exercises/{slug}.ipynb")
    return _made(f"exercises/{slug}.html", whole, main, slug, words, static)


def quiz(site: Path, slug: str) -> Page | None:
    """The quiz of a chapter, if it has one."""
    whole = _read(site, f"book/{slug}.html")
    at = whole.find('<div class="quiz">')
    if at < 0:
        return None
    start, end = whole.rindex("<section", 0, at), whole.index("</section>", at)
    kicker = re.search(r'<p class="kicker">.*?</p>', whole, re.DOTALL)
    heading = re.sub(r"<a\b.*?</a>", "", _cut(whole, r"<h1>(.*?)</h1>"), flags=re.DOTALL)
    parts = (kicker and kicker[0], "<section>", f"<h1>{heading}</h1>", whole[start:end])
    main = "\n".join(part for part in parts if part) + "</section></section>"
    words = {
        "head": _(
            "This course keeps your answers and a score: to each of the {count} questions your "
            "first answer counts. Look at the others afterwards as you like. Once all have an "
            "answer the course may close the quiz when you leave."
        ),
        "alone": _("No course was found around this page: nothing is kept or reported."),
    }
    return _made(f"book/{slug}-quiz.html", whole, main, f"{slug}-quiz", words, QUIZ)


def _made(
    name: str, whole: str, main: str, key: str, words: dict[str, str], static: tuple[str, ...]
) -> Page:
    first, section, rest = unlinked(main, static).partition("<section")
    title = unescape(_cut(whole, r"<title>(.*?)</title>").rpartition(" · ")[0])
    if name.startswith("book/"):
        title = _("Quiz: {title}").format(title=title)
    words["head"] = words["head"].format(count=len(QUESTIONS.findall(main)))
    data = json.dumps({"set": key, "words": words | _common()}, ensure_ascii=False)
    values = {
        "title": title,
        "course": unescape(_cut(whole, r'<a class="brand"[^>]*>(.*?)</a>')),
        "loads": [Markup(line) for line in _loads(whole, static)],
        "body": _cut(whole, r'<body class="(.*?)">'),
        "first": Markup(first),
        "main": Markup(section + rest),
        "claims": claims(whole, section + rest),
        "foot": Markup(unlinked(ELSEWHERE.sub("", _cut(whole, r"(<footer.*?</footer>)")))),
        "data": Markup(data.replace("<", "\\u003c")),
        "bar": _bar(whole) if "site.js" in static else None,
    }
    page = environment(TEMPLATES).get_template("page.html")
    return Page(name, title, page.render(language=language(), **values), static)


def _bar(whole: str) -> dict[str, object]:
    """The buttons and the contents of the page, without which site.js does not run."""
    button = r'(<button class="bar-button {}-button".*?</button>)'
    found = {kind: Markup(_cut(whole, button.format(kind))) for kind in ("theme", "menu")}
    return found | {"sections": [(key, Markup(text)) for key, text in SECTION.findall(whole)]}


def _common() -> dict[str, str]:
    """What is said of the course in every package."""
    return {
        "kept": _("The course has your answers. Score so far: {score} of 100."),
        "lost": _(
            "The course does not answer. Your answers are still in this page: leave it open, it "
            "tries again by itself."
        ),
        "long": _("Too long for the course to keep, so gone when you leave: {labels}."),
        "unread": _(
            "What the course has kept of an earlier visit does not belong to this page, which "
            "therefore begins anew."
        ),
        "lacks": _("This course keeps your score but no answers: they go when you leave."),
        "review": _("You are looking back: the course keeps nothing of what you change now."),
    }


def unlinked(html: str, static: tuple[str, ...] = ()) -> str:
    """Markup whose links to other pages are text; what is in the page or package stays a link.

    Claims lead to their wording at the end of the page, and other hosts open apart, so that
    nothing takes the page's place in its frame.
    """

    def kept(found: re.Match) -> str:
        before, address, after, text = found.groups()
        if address.startswith("#") or address.removeprefix("../_static/") in static:
            return found[0]
        if claim := re.search(r"report\.html#(s-\d+)$", address):
            return f'<a{before} href="#{claim[1]}"{after}>{text}</a>'
        if re.match(r"https?:", address):
            return f'<a{before} href="{address}"{after} target="_blank">{text}</a>'
        attributes = re.sub(r' (?:rel|download)(?:="[^"]*")?', "", before + after)
        return f"<span{attributes}>{text}</span>"

    return LINK.sub(kept, html)


def claims(whole: str, main: str) -> dict[str, str]:
    """The wording of the claims that a page leads to, by their place in it."""
    asked = set(re.findall(r'href="#(s-\d+)"', main))
    return {key: unescape(text) for key, text in sorted(CLAIM.findall(whole)) if key in asked}


def _loads(whole: str, static: tuple[str, ...]) -> list[str]:
    """The lines of a page's head that load what the package has of it."""
    head = _cut(whole, r"<head>(.*?)</head>")
    return [found[0].strip() for found in LOADED.finditer(head) if found[1] in static]


def _read(site: Path, name: str) -> str:
    path = site / name
    if not path.is_file():
        raise PackageError(f"{name} is not in the built book: build it first, with make book.")
    return path.read_text(encoding="utf-8")


def _cut(text: str, pattern: str) -> str:
    """The piece of a page that a pattern holds; pages are those of our own theme."""
    found = re.search(pattern, text, re.DOTALL)
    if not found:
        raise PackageError(f"A page of the built book has no {pattern}: build the book again.")
    return found[1]


def _escaped(words: str) -> str:
    return str(escape(words))
