"""Bots: all vote twice; some are late for the first vote; some come when all is over."""

import random

from otree.api import Bot, Submission, SubmissionMustFail, expect

from . import *

TURN = 0.6  # chance that a bot turns to the right answer after the talk


class PlayerBot(Bot):
    cases = ["all", "late", "closed"]

    def play_round(self):
        if item(self.subsession):
            yield from getattr(self, self.case)()
            expect("<script>alert", "not in", self.html)
            yield Class
        elif self.round_number == C.NUM_ROUNDS:
            yield Submission(End, check_html=False)

    def all(self):
        yield SubmissionMustFail(First, {"first": 99})
        first = random.randrange(len(choices(self.subsession)))
        yield First, {"first": first}
        if stage(self.subsession) == FIRST:
            yield SubmissionMustFail(Talk)
        self.open(SECOND)
        yield Talk
        yield SubmissionMustFail(Second, {"second": -1})
        second = self.right() if random.random() < TURN else first
        yield Second, {"second": second}
        if stage(self.subsession) == SECOND:
            yield SubmissionMustFail(Sent)
        self.open(SHOWN)
        yield Sent
        expect((self.player.first, self.player.second), (first, second))

    def late(self):
        late = self.participant.id_in_session > 3
        for _try in range(2 * late):
            yield SubmissionMustFail(First, {"first": 99})
        yield First, {"first": 1}
        self.open(SECOND)
        if late:
            expect(self.player.field_maybe_none("first"), None)
        else:
            yield Talk
        yield Second, {"second": 0}
        if not late:
            yield SubmissionMustFail(Sent)
        self.open(SHOWN)
        yield Sent

    def closed(self):
        self.open(SHOWN)
        yield First, {"first": 1}
        expect(votes(self.subsession), ([], [], []))

    def right(self):
        """The right answer, or the first where none is right beforehand."""
        rights = [choice["right"] for choice in item(self.subsession)["choices"]]
        return rights.index(True) if any(rights) else 0

    def open(self, number):
        """As the teacher does."""
        name, session = f"stage{self.round_number}", self.player.session
        session.vars[name] = max(number, session.vars.get(name, FIRST))
