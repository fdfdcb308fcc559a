"""Whatever people do, in whatever order: nothing is limited without a decision, and everything can be taken back."""

import dataclasses
import datetime
from dataclasses import dataclass, field
from typing import Any, ClassVar

import pytest
import time_machine
from flask import Flask
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from map.places.kind import KIND
from map.places.models import Place
from portal import db
from portal.accounts import standing
from portal.accounts.models import Account
from portal.errors import BadInput
from portal.log import chain
from portal.moderation import appealing, contributing, deciding, flagging, leaving, queue, trust
from portal.moderation.models import Decision, ReviewItem
from portal.moderation.rulings import ACTIONS, Ruling
from portal.moderation.words import RULES
from portal.permissions import Role
from tests.moderating import everything, judged, suggestion
from tests.people import Person, make

ACTION = st.sampled_from(sorted(ACTIONS))
RULE = st.sampled_from(["spam", "location", "hate"])
EXAMPLES, STEPS = 5, 35
LONG_AGO = datetime.date(2026, 1, 1)
ACTS = st.sampled_from(
    [*["decide"] * 8, *["appeal"] * 5, *["flag"] * 4, *["write"] * 2, *["mend"] * 2, "time", "leave"]
)
WHICH = st.integers(0, 30)
ANSWER = st.sampled_from(["upheld", "upheld", "rejected"])


@dataclass
class Model:
    """What a place should be: its state when its author last wrote, and the standing decisions over it."""

    place_id: int
    author: Person
    base: dict[str, Any]
    word: str
    changes: list[tuple[int, dict[str, Any]]] = field(default_factory=list)

    def expected(self) -> dict[str, Any]:
        now = dict(self.base)
        for _decision, sets in self.changes:
            now |= sets
        return now


