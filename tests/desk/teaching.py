"""A small whole sheet of week 9 for tests; all of its game is SYNTHETIC."""

from __future__ import annotations

SLUG = "w09-resort-curve"

HEAD = """\
---
# yaml-language-server: $schema=../regecon/desk/schemas/sheet.json
week: w09-resort-curve
lecture:
- {minutes: 10, do: Write the announced totals on the board.}
- minutes: 20
  do: Let everyone predict the ceiling.
  ask: How far will it grow?
  expect: ["Good: that depends on what a visit is.", "Usual and wrong: the curve says so."]
  objective: w09-o1
- {minutes: 15, do: "Fit by hand, {visits_2012:.0f} thousand in 2012."}
- {minutes: 15, do: Show the holidays.}
- {minutes: 15, do: Show the narrowest link.}
- {minutes: 15, do: Vote.}
seminar:
- {minutes: 10, do: Deal the sheets.}
- {minutes: 30, do: First round.}
- {minutes: 30, do: Second round.}
- {minutes: 20, do: Debrief.}
misconception:
  believe: A curve with a small error knows the future.
  notice: Somebody reads the ceiling off and puts the pen down.
  attack: the fit of 2021, after which the ceiling moves
board: |
  visits  |      ____ K?
          |   __/
          |__/______ year
cut:
- {minutes: 15, what: the vote}
homework: Exercises 1 to 3.
numbers:
  beds: {value: beds, unit: places, means: hotel places}
  cost: {value: 40, unit: million roubles, means: cost of the works, source: SYNTHETIC}
"""

KIT = """\
kit:
  title: Who pays for the water
  decides: The table agrees on a fee a visit and on who collects it.
  situation: The hotels have {beds} places. The works cost {cost} million roubles (SYNTHETIC).
  SYNTHETIC: true
  outcome:
    fee: {unit: roubles a visit, from: 0, to: 100, step: 10}
    payer: {choices: [the lift owner, the district]}
  rounds: [{minutes: 30, what: Offers}, {minutes: 30, what: The vote}]
  rules: [Nobody shows a sheet., Who leaves the table has the points of walking out.]
  roles:
  - name: the water utility
    in: 5
    public: You build first.
    hidden: Your loan of {cost} million falls due in May.
    numbers: [cost]
    score: fee * 0.9
    walk_out: 18
  - name: the lift owner
    in: 5
    public: You are paid by the ride.
    hidden: You would collect a small fee yourself, unseen.
    numbers: []
    score: 100 - fee if payer == "the district" else max(0, 95 - fee)
    walk_out: 20
  - {name: the guides, in: 5, public: You use no lift., hidden: You fear counts.,
     numbers: [], score: 90 - 0.5 * fee, walk_out: 10}
  - {name: the district, in: 5, public: You have a court order., hidden: You have no staff.,
     numbers: [], score: 50 + 0.2 * fee if payer == "the lift owner" else 40, walk_out: 30}
  - {name: the hotels, in: 5, public: You need pipes., hidden: You pay no tax on some beds.,
     numbers: [beds], score: 80 - abs(fee - 40), walk_out: 40}
  - {name: the settlement, in: 8, public: You drink the same water., hidden: You vote in autumn.,
     numbers: [], score: 60 - 0.1 * fee, walk_out: 20}
  - {name: the region, in: 8, public: You want two million., hidden: You have promised them.,
     numbers: [], score: 70 - 0.2 * fee, walk_out: 30}
  - {name: the mine, in: 8, public: Your pumps feed the main., hidden: You close in two years.,
     numbers: [], score: 50 + 0.3 * fee, walk_out: 50}
  debrief: Of {outcomes} outcomes {deals_five} suit all; the link that binds pays.
---
"""

SLIDE = """
## Slide {number}

A question about beds, {{beds:,.0f}} of them.

:::{{notes}}
Wait for a hand before you go on.
:::
"""

SHOWN = """
(w09-o1)=
## The error was small

:::{shown} standing
:::

:::{notes}
Let them read the shortest bar aloud; the pen that wrote it was sure.
:::

(w09-o2)=
(w09-o3)=
## Which link is narrowest

:::{explore} resort-ceiling
:::

:::{ask} quiz 1
:::

:::{notes}
Ask who pays first.
:::
"""


def sheet(*changes: tuple[str, str]) -> str:
    """The text of the sheet; a change is what stands there, and what takes its place."""
    text = HEAD + KIT + SHOWN + "".join(SLIDE.format(number=number) for number in range(9))
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text
