"""Help worked off by the office: its states, what is late, the figure of the day."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from shouwang.accounts.actors import Actor
from shouwang.accounts.scope import acting_as
from shouwang.ledger.figures import registry
from shouwang.ledger.subjects import Day, Subject
from shouwang.lib import clocks
from shouwang.residents import due, reads, writes
from shouwang.residents.choices import HelpState
from shouwang.residents.models import HelpRequest
from shouwang.residents.tests.conftest import (
    OTHER_TOWN,
    TODAY,
    VILLAGE,
    Holder,
    actor,
)
from shouwang.residents.writes import NewHelp

pytestmark = pytest.mark.django_db


def test_help_is_worked_off_and_the_late_is_seen(held: Holder, village: Actor, login: Any) -> None:
    writes.ask_help([NewHelp(held.person, "doctor", "chest pain"), NewHelp(held.person, "errand", "rice")], by=village)
    assert [row.request.kind for row in reads.named_help(list(reads.help_requests(by=village)), by=village)] == ["doctor", "errand"]
    with clocks.stopped(clocks.now() + timedelta(hours=3)):
        duty = next(one for one in due.due(village, clocks.now()) if one.kind == "help")
        assert (duty.count, duty.late) == (2, 1)
    client = login(VILLAGE, "grid_worker")
    one = HelpRequest.objects.get(kind="doctor")
    client.post(reverse("residents:move", args=["accepted"]), {"selected": str(one.pk)})
    client.post(reverse("residents:move", args=["done"]), {"selected": str(one.pk)})
    one.refresh_from_db()
    assert (one.state, one.handled_by) == ("done", f"grid_worker-{VILLAGE}")
    other = HelpRequest.objects.get(kind="errand")
    assert client.post(reverse("residents:move", args=["cancelled"]), {"selected": str(other.pk)}).status_code == 200, "asks why"
    client.post(reverse("residents:move", args=["cancelled"]), {"selected": str(other.pk), "reason": "moved"})
    other.refresh_from_db()
    assert (other.state, other.answer) == ("cancelled", "moved")


def test_what_is_closed_stays_closed_and_a_stranger_touches_nothing(held: Holder, county: Actor) -> None:
    writes.ask_help([NewHelp(held.person, "errand", "rice")], by=county)
    one = HelpRequest.objects.get()
    with acting_as(actor(OTHER_TOWN)) as by:
        assert writes.move_requests([writes.HelpStep(one.pk, HelpState.DONE)], by=by)[0].code == "not_found"
        assert writes.ask_help([NewHelp(held.person, "errand", "rice")], by=by)[0].code == "not_found"
    assert writes.move_requests([writes.HelpStep(one.pk, HelpState.DONE)], by=county)[0].taken
    assert writes.move_requests([writes.HelpStep(one.pk, HelpState.OPEN)], by=county)[0].code == "wrong_state"
    codes = [v.code for v in writes.ask_help([NewHelp(held.person, "car", "x"), NewHelp(held.person, "errand", " ")], by=county)]
    assert codes == ["kind_unknown", "words_missing"]


def test_open_requests_are_a_figure_of_the_day(held: Holder, county: Actor) -> None:
    figure = registry.get("care_requests_open")
    assert figure is not None
    writes.ask_help([NewHelp(held.person, "errand", "rice"), NewHelp(held.person, "medicine", "pills")], by=county)
    tomorrow = Day.of(TODAY + timedelta(days=1))
    assert figure.values(Subject(area=VILLAGE), tomorrow) == {"now": 2}
    one = HelpRequest.objects.get(kind="errand")
    writes.move_requests([writes.HelpStep(one.pk, HelpState.DONE)], by=county)
    assert figure.values(Subject(area=VILLAGE), tomorrow) == {"now": 1}
    assert figure.values(Subject(area=OTHER_TOWN), tomorrow) == {"now": 0}