class Moderation(RuleBasedStateMachine):
    """Members write and flag; moderators decide; members object; others answer; people leave; time passes."""

    app: ClassVar[Flask]
    clock: ClassVar[time_machine.Traveller]

    def __init__(self) -> None:
        super().__init__()
        self.models: list[Model] = []
        self.gone: list[str] = []

    @rule(act=ACTS, which=WHICH, by=WHICH, action=ACTION, rule_=RULE, status=ANSWER, flag=st.booleans())
    def something_happens(
        self, act: str, which: int, by: int, action: str, rule_: str, status: str, flag: bool
    ) -> None:
        if act == "write":
            self.write(which, vouched=flag)
        elif act == "decide" and self.models:
            self.decide(which, by, action, rule_)
        elif act == "flag" and self.models:
            self.flag(which, by, "location" if flag else "spam")
        elif act == "appeal" and any(model.changes for model in self.models):
            self.appeal_and_answer(which, status)
        elif act == "mend" and any(model.expected()["state"] == "returned" for model in self.models):
            self.mend(which)
        elif act == "time":
            self.time_passes(days=which + 1)
        elif act == "leave" and len(self.members) > 2:
            self.leave(which)

    @initialize()
    def people(self) -> None:
        self.members = [make(self.app) for _ in range(4)]
        self.staff = [make(self.app, Role.MODERATOR) for _ in range(3)]
        self.established = [make(self.app) for _ in range(4)]
        with self.app.app_context(), db.transaction() as opened:
            for each in self.established:
                account = opened.get_one(Account, each.id)
                account.created_on, account.trusted_by = LONG_AGO, self.staff[0].id
        for which in range(2):
            self.write(which, vouched=bool(which))

    def _pick(self, of: list[Any], which: int) -> Any:
        return of[which % len(of)]

    def write(self, which: int, vouched: bool) -> None:
        author = self._pick(self.members, which)
        with self.app.app_context():
            place_id, word = suggestion(self.app, author, published=vouched)
        base = {"state": "published" if vouched else "pending", "locked": False}
        self.models.append(Model(place_id, author, base, word))

    def decide(self, which: int, by: int, action: str, rule_: str) -> None:
        model, moderator = self._pick(self.models, which), self._pick(self.staff, by)
        account = judged(self.app, moderator)
        with self.app.app_context():
            try:
                with db.transaction() as opened:
                    place = opened.get_one(Place, model.place_id)
                    item = queue.open_item(opened, KIND, place, "first")
                    queue.claim(opened, account, item.id, item.version)
                    opened.refresh(item)
                    ruling = Ruling(action, rule_, "It names a door.", "note", days=3)
                    made = deciding.decide(opened, account, item.id, item.version, ruling)
                    number = made.id
            except BadInput:
                return
        self._drop_provisional(model)
        if ACTIONS[action].sets:
            model.changes.append((number, dict(ACTIONS[action].sets)))

    def _drop_provisional(self, model: Model) -> None:
        """A person looked: what members' flags had hidden is as it was before the person decided."""
        with self.app.app_context():
            kept = {each.id for each in self._decisions(model) if not (each.provisional and each.overruled_on)}
        model.changes = [(number, sets) for number, sets in model.changes if number in kept]

    def _decisions(self, model: Model) -> list[Decision]:
        query = select(Decision).where(Decision.kind == "place", Decision.target_id == model.place_id)
        return list(db.session().scalars(query.order_by(Decision.id)))

    def flag(self, which: int, by: int, harm: str) -> None:
        model, reporter = self._pick(self.models, which), self._pick(self.established, by)
        account = judged(self.app, reporter)
        with self.app.app_context():
            before = {each.id for each in self._decisions(model)}
            try:
                with db.transaction() as opened:
                    place = opened.get_one(Place, model.place_id)
                    flagging.flag(
                        opened, KIND, place, reporter=account, harm=harm, note="flagged", language="en", past=False
                    )
            except BadInput:
                return
            db.close()
            for each in self._decisions(model):
                if each.id not in before:
                    model.changes.append((each.id, {"state": "hidden"}))

    def appeal_and_answer(self, which: int, status: str) -> None:
        model = self._pick([each for each in self.models if each.changes], which)
        number = self._pick(model.changes, which)[0]
        author = judged(self.app, model.author)
        with self.app.app_context(), db.transaction() as opened:
            decision = opened.get_one(Decision, number)
            other = next(each for each in self.staff if each.id != decision.decided_by)
            try:
                made = appealing.appeal(opened, number, "You are wrong", "en", author)
            except BadInput:
                assert not appealing.may_appeal(decision)
                return
            appealing.answer(opened, judged(self.app, other), made.id, status, "Because.")
        if status == "upheld":
            model.changes = [each for each in model.changes if each[0] != number]

    def mend(self, which: int) -> None:
        model = self._pick([each for each in self.models if each.expected()["state"] == "returned"], which)
        author = judged(self.app, model.author)
        with self.app.app_context():
            try:
                with db.transaction() as opened:
                    place = opened.get_one(Place, model.place_id)
                    contributing.submit(opened, KIND, place, author, ["plain words"])
                    assert not trust.trusted(opened, author)
            except BadInput:
                return
        locked = model.expected()["locked"]
        model.base, model.changes = (
            {"state": "pending", "locked": False},
            [(number, sets) for number, sets in model.changes if "locked" in sets and locked],
        )

    def time_passes(self, days: int) -> None:
        self.clock.shift(datetime.timedelta(days=days))

    def leave(self, which: int) -> None:
        member = self._pick(self.members, which)
        self.members.remove(member)
        with self.app.app_context(), db.transaction() as opened:
            leaving.erase(opened, member.id, texts=True)
        theirs = [each for each in self.models if each.author == member]
        self.models = [each for each in self.models if each.author != member]
        self.gone += [repr(member.pseudonym), *(each.word for each in theirs)]

    @invariant()
    def the_rules_hold(self) -> None:
        with self.app.app_context():
            self._every_place_is_as_the_standing_decisions_say()
            self._nothing_is_limited_without_a_decision_with_rule_and_reasons()
            self._sanctions_end_by_themselves()

    def _every_place_is_as_the_standing_decisions_say(self) -> None:
        for model in self.models:
            place = db.session().get_one(Place, model.place_id)
            assert {"state": place.state, "locked": place.locked} == model.expected()
            assert place.state != "pending" or self._waits(model)

    def _waits(self, model: Model) -> bool:
        """Whether someone will look at what waits: nothing waits for ever."""
        same = (ReviewItem.kind == "place") & (ReviewItem.target_id == model.place_id)
        return db.session().scalar(select(ReviewItem.status).where(same)) == "open"

    def _nothing_is_limited_without_a_decision_with_rule_and_reasons(self) -> None:
        ours = select(Decision).where(Decision.target_id.in_([model.place_id for model in self.models]))
        for decision in db.session().scalars(ours.where(Decision.kind == "place")):
            assert decision.rule in RULES
            assert not ACTIONS[decision.action].restricts or decision.facts
            assert decision.decided_by != decision.author_id

    def _sanctions_end_by_themselves(self) -> None:
        theirs = select(Account).where(Account.id.in_([member.id for member in self.members]))
        for account in db.session().scalars(theirs.options(selectinload(Account.sanctions))):
            holding = standing.sanctions(account)
            assert all(each.starts_at <= db.now() < each.ends_at for each in holding)
            for sanction in account.sanctions:
                decision = db.session().get_one(Decision, sanction.decision_id)
                assert (decision.overruled_on is None) == (sanction.lifted_at is None)

    def teardown(self) -> None:
        with self.app.app_context():
            assert chain.verify(db.session()).ok
            rows = db.session().execute(select(ReviewItem.kind, ReviewItem.target_id)).all()
            assert len(rows) == len(set(rows))
            said = everything()
            assert [word for word in self.gone if word in said] == []


@pytest.mark.slow
def test_no_order_of_acts_breaks_the_rules(app: Flask) -> None:
    plain = app.extensions["wayhouse.settings"]
    app.extensions["wayhouse.settings"] = dataclasses.replace(plain, trust_contributions=0)
    with time_machine.travel(datetime.datetime(2026, 11, 1, 12, tzinfo=datetime.UTC), tick=False) as clock:
        Moderation.app, Moderation.clock = app, clock
        run_state_machine_as_test(
            Moderation,
            settings=settings(
                max_examples=EXAMPLES, stateful_step_count=STEPS, deadline=None,
                suppress_health_check=list(HealthCheck), database=None, phases=[Phase.generate],
            ),
        )  # fmt: skip
