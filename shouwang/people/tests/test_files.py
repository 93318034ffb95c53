"""A person's file: everything held, for a named recipient and purpose, counted and logged; sealed unless asked for in full."""

import io
import json
import zipfile
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from shouwang.accounts.scope import acting_as
from shouwang.audit.reads import events
from shouwang.lib.refusals import Refused
from shouwang.people import writes

from .conftest import COUNTY, FAR_VILLAGE, TOWN, VILLAGE, actor, number, told
from .test_pages import body, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> UUID:
    with acting_as(actor(COUNTY)) as by:
        found = writes.identify([told(employer="粮站")], by=by)[0].person_id
    assert found
    return found


def asked(client: Client, person: UUID, **more: Any) -> Any:
    given = {"recipient": "县疾控中心", "purpose": "流调", **more}
    return client.post(reverse("people:file", args=[person]), given)


def test_a_file_names_recipient_and_purpose_and_is_counted(person: UUID) -> None:
    page = asked(signed_in(), person)
    assert "县疾控中心" in body(page)
    assert "流调" in body(page)
    assert number(1) not in body(page)
    assert page["Cache-Control"] == "no-store"
    with acting_as(actor(TOWN)):
        event = events(subject=str(person)).get(action="people.export_person")
    assert (event.count, event.reason, event.detail["recipient"]) == (1, "流调", "县疾控中心")


def test_nobody_gets_a_file_without_saying_for_whom_and_what_for(person: UUID) -> None:
    client = signed_in()
    assert "县疾控中心" in body(asked(client, person, purpose=" "))  # what was typed is still there
    with acting_as(actor(TOWN)) as by:
        assert not events(subject=str(person)).filter(action="people.export_person").exists()
        for given in ({"recipient": "", "purpose": "流调"}, {"recipient": "疾控", "purpose": " "}):
            with pytest.raises(Refused):
                writes.export_person(person, **given, by=by)


@pytest.mark.parametrize("in_full", [False, True])
def test_the_archive_is_the_same_for_people_and_for_systems(person: UUID, in_full: bool) -> None:
    answer = asked(signed_in(), person, archive="1", **({"in_full": "on"} if in_full else {}))
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    data = json.loads(archive.read("person.json"))
    assert (data["purpose"], data["rows"], data["records"]["people.Person"][0]["employer"]) == ("流调", 1, "粮站")
    assert (data["person"]["document"] == number(1)) is in_full
    assert data["records"]["people.Person"][0]["document"] == "sealed"
    assert "identity_index" not in data["records"]["people.Person"][0]
    book = load_workbook(io.BytesIO(archive.read("person.xlsx")))
    assert "县疾控中心" in book.worksheets[0]["A1"].value
    assert book["人员"].max_row == 4  # purpose, blank, titles, one row


@pytest.mark.parametrize(
    ("language", "sheet", "titles"),
    [("en", "Person", {"Name", "Employer"}), ("zh-hans", "人员", {"姓名", "工作单位"}), ("zh-hant", "人員", {"姓名", "工作單位"})],
)
def test_the_workbook_is_headed_in_the_language_of_the_reader(person: UUID, language: str, sheet: str, titles: set[str]) -> None:
    client = signed_in()
    client.cookies.load({settings.LANGUAGE_COOKIE_NAME: language})
    archive = zipfile.ZipFile(io.BytesIO(asked(client, person, archive="1").content))
    page = load_workbook(io.BytesIO(archive.read("person.xlsx")))[sheet]
    headed = {cell.value for cell in page[3]}
    assert titles <= headed
    assert "employer" not in headed


def test_who_may_not_reveal_gets_no_file(person: UUID) -> None:
    client = signed_in("grid_worker", VILLAGE)
    assert client.get(reverse("people:file", args=[person])).status_code == 404
    assert asked(client, person).status_code == 404


def test_the_file_of_a_stranger_is_not_there() -> None:
    with acting_as(actor(COUNTY)) as by:
        far = writes.identify([told(area=FAR_VILLAGE)], by=by)[0].person_id
    assert far
    assert asked(signed_in(), far).status_code == 404
    with acting_as(actor(TOWN)) as by, pytest.raises(Refused) as refusal:
        writes.export_person(far, recipient="疾控", purpose="流调", by=by)
    assert refusal.value.code == "not_found"
