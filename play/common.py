"""What all games of the room share: pages, groups, drop-outs, charts in words, export.

A game's ``__init__.py`` starts with ``from common import ...``. Its ``Player`` has the field
``dropped``. A page says what it shows with ``says(player)``; the words pass through ``_``.

A phone that is closed stops nobody: a decision has a timeout, a default takes its place and is
marked as dropped, and who has been away once is waited for only briefly until he is back.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from html import escape

from otree.api import BasePlayer, Page, WaitPage

from regecon.data.play import COLUMNS
from regecon.kit.i18n import _, language, plural, written

__all__ = [
    "Decision", "Gather", "Screen", "Shown", "Together", "away", "bars", "escape", "export",
    "gathered", "nobody_waits", "plural", "table", "took_part", "written",
]  # fmt: skip
AWAY = 8  # seconds for somebody who did not answer the last page
READ = 45  # seconds for a page between decisions
EMPTY = {
    "heading": "", "texts": (), "figure": "", "question": "", "button": "", "after": (),
}  # fmt: skip


class Screen(Page):
    """A page without a clock, such as an instruction before groups are formed.

    ``says(player)`` gives any of: heading, texts (paragraphs), figure (from ``bars`` or
    ``table``), question (the legend of the fields), after (paragraphs below), button.
    """

    template_name = "global/Screen.html"

    @staticmethod
    def says(player: BasePlayer) -> dict:
        raise NotImplementedError

    @classmethod
    def vars_for_template(cls, player: BasePlayer) -> dict:
        frame = {
            "language": language(),
            "time_left": _("Seconds left:"),
            "wrong": _("Something is missing or not possible. Look at the marked lines."),
            "runs_on": _("The room runs on oTree (Chen, Schonger and Wickens 2016)."),
        }
        said = EMPTY | cls.says(player)
        return frame | said | {"button": said["button"] or _("Next")}


class Shown(Screen):
    """A page with a clock and no decision, such as the result of a round."""

    @staticmethod
    def get_timeout_seconds(player: BasePlayer) -> int:
        return AWAY if away(player) else READ


class Decision(Screen):
    """A page with a clock; ``form_fields`` as in oTree, ``default(player)`` sets what stands in
    for somebody who did not answer."""

    form_model = "player"

    @staticmethod
    def get_timeout_seconds(player: BasePlayer) -> int:
        return AWAY if away(player) else player.session.config["seconds"]

    @staticmethod
    def default(player: BasePlayer) -> None:
        """Nothing stands in, where a game does not say what."""

    @classmethod
    def before_next_page(cls, player: BasePlayer, timeout_happened: bool) -> None:
        player.participant.vars["away"] = bool(timeout_happened)
        if timeout_happened:
            player.dropped = True
            cls.default(player)


class Gather(WaitPage):
    """Where groups are formed in the order of arrival; the game's module has
    ``group_by_arrival_time_method``, made with ``gathered``."""

    group_by_arrival_time = True
    title_text = _("Please wait")
    body_text = _("Others are on their way. It goes on by itself.")

    @staticmethod
    def is_displayed(player: BasePlayer) -> bool:
        return player.round_number == 1

    @staticmethod
    def vars_for_template(player: BasePlayer) -> dict:
        return {"language": language()}


class Together(WaitPage):
    """Where a group waits for its last decision."""

    title_text = _("Please wait")
    body_text = _("The others are still deciding. It goes on by itself.")

    @staticmethod
    def vars_for_template(player: BasePlayer) -> dict:
        return {"language": language()}


def away(player: BasePlayer) -> bool:
    """Whether the player did not answer the last page that asked."""
    return bool(player.participant.vars.get("away"))


def gathered(subsession, waiting: list, size: int | None = None, least: int = 1) -> list | None:
    """Those who play together, or None if somebody is still waited for.

    Parameters
    ----------
    subsession, waiting
        As oTree gives them to ``group_by_arrival_time_method``.
    size
        How many a full group has; None for one group of all who come.
    least
        How many at least play together. Who is left over forms a smaller group when the first
        of them has waited for the session's ``patience``.
    """
    if size and len(waiting) >= size:
        return waiting[:size]
    for player in waiting:
        player.participant.vars.setdefault("came", time.time())
    if len(waiting) >= least and _waited_enough(subsession, waiting):
        return waiting
    return None


def _waited_enough(subsession, waiting: list) -> bool:
    if all(player.participant._is_bot for player in waiting):
        return nobody_waits(subsession, waiting)
    first = min(player.participant.vars["came"] for player in waiting)
    return time.time() - first >= subsession.session.config["patience"]


def nobody_waits(subsession, waiting: list) -> bool:
    """Whether nobody is on an earlier page than those who wait."""
    page = waiting[0].participant._index_in_pages
    return all(p.participant._index_in_pages >= page for p in subsession.get_players())


def bars(counts: dict[str, int | float], title: str, form: str = ",.0f") -> str:
    """A table with a bar in each row: read as well by eye as by ear."""
    most = max([*counts.values(), 1e-9])
    rows = "".join(
        f'<tr><th scope="row">{escape(str(name))}</th><td>{escape(written(value, form))}</td>'
        f'<td class="bar" aria-hidden="true"><i style="width:{100 * value / most:.1f}%"></i></td>'
        "</tr>"
        for name, value in counts.items()
    )
    return f'<table class="bars"><caption>{escape(title)}</caption>{rows}</table>'


def table(head: Iterable[str], rows: Iterable[Iterable[str]], title: str) -> str:
    """A plain table; the first cell of a row names it."""
    top = "".join(f'<th scope="col">{escape(str(cell))}</th>' for cell in head)
    body = "".join(
        f'<tr><th scope="row">{escape(str(first))}</th>'
        + "".join(f"<td>{escape(str(cell))}</td>" for cell in rest)
        + "</tr>"
        for first, *rest in rows
    )
    return (
        f"<table><caption>{escape(title)}</caption><thead><tr>{top}</tr></thead>"
        f"<tbody>{body}</tbody></table>"
    )


def took_part(player: BasePlayer) -> bool:
    """Whether somebody sat behind the player: a session has more places than a class."""
    return bool(player.participant.visited)


def export(game: str, players: Iterable, steps: Callable[[BasePlayer], list[dict]]):
    """The rows of ``custom_export``, in the one form that ``load_play`` reads.

    Parameters
    ----------
    game
        Name of the game's folder.
    players
        As oTree gives them.
    steps
        The decisions of a player in his round, none if he made none: each a dict with step
        (``"offer"``) and any of decision (a word), amount (a number), payoff (a number, at one
        step of a round only), treatment, dropped.
    """
    yield list(COLUMNS)
    for player in filter(took_part, players):
        for step in steps(player):
            row = {
                "game": game,
                "session": player.session.code,
                "round": player.round_number,
                "participant": player.participant.code,
                "group": player.group.id_in_subsession,
                "treatment": player.session.config["treatment"],
                "dropped": bool(player.field_maybe_none("dropped")),
            } | step
            yield [_cell(row.get(column)) for column in COLUMNS]


def _cell(value) -> str | int | float:
    """As a table of the course writes it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return round(float(value), 5) if isinstance(value, float) else value
