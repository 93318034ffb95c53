"""Whatever is done with returns, in any order, the running totals are what the records say."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shouwang.accounts.actors import Actor
from shouwang.arrivals import writes
from shouwang.arrivals.choices import Decision, State
from shouwang.arrivals.figures import FIGURES
from shouwang.arrivals.models import Arrival
from shouwang.arrivals.tests.conftest import COUNTY, HILL, TODAY, TOWN, VILLAGE, came
from shouwang.arrivals.tests.test_recording import TOTAL, record
from shouwang.ledger.recounts import recount
from shouwang.ledger.subjects import Day, Subject

PLACES = ["湖北省武汉市", "浙江温州", "河南省郑州市", "泰国", "打工", "扶沟县"]
rows = st.builds(
    lambda n, place, area, days, temperature, contact: came(
        n, from_place=place, area=area, arrived_on=date(2020, 1, 10) + timedelta(days), left_on=None,
        temperature_c=temperature, case_contact=contact,
    ),
    st.integers(1, 4), st.sampled_from(PLACES), st.sampled_from([VILLAGE, HILL, TOWN]), st.integers(0, 12),
    st.sampled_from([None, Decimal("36.5"), Decimal("38.2")]), st.sampled_from([None, True, False]),
)  # fmt: skip
choice = st.integers(0, 30)


def pick(found: Any, at: int) -> Any:
    many = list(found.order_by("received"))
    return many[at % len(many)] if many else None


def assign(by: Actor, at: int) -> None:
    if one := pick(Arrival.objects.filter(live=True), at):
        writes.assign_arrivals([writes.Assignment(one.root, [VILLAGE, HILL][at % 2])], by=by)


def decide(by: Actor, at: int) -> None:
    if one := pick(Arrival.objects.filter(live=True), at):
        writes.decide_classes(
            [writes.ClassDecision(one.root, ["key_area", "fever_undetermined"][at % 2], "seen")], by=by
        )


def settle(by: Actor, at: int) -> None:
    if one := pick(Arrival.objects.filter(state=State.CONFLICT), at):
        writes.settle_conflicts([writes.Settlement(one.pk, Decision.values[at % 3], "asked")], by=by)


def withdraw(by: Actor, at: int) -> None:
    if one := pick(Arrival.objects.filter(live=True), at):
        writes.withdraw_arrivals([writes.Withdrawal(one.root, "mistake")], by=by)


acts = st.tuples(st.sampled_from([assign, decide, settle, withdraw]), choice)
steps = st.lists(st.one_of(st.lists(rows, min_size=1, max_size=4), acts), min_size=2, max_size=8)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=steps)
def test_the_running_totals_are_what_the_records_say(
    county: Actor, steps: list[list[Any] | tuple[Callable[[Actor, int], None], int]]
) -> None:
    with transaction.atomic():
        for step in steps:
            if isinstance(step, tuple):
                step[0](county, step[1])
            else:
                record(*step, by=county)
        assert list(recount()) == []
        assert each_person_once_a_return()
        transaction.set_rollback(True)


def each_person_once_a_return() -> bool:
    """The total is the number of standing returns from the four kinds of places."""
    total = next(figure for figure in FIGURES if figure.name == TOTAL)
    counted = total.values(Subject(area=COUNTY), Day.of(TODAY))["total"]
    return (
        counted
        == Arrival.objects.filter(
            live=True, origin__in=["key_area", "other_province", "in_province", "overseas"]
        ).count()
    )
