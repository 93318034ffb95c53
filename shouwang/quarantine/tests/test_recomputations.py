"""Measures begun are put under new rules by two people: one proposes a list with its numbers, another confirms it."""

from uuid import UUID, uuid4

import pytest
from django.test import Client

from shouwang.accounts.actors import Actor
from shouwang.accounts.scope import acting_as
from shouwang.lib import clocks
from shouwang.lib.refusals import Refused
from shouwang.quarantine import reads, writes
from shouwang.quarantine.models import Event
from shouwang.quarantine.tests.conftest import (
    COUNTY,
    TODAY,
    TOWN,
    actor,
    at,
    signed_in,
)
from shouwang.quarantine.tests.test_conversions import OTHER, begun, put_in_force
from shouwang.quarantine.writes import Decided


def test_the_page_lists_them_by_village_and_proposes_them_with_one_reason_to_another(county: Actor, town: Client) -> None:
    begun(county, 2, 3)
    put_in_force(recompute=True)
    with clocks.stopped(at(TODAY, 15)):
        page = town.get("/quarantine/periods/")
        assert page.status_code == 200
        keys = [str(one.pk) for one in reads.conversions(TOWN, by=actor(TOWN))]
        assert all(key in page.content.decode() for key in keys)
        assert 'id="by-village"' in page.content.decode()
        done = town.post("/quarantine/periods/", {"do": "recompute", "selected": keys, "confirmed": "1", "with-reason": "县指挥部令第3号"})
        assert done.status_code == 200
        assert not Event.objects.filter(kind="recomputed").exists(), "nothing changes yet"
        [proposal] = reads.recomputations(by=actor(TOWN))
        page = f"/quarantine/periods/{proposal.pk}/"
        assert page in town.get("/quarantine/periods/").content.decode()
        own = town.get(page).content.decode()
        assert 'value="confirm"' not in own, "nobody confirms the own list"
        assert 'id="by-village"' in own
        town.post(page, {"act": "confirm"})
        assert not Event.objects.filter(kind="recomputed").exists()
        second = signed_in("command_office", COUNTY)
        assert 'value="confirm"' in second.get(page).content.decode()
        assert second.post(page, {"act": "confirm"}).status_code == 302
    changed = Event.objects.filter(kind="recomputed", reason="县指挥部令第3号")
    assert changed.count() == len(keys)
    assert {event.detail["list_by"] for event in changed} == {proposal.proposed_name}
    assert reads.recomputations(by=actor(TOWN)).count() == 0


def test_a_list_is_confirmed_once_by_another_and_set_aside_with_a_reason(county: Actor) -> None:
    ones = begun(county, 1, 2)
    put_in_force(recompute=True)
    rows = [Decided(observation_id=one.pk, reason="令") for one in ones.values()]
    proposed = writes.propose_recomputation([*rows, Decided(observation_id=uuid4(), reason="令")], by=county)
    assert [verdict.code for verdict in proposed] == ["", "", "nothing_to_recompute"]
    assert {verdict.code for verdict in writes.propose_recomputation(rows, by=county)} == {"waits_for_another"}
    [waiting] = reads.recomputations(by=county)
    assert (waiting.every, waiting.later, waiting.sooner) == (2, 0, 2)
    refusals = {"same_person": county, "not_found": actor("001001001002")}
    for code, by in refusals.items():
        with acting_as(by), pytest.raises(Refused) as caught:
            writes.confirm_recomputation(waiting.pk, by=by)
        assert caught.value.code == code
    with pytest.raises(Refused) as caught:
        writes.set_recomputation_aside(waiting.pk, remark=" ", by=county)
    assert caught.value.code == "reason_missing"
    writes.set_recomputation_aside(waiting.pk, remark="one by one, please", by=county)
    with acting_as(OTHER), pytest.raises(Refused) as caught:
        writes.confirm_recomputation(waiting.pk, by=OTHER)
    assert caught.value.code == "not_open"
    assert not Event.objects.filter(kind="recomputed").exists()
    again = writes.propose_recomputation(rows, by=county)
    with acting_as(OTHER):
        assert all(verdict.taken for verdict in writes.confirm_recomputation(UUID(again[0].facts["list"]), by=OTHER))
    assert Event.objects.filter(kind="recomputed").count() == 2


def test_what_changed_while_a_list_waited_is_not_forced(county: Actor) -> None:
    ones = begun(county, 1, 2)
    put_in_force(recompute=True)
    proposed = writes.propose_recomputation([Decided(observation_id=one.pk, reason="令") for one in ones.values()], by=county)
    gone = Decided(observation_id=ones[1].pk, reason="by order", kind="left_again", happened_at=at(TODAY, 19))
    with clocks.stopped(at(TODAY, 20)), acting_as(OTHER):
        assert writes.end_early([gone], by=OTHER)[0].taken
        verdicts = writes.confirm_recomputation(UUID(proposed[0].facts["list"]), by=OTHER)
    assert sum(verdict.taken for verdict in verdicts) == 1
    assert [event.observation_id for event in Event.objects.filter(kind="recomputed")] == [ones[2].pk]
