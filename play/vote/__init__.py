"""Vote, talk, vote again, on a week's predictions and quiz. Nobody waits for anybody.

A round is an item. The teacher opens and closes: stage 1, the first vote; 2, the second; 3, the
class is shown. What is open stands in the session's variables, which the teacher's page sets.
"""

import json
import os
import re
from pathlib import Path

from common import Screen, bars, export
from otree.api import BaseConstants, BaseGroup, BasePlayer, BaseSubsession, models, widgets

from regecon.data.play import FEWEST, class_gain
from regecon.kit.i18n import _, plural, written

FILE = Path(__file__).with_name("items.json")
WEEKS = {week["week"]: week["items"] for week in json.loads(FILE.read_text(encoding="utf-8"))}
FIRST, SECOND, SHOWN = 1, 2, 3
LETTERS = "ABCDEFGH"


class C(BaseConstants):
    NAME_IN_URL = "vote"
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = max(map(len, WEEKS.values()))


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


def _vote():
    return models.IntegerField(widget=widgets.RadioSelect, label="")


class Player(BasePlayer):
    dropped = models.BooleanField(initial=False)
    first = _vote()
    second = _vote()


def creating_session(subsession: Subsession) -> None:
    """A wrong choice of items is told to the teacher before anybody has come."""
    chosen(subsession)


def chosen(subsession: Subsession) -> list[dict]:
    """The items that the session votes on, in the order in which the teacher named them."""
    config = subsession.session.config
    items = WEEKS[config["week"]]
    numbers = [int(number) for number in re.findall(r"\d+", str(config["items"]))]
    wrong = [number for number in numbers if not 1 <= number <= len(items)]
    if wrong or not numbers or len(numbers) > C.NUM_ROUNDS:
        told = _("items: expected numbers from 1 to {last}, such as 1 2, found {found}")
        raise ValueError(told.format(last=len(items), found=repr(config["items"])))
    return [items[number - 1] for number in numbers]


def item(subsession: Subsession) -> dict | None:
    """The item of a round, or None after the last."""
    items = chosen(subsession)
    return items[subsession.round_number - 1] if subsession.round_number <= len(items) else None


def stage(subsession: Subsession) -> int:
    """What is open in a round."""
    return int(subsession.session.vars.get(f"stage{subsession.round_number}", FIRST))


def choices(subsession: Subsession) -> list[tuple[int, str]]:
    """The answers, numbered from 0, each with its letter."""
    texts = (choice["text"] for choice in item(subsession)["choices"])
    return [(i, f"{LETTERS[i]}. {text}") for i, text in enumerate(texts)]


def first_choices(player: Player) -> list[tuple[int, str]]:
    return choices(player.subsession)


second_choices = first_choices


def votes(subsession: Subsession) -> tuple[list[int], list[int], list[tuple[int, int]]]:
    """All first and all second votes, and those of whoever has cast both."""
    pairs = [
        (player.field_maybe_none("first"), player.field_maybe_none("second"))
        for player in subsession.get_players()
    ]
    first = [one for one, _other in pairs if one is not None]
    second = [other for _one, other in pairs if other is not None]
    return first, second, [pair for pair in pairs if None not in pair]


def shown(subsession: Subsession) -> str:
    """Both votes side by side, the gain, and nothing of which fewer than five voted."""
    first, second, both = votes(subsession)
    names = (_("First vote"), _("Second vote"))
    told = "".join(map(_drawn, names, (first, second), (subsession, subsession)))
    return f'<div class="beside">{told}</div>' + _gained(subsession, both)


def _drawn(name: str, cast: list[int], subsession: Subsession) -> str:
    if len(cast) < FEWEST:
        told = _("{vote}: fewer than {count} have voted, so nothing is drawn.")
        return f"<p>{told.format(vote=name, count=FEWEST)}</p>"
    counts = {text: cast.count(number) for number, text in choices(subsession)}
    return bars(
        counts, plural("{vote}: {count} vote", "{vote}: {count} votes", len(cast), vote=name)
    )


def _gained(subsession: Subsession, both: list[tuple[int, int]]) -> str:
    right = [choice["right"] for choice in item(subsession)["choices"]]
    if not any(right) or len(both) < FEWEST:
        return ""
    before, after = (sum(right[pair[k]] for pair in both) / len(both) for k in (0, 1))
    gain = class_gain(before, after)
    told = _("Of those who voted twice {before} % were right before the talk, {after} % after it.")
    text = told.format(before=written(100 * before, ".0f"), after=written(100 * after, ".0f"))
    if gain is not None:
        more = _("The class has gained {gain} of what there was to gain.")
        text += " " + more.format(gain=written(gain, ".2f"))
    return f"<p>{text}</p>"


def answered(player: Player, number: int | None) -> str:
    """An answer with its letter, or that there was none."""
    return dict(choices(player.subsession)).get(number, _("no vote"))


class Vote(Screen):
    form_model = "player"

    @classmethod
    def says(cls, player: Player) -> dict:
        asked = item(player.subsession)
        return {"heading": cls.heading(), "question": asked["question"], "button": _("Vote")}


