"""To whom returns were given is taken back: place, doubt and figures are as before; and what stands in the way."""

from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse

from shouwang.accounts.actors import Actor
from shouwang.accounts.scope import acting_as
from shouwang.arrivals import writes
from shouwang.arrivals.forms.telling import told
from shouwang.arrivals.models import Arrival, PlaceGiven
from shouwang.arrivals.tests.conftest import HILL, OTHER_TOWN, TOWN, VILLAGE, Login, actor, came
from shouwang.arrivals.tests.test_recording import record
from shouwang.ledger import signatures
from shouwang.ledger.figures import registry
from shouwang.ledger.recounts import recount
from shouwang.ledger.subjects import Day, Subject
from shouwang.quarantine import reads as quarantine

MISTAKE = "点错了"
PLACE = ("area", "unit", "reported_by", "unassigned", "place_open", "candidates")


@pytest.fixture
def unsure(town: Actor) -> UUID:
    """A returnee whose place lies in the township, nobody knows where."""
    return record(came(1, area=TOWN), by=town)[0].id


def place() -> dict[str, Any]:
    return Arrival.objects.filter(live=True).values(*PLACE).get()


def figures() -> dict[str, Any]:
    day = Day.of(Arrival.objects.get(live=True).day)
    return {(one.name, area): one.values(Subject(area=area), day) for one in registry.all() for area in (TOWN, HILL) if one.group == "arrivals"}


def back(root: UUID, by: Actor, reason: str = MISTAKE) -> Any:
    return writes.undo_assignments([writes.Undone(root, reason)], by=by)[0]


def test_the_return_lies_where_it_lay_before(town: Actor, unsure: UUID) -> None:
    before, counted = place(), figures()
    assert before["unassigned"]
    assert writes.assign_arrivals([writes.Assignment(unsure, HILL)], by=town)[0].taken
    assert place() != before
    assert figures() != counted
    assert back(unsure, town).facts == {"area": TOWN}
    assert place() == before
    assert figures() == counted
    assert list(recount()) == []
    [first, second] = PlaceGiven.objects.order_by("received")
    assert (first.live, second.live, second.supersedes, second.why) == (False, True, first.pk, MISTAKE)


def test_what_was_proposed_follows_back(town: Actor, unsure: UUID) -> None:
    writes.assign_arrivals([writes.Assignment(unsure, HILL)], by=town)
    assert quarantine.by_sources([unsure], by=town)[unsure].observation.area == HILL
    back(unsure, town)
    assert quarantine.by_sources([unsure], by=town)[unsure].observation.area == TOWN


def test_only_the_last_giving_is_taken_back_and_only_once(town: Actor, unsure: UUID) -> None:
    writes.assign_arrivals([writes.Assignment(unsure, HILL)], by=town)
    writes.assign_arrivals([writes.Assignment(unsure, VILLAGE)], by=town)
    assert back(unsure, town).facts == {"area": HILL}
    assert back(unsure, town).facts == {"area": TOWN}
    assert back(unsure, town).code == "nothing_to_undo"


def test_an_ordered_measure_stands_in_the_way(town: Actor, unsure: UUID) -> None:
    writes.assign_arrivals([writes.Assignment(unsure, HILL)], by=town)
    writes.order_measures([writes.MeasureOrder(unsure)], by=town)
    assert back(unsure, town).code == "measure_ordered"
    assert place()["area"] == HILL


@pytest.mark.usefixtures("unsure")
def test_who_gave_it_from_above_is_not_undone_by_the_village(town: Actor, unsure: UUID) -> None:
    writes.assign_arrivals([writes.Assignment(unsure, HILL)], by=town)
    with acting_as(actor(HILL, "village_officer")) as village:
        assert back(unsure, village).code == "out_of_area"
    with acting_as(actor(OTHER_TOWN)) as stranger:
        assert back(unsure, stranger).code == "not_found"


def test_a_reason_is_asked_for_and_a_signed_day_warns(town: Actor, unsure: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    writes.assign_arrivals([writes.Assignment(unsure, HILL)], by=town)
    assert back(unsure, town, " ").code == "reason_missing"
    monkeypatch.setattr(signatures, "_known", [lambda asked: set(asked)])
    assert [one.code for one in back(unsure, town).warnings] == ["signed"]


def test_the_page_of_results_offers_it_and_the_return_shows_it(login: Login, county: Actor) -> None:
    root = record(came(1, area=TOWN), by=county)[0].id
    client, address = login(TOWN, unit="CQ"), reverse("arrivals:index")
    told = client.post(address, {"do": "assign", "keys": str(root), "confirmed": "1", "with-area": HILL}).content.decode()
    assert 'value="undo"' in told
    assert str(root) in told
    again = client.post(address, {"list": "arrivals.returns", "do": "undo", "of": "assign", "ids": str(root), "reason": MISTAKE}, follow=True)
    assert "已撤回" in again.content.decode()
    assert place()["area"] == TOWN
    client.post(address, {"do": "assign", "keys": str(root), "confirmed": "1", "with-area": HILL})
    single = reverse("arrivals:undo_place", args=[root])
    assert single in client.get(reverse("arrivals:file", args=[root])).content.decode()
    assert client.post(single, {"reason": MISTAKE}).status_code == 302
    assert place()["area"] == TOWN
    assert single not in client.get(reverse("arrivals:file", args=[root])).content.decode()


@pytest.mark.parametrize("sent", [{"of": "notices"}, {"of": "assign", "ids": "nonsense"}, {"of": ""}])
def test_what_cannot_be_taken_back_is_not_there(login: Login, county: Actor, sent: dict[str, str]) -> None:
    record(came(1), by=county)
    assert login(TOWN).post(reverse("arrivals:index"), {"list": "arrivals.returns", "do": "undo", **sent}).status_code == 404


def test_orders_from_the_register_are_taken_back(login: Login, county: Actor) -> None:
    roots = [record(came(n), by=county)[0].id for n in (1, 2)]
    client, address = login(TOWN, unit="CQ"), reverse("arrivals:index")
    client.post(address, {"do": "order", "keys": " ".join(map(str, roots)), "confirmed": "1", "with-with_team": "duty"})
    held = [one.observation for one in quarantine.by_sources(roots, by=county).values()]
    assert {one.state for one in held} == {"active"}
    ids = " ".join(str(one.pk) for one in held)
    client.post(address, {"list": "arrivals.returns", "do": "undo", "of": "order", "ids": ids, "reason": MISTAKE})
    assert {one.state for one in quarantine.by_sources(roots, by=county).values()} == {"proposed"}


def test_the_story_of_the_person_tells_both(town: Actor, unsure: UUID) -> None:
    writes.assign_arrivals([writes.Assignment(unsure, HILL)], by=town)
    back(unsure, town)
    found = told(Arrival.objects.get(live=True).person_id, town)
    pinned = [(str(one.title), MISTAKE in str(one.text)) for one in found.events if one.icon == "map-pin"]
    assert len(pinned) == 2
    assert [with_reason for _title, with_reason in pinned] == [False, True]
