"""A page of the site with nothing to press: every word, picture and table stands there.

What the page shows by script is taken from what it keeps for readers without: of a chart its
picture, of an explorer where it begins, of a quiz its replies. What only a browser can use goes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from copy import deepcopy

from lxml import html
from lxml.html import HtmlElement, builder

from regecon.kit.i18n import _

# What leads on, is pressed, or speaks only when something was pressed.
GONE = ("headerlink", "lab-open", "copybtn", "filter", "jump", "town-buttons", "town-close")
GONE += ("landing-buttons", "landing-hint", "backrefs", "prediction-skip", "prediction-reply")
GONE += ("explorer-live", "explorer-said", "explorer-old", "explorer-alone", "explorer-wait")
GONE += ("quiz-reply", "exercise-reply", "exercise-progress", "exercise-own")
GONE_TAGS = ("script", "style", "template")
LINES_FOR_WORDS = 14
LINES_FOR_WORK = 4
LINES_FOR_CODE = 8


def still(main: HtmlElement, room: bool = False) -> HtmlElement:
    """Change the text of a page so that it needs no script.

    Parameters
    ----------
    main
        The element that holds the text; it is changed.
    room
        Whether an exercise gets lines to write on.
    """
    _draws(main)
    for link in list(of_class(main, "exercise-download")):
        drop(link.getparent())  # the sentence is about answers in the page
    for part in [*main.iter(*GONE_TAGS), *(e for name in GONE for e in of_class(main, name))]:
        drop(part)
    _charts(main)
    for quiz in list(of_class(main, "quiz")):
        _quiz(quiz)
    for choices in list(of_class(main, "prediction-choices")):
        swap(choices, boxes([_inside(button) for button in choices.iter("button")]))
    for exercise in list(of_class(main, "exercise")):
        _exercise(exercise, room)
    for part in list(main.iter("noscript", "button")):
        drop(part)
    for part in list(of_class(main, "toctree-wrapper")):
        if not plain(part):
            drop(part)
    for part in list(main.iter("details")):
        part.tag = "div"
        part.set("class", "opened")
    for part in list(main.iter("summary")):
        part.tag = "p"
        part.set("class", "summary")
    for part in main.xpath("descendant::*[@hidden]"):
        del part.attrib["hidden"]
    return main


def of_class(element: HtmlElement, name: str) -> Iterator[HtmlElement]:
    """The elements below that have a class."""
    yield from element.xpath(
        "descendant::*[contains(concat(' ', normalize-space(@class), ' '), $name)]",
        name=f" {name} ",
    )


def drop(element: HtmlElement) -> None:
    """Take an element out; the text behind it stays."""
    if element.getparent() is not None:
        element.drop_tree()


def swap(old: HtmlElement, new: HtmlElement) -> None:
    """Put an element in the place of another."""
    new.tail, old.tail = old.tail, None
    old.getparent().replace(old, new)


def boxes(choices: list[HtmlElement]) -> HtmlElement:
    """Things to tick with a pencil."""
    return builder.UL(*(_named("li", choice) for choice in choices), {"class": "boxes"})


def _charts(main: HtmlElement) -> None:
    """Every picture by itself; the first of a chart is as wide as a page, the next for phones."""
    for chart in list(of_class(main, "re-chart")):
        _picture(chart)
    for still_one in main.xpath("descendant::figure[@class='re-picture']"):
        _picture(still_one)


def _picture(chart: HtmlElement) -> None:
    """Put what is drawn in the place of a chart, with the text that says what is seen."""
    drawn = next(chart.iter("svg"))
    drawn.attrib.pop("aria-hidden", None)
    # A tag of a PDF and a title of an EPUB belong to what is drawn, not to a box around it.
    drawn.set("role", "img")
    drawn.set("aria-label", chart.get("aria-label"))
    drawn.tail = None
    swap(chart, builder.DIV(drawn, {"class": "re-picture"}))


def _quiz(quiz: HtmlElement) -> None:
    """Questions with lettered answers, and what is to be said to each, after the last question."""
    told = builder.DIV({"class": "quiz-told"})
    told.append(builder.P(builder.STRONG(_("What there is to say to each answer"))))
    for number, question in enumerate(list(quiz.iter("fieldset")), 1):
        legend = next(question.iter("legend"))
        asked = _named("p", legend, "quiz-asked")
        asked.text = f"{number}. {asked.text or ''}"
        choices = [_inside(label.find("span")) for label in of_class(question, "quiz-choice")]
        replies = [_inside(reply) for reply in of_class(question, "quiz-still")]
        mark = builder.P(builder.STRONG(str(number)))
        given = builder.OL(*(_named("li", reply) for reply in replies), {"type": "a"})
        told.append(builder.DIV(mark, given, {"class": "quiz-told-one"}))
        listed = builder.OL(*(_named("li", choice) for choice in choices), {"type": "a"})
        swap(question, builder.DIV(asked, listed, {"class": "quiz-question"}))
    quiz.append(told)


def _draws(main: HtmlElement) -> None:
    """Where every student has figures of her own: which there are, since paper draws none."""
    kept = next(of_class(main, "exercise-data"), None)
    draws = json.loads(kept.text)["draws"] if kept is not None else {}
    for own in list(of_class(main, "exercise-own")):
        rows = draws[own.get("data-question")]["rows"]
        told = _("On a screen each student is given one of these. On paper, take the one you like.")
        shown = [builder.SPAN(row["shown"]) for row in rows]
        swap(own, builder.DIV(builder.P(told), boxes(shown), {"class": "on-paper"}))


def _exercise(exercise: HtmlElement, room: bool) -> None:
    """An exercise with its answers to tick or to write, and lines where there is room."""
    asked = bool(list(exercise.iter("form")))
    for form in list(exercise.iter("form")):
        swap(form, _answer(form))
    if room:
        words = next(of_class(exercise, "exercise-rubric"), None) is not None
        count = LINES_FOR_WORK if asked else LINES_FOR_CODE
        exercise.append(lines(LINES_FOR_WORDS if words else count))


def _answer(form: HtmlElement) -> HtmlElement:
    legend = next(form.iter("legend"), None)
    if legend is not None:
        options = [_inside(label.find("span")) for label in of_class(form, "exercise-option")]
        return builder.DIV(_named("p", legend), boxes(options), {"class": "on-paper"})
    asked = _named("p", next(form.iter("label")))
    unit = next(of_class(form, "exercise-entry"))[-1].text_content()
    line = builder.SPAN({"class": "blank"})
    line.tail = f" {unit}"
    return builder.DIV(asked, builder.P(line), {"class": "on-paper"})


def lines(count: int) -> HtmlElement:
    """Empty lines to write on; a screen reader is told nothing of them."""
    rows = [builder.DIV() for _row in range(count)]
    return builder.DIV(*rows, {"class": "lines", "aria-hidden": "true"})


def _inside(element: HtmlElement) -> HtmlElement:
    """What is in an element, in a span."""
    return _named("span", element)


def _named(tag: str, element: HtmlElement, name: str = "") -> HtmlElement:
    """A copy of an element under another name, with its text and none of its attributes."""
    made = html.Element(tag)
    made.text = element.text
    made.extend(deepcopy(child) for child in element)
    if name:
        made.set("class", name)
    return made


def plain(element: HtmlElement) -> str:
    """The words of an element in one line."""
    return re.sub(r"\s+", " ", element.text_content()).strip()
