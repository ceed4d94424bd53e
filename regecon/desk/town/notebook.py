"""The starter notebook of a town: the methods of weeks 2 to 16 in the order of the essay.

Its text holds for every municipality. What holds of one only is printed by a cell, from the
tables; so the same cells serve a city, a village district and a town of which little is known.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path

import regecon
from regecon.cases.gazetteer import Town
from regecon.desk.weeks import read_weeks
from regecon.kit.i18n import _, label

Cell = tuple[str, str]  # "markdown" or "code", and the text
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
ROOT = Path(regecon.__file__).resolve().parents[1]
# Those that the syllabus offers to teams; the first two lie outside the five regions.
TEAM_TOWNS = (
    "Bratsk",
    "Usolye-Sibirskoye",
    "Yurga",
    "Prokopyevsk",
    "Rubtsovsk",
    "Anzhero-Sudzhensk",
)
TURN = _("*Your turn.*")


@cache
def titles() -> dict[int, str]:
    """Titles of the written weeks by number; none where the package came without the book."""
    if not (ROOT / "book" / "weeks.yml").is_file():
        return {}
    return {week.number: week.title for week in read_weeks(ROOT)}


def weeks(*numbers: int) -> str:
    """The weeks that a part leans on, by number, with the titles of those that are written."""
    known = titles()
    named = _("week {number}, {title}")
    bare = _("week {number}")
    told = [
        named.format(number=number, title=f"*{known[number]}*")
        if number in known
        else bare.format(number=number)
        for number in numbers
    ]
    return _("Leans on: {weeks}.").format(weeks="; ".join(told))


def text(*paragraphs: str) -> Cell:
    """A cell of text."""
    return "markdown", "\n\n".join(paragraphs)


def code(*lines: str) -> Cell:
    """A cell of code."""
    return "code", "\n".join(lines)


def turn(task: str) -> Cell:
    """A cell in which the student writes."""
    return text(f"{TURN} {task}")


def cells(here: Town) -> list[Cell]:
    """All cells of the notebook."""
    return [cell for part in PARTS for cell in part(here)]


def starter(here: Town) -> str:
    """The notebook as it lies on disk, without outputs."""
    made = []
    for number, (kind, source) in enumerate(cells(here)):
        cell = {"cell_type": kind, "id": f"t{number:02d}", "metadata": {}, "source": source}
        made.append(cell | ({"outputs": [], "execution_count": None} if kind == "code" else {}))
    head = {"kernelspec": KERNEL, "language_info": {"name": "python"}}
    whole = {"cells": made, "metadata": head, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _start(here: Town) -> list[Cell]:
    asked = here.asked or here.name
    title = _("{town}: a fourth pattern?").format(town=label(asked))
    return [
        text(
            f"# {title}",
            _(
                "The course has three patterns: Novokuznetsk, Sheregesh, Biysk. Is your town one "
                "of them, a mixture, or a fourth? This notebook leads through the methods of "
                "weeks 2 to 16 in the order in which an essay of 750 words needs them, with three "
                "figures and one table of your choice."
            ),
            _(
                "Run the cells from top to bottom; before each, say what you expect. What is "
                "printed comes from the tables of the course; beneath it stands how far each table "
                "can be trusted. What the tables lack is said in a sentence: it is work for you. "
                "Where a cell says *Your turn*, write."
            ),
        ),
        code(
            "import pandas as pd",
            "",
            "from regecon.cases import base, prices, renewal, rouble, town, towns",
            "from regecon.figures import town as figures",
            "from regecon.figures import town_told as told",
            "from regecon.methods.counterfactual import minimum_detectable_effect",
            "",
            'pd.set_option("display.max_colwidth", None)',
            f"here = town.find({json.dumps(asked, ensure_ascii=False)}, "
            f"region={json.dumps(here.region, ensure_ascii=False)})",
            "told.whereabouts(here)",
        ),
    ]


def _asking(here: Town) -> list[Cell]:
    return [
        text(
            _("## 1. Whom you would ask"),
            weeks(2),
            _(
                "Administration, enterprise and resident know different things and have different "
                "reasons to tell them. The expedition wrote down what it was told, statement by "
                "statement; of most towns it says nothing."
            ),
        ),
        code("told.claims(here)"),
        code('town.claims(here)[["kind", "text", "verdict", "grade"]]'),
        turn(
            _(
                "Name one person of each kind, and the question that only this person can answer. "
                "Which of the three gains if you believe the answer?"
            )
        ),
    ]


def _people(here: Town) -> list[Cell]:
    return [
        text(
            _("## 2. Who lives there, and who moves"),
            weeks(12),
            _(
                "Before you look: did the town grow or shrink since 2016, and by how much of that "
                "would you swear? Between two censuses a running estimate forgets those who leave "
                "without telling the register; a new census corrects it at once, up or down, and "
                "may miss people itself."
            ),
        ),
        code("figures.people(here)"),
        code("told.people(here)"),
        code("told.ages(here)"),
        text(
            _(
                "Now the moves of one year by age. A register knows registrations, and those of "
                "students begin and end by rule. If there is a figure, two groups are marked in "
                "it: which do you trust less?"
            )
        ),
        code("figures.moves(here)"),
        code("told.moves(here)"),
        text(
            _(
                "Twenty years on, if the young leave and some return. Both shares are assumed; try "
                "your own. Where the table has no five-year groups, the cell says so."
            )
        ),
        code("leave, back = 0.6, 0.15", "told.ahead(here, leave, back)"),
        turn(
            _(
                "Which figure of this part would the town hall quote, and which would a school "
                "leaver? Say for each what the table cannot see."
            )
        ),
    ]


def _base(here: Town) -> list[Cell]:
    return [
        text(
            _("## 3. What it lives on"),
            weeks(3, 4, 5, 6),
            _(
                "No table of the course has jobs or product of a municipality by industry. What "
                "there is: wages by industry where enough organisations report, and the structure "
                "of the region. Predict which industry pays most, then look."
            ),
        ),
        code("figures.pay(here)"),
        code("told.pay(here)"),
        text(
            _(
                "Location quotients of the region say what it does more of than Russia (week 3). "
                "Does that hold of the town? A bound answers: all of a group may be made elsewhere "
                "in the region, or all of it here."
            )
        ),
        code("told.region(here)"),
        code("town.region_groups(here).round(2)"),
        code(
            "share = town.region_groups(here)['share'].iloc[0]  # per cent; put another group's",
            "low, high = town.share_bounds(share, town.weight(here))",
            'print(f"between {low:.0f} and {high:.0f} per cent of what is made here")',
        ),
        text(
            _(
                "One basic job goes with how many jobs in all (week 4)? Two rules count the "
                "region's base of 2013, and disagree. For the town neither can be used: both need "
                "its jobs by industry."
            )
        ),
        code("base.counts().loc[here.region].round(1)"),
        text(
            _(
                "What a plant's rouble leaves behind depends on the owner's address. The plant is "
                "SYNTHETIC; put in the share of the profit that you believe goes elsewhere."
            )
        ),
        code(
            "outside = 0.9  # assumed",
            'print(f"{rouble.plant(outside).income:.0f} roubles of income for 100 sold")',
        ),
        text(
            _(
                "How far did the region's structure move from 2016 to 2022, and how much of the "
                "shaking stayed (week 5)? `place` counts from the region that moved most; of the "
                "town no table tells it."
            )
        ),
        code("renewal.moved('value added', 2016, 2022).loc[here.region].round(1)"),
        text(
            _(
                "Does a world price rule the region (week 6)? The correlation of its share in the "
                "country's product with the price of coal, year on year. It is no cause, and again "
                "not the town's."
            )
        ),
        code('print(f"{prices.coal_regions()[here.region]:.2f}")'),
        turn(
            _(
                "Write the one sentence on the base of your town that you would defend, with the "
                "observation that would prove it wrong."
            )
        ),
    ]


def _next(here: Town) -> list[Cell]:
    return [
        text(
            _("## 4. What it could become"),
            weeks(7, 9, 10, 11, 13),
            _(
                "Which sectors would be near to what the region has (week 7)? They stand by "
                "density, the best related first. `here` says whether the table of wages lists the "
                "industry in the town; it is missing where the table lists none at all."
            ),
        ),
        code("town.related(here).round(2)"),
        text(
            _(
                "Could visitors carry it (weeks 9 and 10)? A curve needs counts made in one way, "
                "a season needs months. Of most municipalities our tables have neither, and the "
                "guests of a region are no stand-in."
            )
        ),
        code("told.visitors(here)"),
        code('town.visitors(here)[["resort", "year", "measure", "value", "unit", "status"]]'),
        text(
            _(
                "Could one large firm become many (week 11)? To tell heredity from agglomeration "
                "one needs a register of firms with their parents. The course's own is SYNTHETIC; "
                "ask the town hall how many firms of the largest industry were founded by people "
                "who had worked in its largest firm."
            ),
            _(
                "And what would be imported (week 13)? A national table says of two industries "
                "what each 100 roubles of output bring at home, from abroad, and leave as income "
                "and taxes. It says so for all of Russia in 2011, and for no single plant."
            ),
        ),
        code("base.sector_split().round(1)"),
        turn(
            _(
                "Choose one way for the town. What would have to be there already, and who there "
                "could tell you?"
            )
        ),
    ]


def _neighbours(here: Town) -> list[Cell]:
    return [
        text(
            _("## 5. Who pulls"),
            weeks(8),
            _(
                "A neighbour takes workers and customers, and gives them too. Populations, wages "
                "and straight distances are from the tables; how people choose is assumed as in "
                "week 8. The line at each point shows what half and twice the decay would do."
            ),
        ),
        code("figures.pull(here)"),
        code("told.neighbours(here)"),
        code("town.neighbours(here).head(6).round(1)"),
        turn(
            _(
                "Count for an hour: buses, number plates, a timetable. Which decay does your count "
                "speak for?"
            )
        ),
    ]


def _deciding(here: Town) -> list[Cell]:
    return [
        text(
            _("## 6. Who decides, and with whom"),
            weeks(14, 15, 16),
            _(
                "A status is a promise by somebody else. Was the town listed as a single-industry "
                "town, and has it a special territory? Promised jobs and reported jobs are two "
                "columns, and neither says what would have come anyway."
            ),
        ),
        code("told.single_industry(here)"),
        code("told.promises(here)"),
        code('town.promises(here)[["zone", "year", "measure", "value", "unit", "status"]]'),
        text(
            _(
                "Would you see an effect if there were one (week 15)? The smallest rise of pay, "
                "in per cent, that a comparison of this town with three others, three years "
                "before and three after, would probably show. The noise is that of all "
                "municipalities, as in week 8; of jobs, which are promised, no table has any."
            )
        ),
        code(
            "smallest = minimum_detectable_effect(",
            "    towns.wage_noise(), before=3, after=3, controls=3",
            ")",
            'print(f"{smallest:.0f} per cent")',
        ),
        text(
            _(
                "If a private partner came (week 14), who would bear which risk: weather, demand, "
                "land, the law? And which neighbour would gain so much from your plan that it "
                "ought to pay a part (week 16)? Section 5 says who is near; what each would gain "
                "alone and together is for you to estimate."
            )
        ),
        turn(_("Name the decision, who may take it by law, and who can stop it.")),
    ]


def _fourth(here: Town) -> list[Cell]:
    return [
        text(
            _("## 7. A fourth pattern?"),
            weeks(1),
            _(
                "Peers are found by a rule, not by taste: nearness in five traits. A peer is a "
                "place to learn from, and a control group for the next claim about your town. The "
                "essay's own template takes another rule, the same kind and half to twice the "
                "people: does your claim survive both?"
            ),
        ),
        code("figures.peer_table(here)"),
        code("told.peers(here)"),
        text(
            _(
                "And the three patterns? The same traits, beside the municipalities in which they "
                "were found. Traits are not mechanisms: a town may look like Biysk and work like "
                "Novokuznetsk."
            )
        ),
        code("figures.pattern_table(here)"),
        turn(
            _(
                "The essay: 750 words, three figures from above, one table. Say which pattern "
                "fits, on which evidence, what the tables cannot say of this town, and which "
                "observation within two years would make you change your mind."
            )
        ),
    ]


Part = Callable[[Town], list[Cell]]
PARTS: tuple[Part, ...] = (
    _start,
    _asking,
    _people,
    _base,
    _next,
    _neighbours,
    _deciding,
    _fourth,
)
