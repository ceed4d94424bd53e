"""Bots: all vote twice; some are late for the first vote; some come when all is over."""

from otree.api import Bot, Submission, SubmissionMustFail, expect

from . import *


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
        yield First, {"first": self.participant.id_in_session % 2}
        if stage(self.subsession) == FIRST:
            yield SubmissionMustFail(Talk)
        self.open(SECOND)
        yield Talk
        yield SubmissionMustFail(Second, {"second": -1})
        yield Second, {"second": 0}
        if stage(self.subsession) == SECOND:
            yield SubmissionMustFail(Sent)
        self.open(SHOWN)
        yield Sent
        expect(self.player.first, self.participant.id_in_session % 2)

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

    def open(self, number):
        """As the teacher does."""
        name, session = f"stage{self.round_number}", self.player.session
        session.vars[name] = max(number, session.vars.get(name, FIRST))
