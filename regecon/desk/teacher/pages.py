"""Plan and kit of a week as pages that open from a folder and print on A4."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

from markupsafe import Markup

from regecon.desk.teacher.kit import Game, Outcome, play
from regecon.desk.teacher.markdown import block, inline
from regecon.desk.teacher.numbers import Value, filled, in_words, listed
from regecon.desk.teacher.points import Part, parts
from regecon.desk.teacher.sheet import LARGE, SMALL, Issue, Kit, Role, Row, Sheet, Timed
from regecon.desk.weeks import Week
from regecon.kit.i18n import _, language, written
from regecon.kit.palette import stylesheet
from regecon.kit.templates import environment

TEMPLATES = Path(__file__).with_name("templates")
# The more words, the smaller the print, so that a plan is one page: words, and points.
SIZES = ((480, 10.5), (560, 10), (620, 9.4), (680, 9.1), (740, 8.6), (820, 8.1), (0, 7.5))
# The same for the sheet that all read, as shares of the kit's print; a line counts as words.
COMMON = ((420, 1), (500, 0.96), (560, 0.92), (620, 0.87), (690, 0.82), (0, 0.76))
LINE = 12
SHOWN = 24  # agreements on the scoring sheet


def style() -> str:
    """The stylesheet of the pack, the fonts left out."""
    return stylesheet() + (TEMPLATES / "pack.css").read_text(encoding="utf-8")


def render(template: str, **values) -> str:
    """A page of the pack."""
    found = environment(TEMPLATES).get_template(f"{template}.html")
    return found.render(language=language(), **values)


def head_of(week: Week, what: str) -> str:
    """The running head of a printed page."""
    words = _("Week {number}. {title} · {what}")
    return words.format(number=week.number, title=week.title, what=what)


def plan(sheet: Sheet, week: Week, numbers: dict[str, Value]) -> str:
    """The plan of 90 and 90 minutes."""
    page = render(
        "plan",
        title=head_of(week, _("Plan")),
        week=week,
        hours=[
            (_("Lecture"), _rows(sheet.lecture, numbers)),
            (_("Seminar"), _rows(sheet.seminar, numbers)),
        ],
        believe=inline(sheet.misconception.believe, numbers),
        notice=inline(sheet.misconception.notice, numbers),
        attack=inline(sheet.misconception.attack, numbers),
        board=filled(sheet.board, numbers),
        cut=[(cut.minutes, inline(cut.what, numbers)) for cut in sheet.cut],
        homework=inline(sheet.homework, numbers),
        size="{size}",
    )
    return page.replace("{size}", str(_size(_words(page), SIZES)), 1)


def _words(page: str) -> int:
    return len(Markup(page).striptags().split())


def _size(words: int, sizes: tuple) -> float:
    """The size of print that goes with so many words."""
    return next((size for most, size in sizes if words <= most), sizes[-1][1])


def _rows(rows: Iterable[Row], numbers: dict[str, Value]) -> list[dict]:
    made, clock = [], 0
    for row in rows:
        made.append(
            {
                "time": f"{clock}\u2013{clock + row.minutes}",
                "do": inline(row.do, numbers),
                "ask": inline(row.ask, numbers),
                "expect": [inline(text, numbers) for text in row.expect],
                "objective": row.objective.partition("-o")[2],
            }
        )
        clock += row.minutes
    return made


def handouts(sheet: Sheet, week: Week, numbers: dict[str, Value], persons: int) -> str:
    """The situation, and a sheet for each role, of one version of the kit."""
    kit = sheet.kit
    game = play(kit, persons, numbers)
    issues = [_issue(issue) for issue in kit.issues]
    common = [kit.decides, kit.situation, *kit.rules, *(part.what for part in kit.rounds)]
    common += [f"{issue['unit']} {issue['told']}" for issue in issues]
    words = _words(" ".join([*common, *(f"{role.name} {role.public}" for role in game.roles)]))
    words += LINE * (len(issues) + kit.situation.count("\n|"))
    return render(
        "kit",
        size=_size(words, COMMON),
        title=head_of(week, kit.title),
        kit=kit,
        persons=persons,
        decides=inline(kit.decides, numbers),
        situation=block(kit.situation, numbers),
        issues=issues,
        rounds=_rounds(kit.rounds, numbers),
        rules=[inline(rule, numbers) for rule in kit.rules],
        table=[(role.name, inline(role.public, numbers)) for role in game.roles],
        roles=[_role(sheet, role, game, numbers) for role in game.roles],
    )


def _issue(issue: Issue) -> dict:
    values = [in_words(value) for value in issue.values]
    if isinstance(issue.values[0], str):
        told = _(" or ").join(values)
    else:
        words = _("from {first} to {last} in steps of {step}")
        step = in_words(issue.values[1] - issue.values[0])
        told = words.format(first=values[0], last=values[-1], step=step)
    return {"name": named(issue.name), "unit": issue.unit, "told": told}


def named(name: str) -> str:
    """The name of an issue as a reader sees it."""
    return name.replace("_", " ").capitalize()


def _rounds(rounds: Iterable[Timed], numbers: dict[str, Value]) -> list[tuple]:
    return [(part.minutes, inline(part.what, numbers)) for part in rounds]


def _role(sheet: Sheet, role: Role, game: Game, numbers: dict[str, Value]) -> dict:
    certain, tables = parts(sheet.kit, game.points[role.name])
    owned = [listed(name, sheet.numbers[name], numbers[name]) for name in role.numbers]
    return {
        "name": role.name,
        "public": block(role.public, numbers),
        "hidden": block(role.hidden, numbers),
        "numbers": owned,
        "certain": written(certain, ".0f"),
        "walk_out": written(role.walk_out, ".0f"),
        "tables": [_table(part) for part in tables],
        "thinned": any(part.thinned for part in tables),
    }


def _table(part: Part) -> dict:
    """Points as heads, a row each, and what stands above."""
    points = [[written(value, ".0f") for value in row] for row in part.points]
    if part.sampled:
        heads = [named(issue.name) for issue in part.issues]
        rows = [[in_words(value) for value in row] for row in part.rows]
    else:
        heads = [named(part.issues[0].name)]
        rows = [[in_words(value)] for value in part.rows]
    return {
        "title": ", ".join(named(issue.name) for issue in part.issues),
        "heads": heads,
        "across": [] if part.sampled else _across(part),
        "wide": len(part.columns) > 6,
        "rows": list(zip(rows, points, strict=True)),
        "sampled": part.sampled,
    }


def _across(part: Part) -> list[tuple[str, list[tuple[str, int]]]]:
    """A line of heads for each issue across: its name, and values with the columns they span."""
    lines = []
    for place, issue in enumerate(part.issues[1:]):
        runs = groupby(part.columns, key=lambda column: column[: place + 1])
        heads = [(in_words(values[-1]), len(list(run))) for values, run in runs]
        lines.append((named(issue.name), heads))
    return lines


def scoring(sheet: Sheet, week: Week, numbers: dict[str, Value]) -> str:
    """What the teacher keeps: points of any agreement, what all can accept, the debrief."""
    kit = sheet.kit
    games = {persons: play(kit, persons, numbers) for persons in (SMALL, LARGE)}
    known = numbers | computed(games)
    return render(
        "scoring",
        title=head_of(week, _("Scoring and debrief")),
        kit=kit,
        versions=[_version(kit, persons, game) for persons, game in games.items()],
        issues=[_choices(issue) for issue in kit.issues],
        roles=[(role.name, role.persons, role.walk_out) for role in kit.roles],
        points=[[round(value, 1) for value in games[LARGE].points[r.name]] for r in kit.roles],
        no_deal=block(kit.no_deal, known) if kit.no_deal else "",
        debrief=block(kit.debrief, known),
    )


def computed(games: dict[int, Game]) -> dict[str, Value]:
    """What the debrief may name of the game itself; shares in per cent."""
    every = len(games[LARGE].every)
    found: dict[str, Value] = {"outcomes": every}
    for persons, word in ((SMALL, "five"), (LARGE, "eight")):
        found[f"deals_{word}"] = len(games[persons].deals)
        found[f"share_{word}"] = 100 * len(games[persons].deals) / every
    return found


def _choices(issue: Issue) -> dict:
    return {
        "name": named(issue.name),
        "unit": issue.unit,
        "values": [in_words(value) for value in issue.values],
    }


def _version(kit: Kit, persons: int, game: Game) -> dict:
    """The zone of agreement of a version, in numbers and as a table."""
    deals = sorted(game.deals, key=lambda place: -game.sum_of(place))
    words = _("{deals} of {outcomes} outcomes ({share} %) leave nobody worse off than walking out.")
    share = 100 * len(deals) / len(game.every)
    return {
        "persons": persons,
        "told": words.format(
            deals=written(len(deals), ","),
            outcomes=written(len(game.every), ","),
            share=written(share, ".0f" if share >= 10 or not share else ".1f"),
        ),
        "roles": [_worth(kit, role, game) for role in game.roles],
        "terms": [_terms(issue, game) for issue in kit.issues] if deals else [],
        "largest": _named_deals(kit, game),
        "heads": [named(issue.name) for issue in kit.issues],
        "deals": [_deal(game, place) for place in deals[:SHOWN]],
        "more": len(deals) - SHOWN,
    }


def _worth(kit: Kit, role: Role, game: Game) -> dict:
    points, best = game.points[role.name], game.best(role)
    return {
        "name": role.name,
        "walk_out": written(role.walk_out, ".0f"),
        "least": written(min(points), ".0f"),
        "most": written(max(points), ".0f"),
        "best": _common(kit, [game.every[place] for place in best]),
    }


def _common(kit: Kit, outcomes: list[Outcome]) -> str:
    """What the best outcomes of a role have in common."""
    said = []
    for issue in kit.issues:
        values = [value for value in issue.values if any(o[issue.name] == value for o in outcomes)]
        if len(values) < len(issue.values):
            told = _(" or ").join(in_words(value) for value in values[:3])
            more = "\u2026" if len(values) > 3 else ""
            said.append(f"{named(issue.name).lower()}: {told}{more}")
    return "; ".join(said)


def _terms(issue: Issue, game: Game) -> tuple[str, str]:
    """How many of the agreements have each value of an issue."""
    counts = {
        value: sum(game.every[place][issue.name] == value for place in game.deals)
        for value in issue.values
    }
    told = [f"{in_words(value)} ({count})" for value, count in counts.items() if count]
    return named(issue.name), ", ".join(told)


def _named_deals(kit: Kit, game: Game) -> list[tuple[str, str]]:
    """The agreements that theory names."""
    named_deals = {
        _("Most points in all"): game.largest_sum,
        _("Largest product of gains over walking out (Nash)"): game.largest_gains,
    }
    return [
        (told, outcome_told(kit, game.every[place]))
        for told, place in named_deals.items()
        if place is not None
    ]


def outcome_told(kit: Kit, outcome: Outcome) -> str:
    """An outcome in words."""
    return "; ".join(f"{named(i.name).lower()}: {in_words(outcome[i.name])}" for i in kit.issues)


def _deal(game: Game, place: int) -> dict:
    return {
        "values": [in_words(value) for value in game.every[place].values()],
        "points": [written(game.points[role.name][place], ".0f") for role in game.roles],
        "sum": written(game.sum_of(place), ".0f"),
    }
