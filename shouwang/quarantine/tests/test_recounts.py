"""Whatever is done with observations, in any order, the running totals are what the records say and every number opens its rows."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shouwang.accounts.actors import Actor
from shouwang.ledger.figures import Computed, Figure
from shouwang.ledger.recounts import recount
from shouwang.ledger.subjects import Day, Subject
from shouwang.lib import clocks
from shouwang.quarantine import writes
from shouwang.quarantine.figures import FIGURES
from shouwang.quarantine.models import Alert, Reading, Referral
from shouwang.quarantine.tests.conftest import (
    ALL_YES,
    COUNTY,
    HILL,
    SITE,
    TOWN,
    VILLAGE,
    at,
    number,
    order,
    proposal,
    reading,
)

FIRST = date(2020, 1, 27)
UNSUITABLE = (True, False, *ALL_YES[2:])
Act = Callable[[Actor, int, int], Any]


def propose(by: Actor, n: int, choice: int) -> None:
    measure = ("home_observation", "self_monitoring", "central_isolation")[choice % 3]
    writes.propose([proposal(n, measure, area=_home(n), happened_at=clocks.now())], by=by)


def start(by: Actor, n: int, choice: int) -> None:
    central = choice % 3 == 0
    more: dict[str, Any] = {"measure": "central_isolation", "site": SITE, "answers": None} if central else {}
    writes.start([order(n, area=_home(n), happened_at=clocks.now(), **more)], by=by)


def check(by: Actor, n: int, choice: int) -> None:
    written = (36.5, 37.6, "正常", "外出", 36.9)[choice % 5]
    today = clocks.local(clocks.now()).date()
    writes.record_readings([reading(n, written, today, ("am", "pm")[choice % 2], self_reported=choice % 7 == 0)], by=by)


def correct(by: Actor, n: int, choice: int) -> None:
    if key := _pick(Reading.objects.filter(live=True).exclude(observation__ended_at__isnull=False), choice):
        one = Reading.objects.get(pk=key)
        row = writes.NewReading(observation_id=one.observation_id, written=36.4, slot_date=one.slot_date, slot=one.slot, supersedes=key, why="misread")
        writes.record_readings([row], by=by)


def take_back(by: Actor, n: int, choice: int) -> None:
    if key := _pick(Reading.objects.filter(live=True), choice):
        writes.withdraw_readings([key], reason="mistake", by=by)


def decide(by: Actor, n: int, choice: int) -> None:
    later = clocks.local(clocks.now()).date() + timedelta(days=choice)
    row = writes.Decided(
        id_number=number(n), reason="seen", happened_at=clocks.now(), due_on=later if choice % 7 == 0 else None,
        kind=("ended_early", "transferred_out", "left_again")[choice % 3], found_by="patrol",
    )  # fmt: skip
    acts = (writes.extend, writes.change_measure, writes.report_breaches, writes.renew, writes.end_early, writes.record_objections)
    acts[choice % 6]([row], by=by)


def assess(by: Actor, n: int, choice: int) -> None:
    answers = ALL_YES if choice % 2 else UNSUITABLE
    writes.reassess([writes.NewAssessment(id_number=number(n), answers=answers, happened_at=clocks.now())], by=by)


def refer(by: Actor, n: int, choice: int) -> None:
    answer = ("", "excluded", "under_observation", "transferred", "suspected")[choice % 5]
    writes.refer([writes.NewReferral(id_number=number(n), to_unit="ZHB", answer=answer, happened_at=clocks.now())], by=by)


def answer_it(by: Actor, n: int, choice: int) -> None:
    if key := _pick(Referral.objects.all(), choice):
        writes.answer_referrals([writes.ReferralAnswer(referral_id=key, answer=("excluded", "left")[choice % 2], happened_at=clocks.now())], by=by)


def close_alert(by: Actor, n: int, choice: int) -> None:
    if key := _pick(Alert.objects.filter(closed_at__isnull=True), choice):
        writes.close_alerts([key], reason="looked after", by=by)


def release(by: Actor, n: int, choice: int) -> None:
    papers = ["release_notice", "certificate_of_completed_observation"][: choice % 3]
    row = writes.NewRelease(id_number=number(n), happened_at=clocks.now(), documents=papers, reason="" if choice % 3 else "order")
    writes.release([row], by=by)


def hand_out(by: Actor, n: int, choice: int) -> None:
    kind = ("key_points_card", "process_chart", "start_notice", "certificate_of_completed_observation")[choice % 4]
    writes.hand_out([writes.NewDocument(id_number=number(n), kind=kind, happened_at=clocks.now())], by=by)


def look(by: Actor, n: int, choice: int) -> None:
    result = ("at_home", "not_at_home", "shares_room")[choice % 3]
    writes.record_spot_checks([writes.NewSpotCheck(id_number=number(n), mode="door", result=result, happened_at=clocks.now())], by=by)


def sheet(by: Actor, n: int, choice: int) -> None:
    """A sheet comes in, and (every other one) is taken back."""
    today, mark = clocks.local(clocks.now()).date(), f"import:{choice}"
    row = writes.SheetReading(
        id_number=number(n), full_name="张样三", from_date=today - timedelta(days=2), slot_date=today - timedelta(days=1), slot="am", written=36.6,
        released_on=today if choice % 5 == 0 else None,
    )  # fmt: skip
    ids = [verdict.id for verdict in writes.record_sheet([row], by=by, mark=mark, area=_home(n)) if verdict.taken and verdict.id]
    if choice % 2:
        writes.undo_sheet(ids, by=by, mark=mark)


def pass_time(by: Actor, n: int, choice: int) -> None:
    writes.pass_time(by=by)


def _home(n: int) -> str:
    return (VILLAGE, HILL)[n % 2]


def _pick(found: Any, choice: int) -> UUID | None:
    keys = list(found.order_by("pk").values_list("pk", flat=True))
    return keys[choice % len(keys)] if keys else None


ACTS: list[Act] = [
    propose, start, check, correct, take_back, decide, assess, refer, answer_it, close_alert, release, hand_out, look, sheet, pass_time,
]  # fmt: skip
step = st.tuples(st.sampled_from(ACTS), st.integers(1, 3), st.integers(0, 30), st.integers(0, 30))  # act, person, choice, hours that pass


@pytest.mark.slow
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(step, min_size=8, max_size=30))
def test_the_running_totals_are_what_the_records_say(county: Actor, steps: list[tuple[Act, int, int, int]]) -> None:
    now = at(FIRST, 9)
    with transaction.atomic():
        for act, n, choice, hours in steps:
            now += timedelta(hours=hours)
            with clocks.stopped(now):
                act(county, n, choice)
        with clocks.stopped(now):
            last = clocks.local(now).date()
            assert list(recount()) == []
            for figure in FIGURES:
                assert _opens_its_rows(figure, last), figure.name
                assert _adds_up(figure, last), figure.name
        transaction.set_rollback(True)


def _opens_its_rows(figure: Figure, on: date) -> bool:
    """A number that counts rows opens exactly so many; one whose rows weigh is what they add."""
    about = Subject(area=TOWN)
    if isinstance(figure, Computed) and figure.weigh is not None:
        return sum(figure.weights(about, Day.of(on)).values()) == figure.values(about, Day.of(on))[figure.columns[0]]
    if getattr(figure, "amount", "") or getattr(figure, "distinct", "") or (isinstance(figure, Computed) and figure.wider is None):
        return True
    return all(figure.rows(about, Day.of(on), column).count() == value for column, value in figure.values(about, Day.of(on)).items())


def _adds_up(figure: Figure, on: date) -> bool:
    """The total is yesterday's and what came today."""
    values, before = (figure.values(Subject(area=COUNTY), Day.of(day)) for day in (on, on - timedelta(days=1)))
    return "total" not in values or bool(getattr(figure, "distinct", "")) or values["total"] == before["total"] + values["today"]