class First(Vote):
    form_fields = ["first"]

    @staticmethod
    def heading() -> str:
        return _("Vote for yourself")

    @staticmethod
    def is_displayed(player: Player) -> bool:
        return item(player.subsession) is not None and stage(player.subsession) == FIRST

    @staticmethod
    def before_next_page(player: Player, timeout_happened: bool) -> None:
        """A first vote that comes after the talk has ended is none."""
        if stage(player.subsession) != FIRST:
            player.first = None


class Talk(Screen):
    @staticmethod
    def is_displayed(player: Player) -> bool:
        voted = player.field_maybe_none("first") is not None
        return voted and stage(player.subsession) < SHOWN

    @staticmethod
    def says(player: Player) -> dict:
        return {
            "heading": _("Now talk"),
            "texts": [
                _("Your vote is in: {answer}").format(
                    answer=answered(player, player.field_maybe_none("first"))
                ),
                _("Find a neighbour who voted otherwise, and say why you voted as you did."),
            ],
            "button": _("Vote again"),
        }

    @staticmethod
    def error_message(player: Player, values: dict) -> str | None:
        if stage(player.subsession) < SECOND:
            return _("The second vote is not open yet. Go on talking.")
        return None


class Second(Vote):
    form_fields = ["second"]

    @staticmethod
    def heading() -> str:
        return _("Vote again")

    @staticmethod
    def is_displayed(player: Player) -> bool:
        return item(player.subsession) is not None and stage(player.subsession) == SECOND

    @staticmethod
    def before_next_page(player: Player, timeout_happened: bool) -> None:
        """A vote that comes after the class was shown is none."""
        if stage(player.subsession) == SHOWN:
            player.second = None


class Sent(Screen):
    @staticmethod
    def is_displayed(player: Player) -> bool:
        return item(player.subsession) is not None and stage(player.subsession) < SHOWN

    @staticmethod
    def says(player: Player) -> dict:
        return {
            "heading": _("Your vote is in"),
            "texts": [_("The teacher closes the vote and shows how the class has voted.")],
            "button": _("Show the class"),
        }

    @staticmethod
    def error_message(player: Player, values: dict) -> str | None:
        if stage(player.subsession) < SHOWN:
            return _("The vote is still open. Try again when the teacher has closed it.")
        return None


class Class(Screen):
    @staticmethod
    def is_displayed(player: Player) -> bool:
        return item(player.subsession) is not None

    @staticmethod
    def says(player: Player) -> dict:
        asked = item(player.subsession)
        one, two = player.field_maybe_none("first"), player.field_maybe_none("second")
        texts = [
            asked["question"],
            _("You voted first: {answer}").format(answer=answered(player, one)),
            _("And after the talk: {answer}").format(answer=answered(player, two)),
        ]
        right = [text for number, text in choices(player.subsession)
                 if asked["choices"][number]["right"]]  # fmt: skip
        texts += [_("Right is: {answer}").format(answer=text) for text in right]
        last = two if two is not None else one
        texts += [asked["choices"][last]["reply"]] if last is not None else []
        more = player.round_number < len(chosen(player.subsession))
        return {
            "heading": _("How the class has voted"),
            "texts": texts,
            "figure": shown(player.subsession),
            "button": _("Next question") if more else _("Done"),
        }


class End(Screen):
    @staticmethod
    def is_displayed(player: Player) -> bool:
        return player.round_number == C.NUM_ROUNDS

    template_name = "room/End.html"

    @staticmethod
    def says(player: Player) -> dict:
        return {"heading": _("Thank you"), "button": _("Back to the room")}


page_sequence = [First, Talk, Second, Sent, Class, End]


def vars_for_admin_report(subsession: Subsession) -> dict:
    """What the teacher sees and does; without a choice of the item, the first."""
    if item(subsession) is None:
        subsession = subsession.in_round(1)
    first, second, _both = votes(subsession)
    number, count = subsession.round_number, len(chosen(subsession))
    return {
        "asked": item(subsession),
        "choices": choices(subsession),
        "stage": stage(subsession),
        "key": os.environ.get("OTREE_REST_KEY", ""),
        "number": number,
        "others": [other for other in range(1, count + 1) if other != number],
        "figure": shown(subsession),
        "words": {
            "counts": _("First votes: {first}. Second votes: {second}.").format(
                first=len(first), second=len(second)
            ),
            "open": _("Open the second vote"),
            "close": _("Close the vote and show the class"),
            "again": _("Open it again"),
            "peek": _("The votes so far (not for the projector)"),
            "item": _("Item {number} of {count}").format(number=number, count=count),
            "other": _("Item"),
        },
    }


def custom_export(players):
    def steps(player: Player) -> list[dict]:
        asked = item(player.subsession)
        return [
            {
                "step": step,
                "treatment": asked["key"],
                "decision": LETTERS[number],
                "amount": _right(asked, number),
            }
            for step in ("first", "second")
            if asked and (number := player.field_maybe_none(step)) is not None
        ]

    yield from export("vote", players, steps)


def _right(asked: dict, number: int) -> int | None:
    """1 for a right answer, 0 for a wrong one, nothing where none is right beforehand."""
    rights = [choice["right"] for choice in asked["choices"]]
    return int(rights[number]) if any(rights) else None
