"""A week of a made-up course with a bank in order, in which the tests plant faults."""

from __future__ import annotations

from pathlib import Path

import yaml

WEEKS = """
- number: 9
  slug: w09-hill
  title: A hill with beds
  short: A hill
  road: sheregesh
  needs: nothing
  read: 40
  lab: 60
  objectives: {w09-o1: Count beds, w09-o2: Tell a ceiling}
  claims: [S-001]
"""
CHAPTER = """
# A hill with beds

```{quiz}
- question: Which link of the resort binds first when its visits grow?
  objective: w09-o1
  choices:
    - {text: The slopes, why: They are wide.}
    - {text: "The beds, since they are few in winter", right: true, why: 495 thousand nights.}
- question: Hotels have 3,300 places and a winter of 150 days. How many nights?
  objective: w09-o1
  choices:
    - {text: "495 thousand", right: true, why: 3300 times 150.}
    - {text: "3,450", why: That is a sum.}
```
"""
MASTER = """---
jupytext:
  text_representation: {extension: .md, format_name: myst}
kernelspec: {display_name: Python 3, language: python, name: python3}
---

# Exercises

Opening.

```{raw-cell}
:tags: [question]

name: nights
points: 1
objective: w09-o1
answers:
  - variable: nights
    label: nights
    unit: nights
    tolerance: 1
    wrong:
      - {value: 820 + 120, hint: A sum.}
    otherwise: Each bed on each day.
```

## Nights of another hill *

There are 820 beds for 120 days. How many nights?

```{code-cell}
:tags: [solution]

nights = 820 * 120  # SOLUTION
```

```{raw-cell}
:tags: [mistakes]

- {name: a sum, code: nights = 820 + 120, hint: A sum, points: 0}
```
"""
BANK = r"""
- key: w09-b01
  kind: choice
  objective: w09-o1
  misconception: a larger part is the narrower one
  question: What does a *narrow* link do to the links before it?
  choices:
    - {text: It fills them with people who wait for it., why: Nobody waits in a bed.}
    - {text: It leaves them half empty., right: true, why: What cannot go on does not come.}
    - {text: "It does nothing, for each has customers of its own.", why: They are the same.}
- key: w09-b02
  kind: choice
  objective: w09-o2
  misconception: growth without end
  question: |
    A curve follows $v = \frac{K}{1 + e^{-r(t - t_0)}}$. What is $K$?

    Read the formula for large $t$.
  choices:
    - {text: The growth rate at the start, why: That is $r$.}
    - {text: The level to which it tends, right: true, why: The power goes to nought.}
    - {text: The year in which it grows the fastest, why: That is $t_0$.}
- key: w09-b03
  kind: choice
  objective: w09-o2
  misconception: a fit proves a ceiling
  question: Suppose a fitted ceiling of 3 million with an error of 20 million. What is known?
  choices:
    - {text: Nothing above the last count, right: true, why: The error is larger than the number.}
    - {text: "It is about 3 million, with the doubt of any estimate", why: '"About" is too much.'}
    - {text: That the resort grows for ever, why: Not seen is not absent.}
- key: w09-b04
  kind: choice
  objective: w09-o1
  misconception: a sum of capacities
  question: Whose capacity is the capacity of a chain?
  choices:
    - {text: The sum of all, why: A guest needs each of them.}
    - {text: The mean of the links of the chain, why: The mean does not carry anyone.}
    - {text: That of the narrowest link, right: true, why: All have to pass it.}
- key: w09-b05
  kind: numeric
  objective: w09-o1
  misconception: a product for a ratio
  draws:
    - {visits: 330, days: 150}
    - {visits: 420, days: 140}
    - {visits: 1200, days: 160}
  question: Suppose {visits} thousand visits in {days} days. How many are there a day?
  answer: visits / days
  unit: thousand a day
  tolerance: 1 %
  right: "{visits} / {days} is {answer:.2f}."
  mistakes:
    - {answer: visits * days, why: That is a product of visits and days.}
    - {answer: days / visits, why: Turned round.}
- key: w09-b06
  kind: numeric
  objective: w09-o1
  misconception: posts for gaps
  draws:
    - {first: 100, last: 121, years: 2}
    - {first: 200, last: 300, years: 3}
    - {first: 50, last: 90, years: 4}
  question: Suppose that {first} thousand become {last} in {years} years. How many % a year?
  answer: 100 * ((last / first) ** (1 / years) - 1)
  unit: '%'
  tolerance: 0.1
  right: It grows by {answer:.1f} %.
  mistakes:
    - {answer: 100 * (last / first - 1), why: That is the whole rise.}
- key: w09-b07
  kind: numeric
  objective: w09-o2
  misconception: a share for a number
  draws:
    - {beds: 500, nights: 40000}
    - {beds: 800, nights: 60000}
    - {beds: 900, nights: 70000}
  question: Suppose {beds} beds and {nights} nights sold. For how many nights is a bed sold?
  answer: nights / beds
  unit: nights
  tolerance: 0.5
  right: '{nights} / {beds}'
  mistakes:
    - {answer: beds, why: Those are the beds.}
- key: w09-b08
  kind: matching
  objective: w09-o2
  misconception: words that sound alike
  question: What is measured by what?
  pairs:
    - {left: how full beds are, right: occupancy}
    - {left: how uneven months are, right: Gini coefficient}
    - {left: how fast visits grow, right: growth rate}
  extra: [elasticity]
  why:
    - {left: how full beds are, right: elasticity, why: An elasticity compares two changes.}
    - {left: how uneven months are, right: growth rate, why: A rate compares two years.}
    - {left: how fast visits grow, right: occupancy, why: A full bed says nothing of last year.}
- key: w09-b09
  kind: short
  objective: w09-o1
  misconception: growth point for pole
  question: How do we call the most that a link serves?
  accept: [capacity, the capacity]
  mistakes:
    - {text: demand, why: Demand is what is asked for.}
  right: Capacity is the most that it serves.
- key: w09-b10
  kind: choice
  objective: w09-o1
  misconception: the widest link decides
  when: pre
  pair: ceiling
  question: Suppose lifts for 9 thousand a day and beds for 3. All sleep there. How many come a day?
  choices:
    - {text: 3 thousand, right: true, why: The beds are the narrowest.}
    - {text: 9 thousand, why: Nobody would have a bed.}
    - {text: 12 thousand, why: Nobody skis and sleeps elsewhere at once.}
- key: w09-b11
  kind: choice
  objective: w09-o1
  misconception: the widest link decides
  when: post
  pair: ceiling
  question: Suppose a road for 5 thousand cars a day and parking for 2. How many can stop a day?
  choices:
    - {text: 5 thousand, why: They would find no place.}
    - {text: 2 thousand, right: true, why: The car parks are the narrowest.}
    - {text: 7 thousand, why: A car is on the road or in the park.}
- key: w09-b12
  kind: numeric
  objective: w09-o2
  misconception: per cent of what
  when: pre
  pair: share
  draws:
    - {sold: 60, beds: 200}
    - {sold: 90, beds: 250}
    - {sold: 45, beds: 180}
  question: Suppose {sold} of {beds} beds are sold. What per cent stand empty?
  answer: 100 * (1 - sold / beds)
  unit: per cent
  tolerance: 0.5
  right: '{answer:.0f} %'
  mistakes:
    - {answer: 100 * sold / beds, why: Those are sold.}
- key: w09-b13
  kind: numeric
  objective: w09-o2
  misconception: per cent of what
  when: post
  pair: share
  draws:
    - {days: 120, open: 45}
    - {days: 150, open: 60}
    - {days: 140, open: 35}
  question: Suppose a lift that runs {open} of {days} days. On what per cent of days does it stand?
  answer: 100 * (1 - open / days)
  unit: per cent
  tolerance: 0.5
  right: '{answer:.0f} %'
  mistakes:
    - {answer: 100 * open / days, why: Then it runs.}
"""


def course(folder: Path) -> Path:
    """A course of one week without its bank."""
    for name, text in {
        "book/weeks.yml": WEEKS,
        "book/w09-hill.md": CHAPTER,
        "exercises/w09-hill.master.md": MASTER,
    }.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def entries() -> dict[str, dict]:
    """The questions of the bank by key, to be changed at will."""
    return {entry["key"]: entry for entry in yaml.safe_load(BANK)}


def write(root: Path, questions: dict[str, dict] | list[dict] | None = None) -> Path:
    """The bank's file, with all questions or with those."""
    listed = list((entries() if questions is None else questions).values())
    path = root / "teaching" / "bank" / "w09-hill.yml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(listed, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return path
