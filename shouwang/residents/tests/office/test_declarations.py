"""Declared returns: sealed, looked at, taken into the register, set aside; the queue that says which are to be settled."""

from datetime import timedelta
from importlib import import_module
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connection
from django.urls import reverse

from shouwang.accounts.actors import Actor
from shouwang.accounts.scope import acting_as
from shouwang.arrivals import reads as arrivals
from shouwang.audit import reads as audit
from shouwang.lib import clocks
from shouwang.lib.ids import uuid7
from shouwang.quarantine.tests.conftest import number
from shouwang.residents import due, reads, writes
from shouwang.residents.models import Declaration
from shouwang.residents.tests.conftest import (
    OTHER_TOWN,
    TOWN,
    VILLAGE,
    actor,
    declared,
    refused,
)

pytestmark = pytest.mark.django_db


def test_a_declaration_is_sealed_looked_at_and_taken_into_the_register(county: Actor, login: Any) -> None:
    one = declared()
    assert "赵样六" not in str(one.__dict__)
    client = login(VILLAGE, "village_officer")
    address = reverse("residents:declaration", args=[one.pk])
    body = client.get(address).content.decode()
    assert "赵样六" in body
    assert "未经核实" in body
    assert client.post(address, {"act": "register"}).status_code == 302
    one.refresh_from_db()
    assert one.state == "registered"
    found = arrivals.find([number(66)], by=county)[0]
    assert found is not None
    assert (found.root, found.declared_by) == (one.arrival, "self")
    assert audit.events().filter(action="residents.open_declaration").exists()


def test_what_the_office_registered_first_makes_no_double(county: Actor) -> None:
    from datetime import date

    from shouwang.arrivals import writes as register

    one = declared()
    row = register.NewArrival(full_name="赵样六", id_number=number(66), area=VILLAGE, from_place="湖北省武汉市", arrived_on=date(2020, 2, 4))
    first = register.record_arrivals([row], by=county)[0]
    again = writes.register_declarations([one.pk, one.pk, uuid4()], by=county)
    assert again[0].outcome == "duplicate"
    one.refresh_from_db()
    assert one.arrival == first.id
    assert [v.code for v in writes.register_declarations([one.pk, uuid4()], by=county)] == ["settled", "not_found"]


def test_a_declaration_is_set_aside_with_a_reason_and_strangers_see_none(county: Actor) -> None:
    one = declared()
    with acting_as(actor(OTHER_TOWN)) as by:
        assert list(reads.declarations(by=by)) == []
        assert writes.dismiss_declarations([one.pk], reason="x", by=by)[0].code == "not_found"
        with refused("not_found"):
            writes.open_declaration(one.pk, by=by)
    with refused("reason_missing"):
        writes.dismiss_declarations([one.pk], reason="", by=county)
    assert writes.dismiss_declarations([one.pk], reason="a joke", by=county)[0].taken
    assert writes.dismiss_declarations([one.pk], reason="a joke", by=county)[0].code == "settled"
    with acting_as(actor(OTHER_TOWN)) as by:
        assert writes.undo_dismissals([one.pk], reason="x", by=by)[0].code == "not_found"
    assert writes.undo_dismissals([one.pk], reason="no joke", by=county)[0].taken
    assert writes.undo_dismissals([one.pk], reason="no joke", by=county)[0].code == "not_dismissed"
    one.refresh_from_db()
    assert (one.state, one.why, one.settled_by) == ("waiting", "", "")


def test_the_queue_marks_those_where_somebody_has_to_say_who_it_is(county: Actor, login: Any) -> None:
    named = declared()
    nameless = [declared(id_number="", phone=f"1690000007{n}", key=uuid7()) for n in range(2)]
    assert {row.pk for row in reads.declarations(by=county, unnamed=True)} == {row.pk for row in nameless}
    assert [row.pk for row in reads.declarations(by=county, unnamed=False)] == [named.pk]
    with clocks.stopped(clocks.now() + timedelta(hours=25)):
        duties = {one.kind: one for one in due.due(county, clocks.now())}
    assert [(duties[kind].count, duties[kind].late) for kind in ("declarations_unnamed", "declarations_named")] == [(2, 2), (1, 1)]
    client = login(TOWN)
    for kind, rows in (("declarations_unnamed", nameless), ("declarations_named", [named])):
        body = client.get(duties[kind].url).content.decode()
        listed = {one.pk for one in (*nameless, named) if reverse("residents:declaration", args=[one.pk]) in body}
        assert listed == {row.pk for row in rows}, "the number on my day opens its rows"
        assert body.count('class="badge tone-alert"') == (2 if rows is nameless else 0), "each is marked"
    api = "/api/v1/residents/declarations?unnamed=true"
    assert {row["id"] for row in client.get(api).json()} == {str(row.pk) for row in nameless}
    writes.dismiss_declarations([nameless[0].pk], reason="x", by=county)
    assert reads.waiting_declarations(by=county) == {True: 1, False: 1}


def test_declarations_from_before_are_marked_by_what_they_say(county: Actor) -> None:
    named, nameless = declared(), declared(id_number="", phone="16900000070", key=uuid7())
    Declaration.objects.update(unnamed=False)
    import_module("shouwang.residents.migrations.0002_declarations_to_settle").look(apps, SimpleNamespace(connection=connection))
    assert [row.pk for row in reads.declarations(by=county, unnamed=True)] == [nameless.pk]
    assert [row.pk for row in reads.declarations(by=county, unnamed=False)] == [named.pk]
