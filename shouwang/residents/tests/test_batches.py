"""Many at once: links for every household of a village, declarations by API."""

from typing import Any

import pytest
from django.urls import reverse

from shouwang.accounts.actors import Actor
from shouwang.people.models import Household
from shouwang.people.writes import Home, record_households
from shouwang.residents.models import Link
from shouwang.residents.tests.conftest import OTHER_TOWN, TOWN, VILLAGE, declared, slips

pytestmark = pytest.mark.django_db


def test_every_household_of_a_village_gets_its_link_in_one_go(county: Actor, login: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    homes = [verdict.id for verdict in record_households([Home(area=VILLAGE, head_name=f"样{n}", door=str(n), members=2) for n in (1, 2, 3)], by=county)]
    Household.objects.filter(pk__in=homes[:2]).update(listed=1)  # in the third nobody is listed: nothing to show there
    monkeypatch.setattr("shouwang.residents.reads.queues.MOST_AT_ONCE", 1)
    client, asked = login(TOWN), {"area": VILLAGE, "whom": "households"}
    first, second = (slips(client.post(reverse("residents:batch"), asked)) for _ in range(2))
    assert [len(page.codes) for page in (*first, *second)] == [1, 1]
    assert client.post(reverse("residents:batch"), asked)["Location"] == reverse("residents:links"), "nobody is left"
    assert set(Link.objects.filter(household__isnull=False).values_list("household", flat=True)) == set(homes[:2])
    assert client.post(reverse("residents:batch"), asked | {"area": OTHER_TOWN}).status_code == 404


def test_declarations_wait_and_are_set_aside_by_api(county: Actor, login: Any) -> None:
    one, client, stranger = declared(), login(TOWN), login(OTHER_TOWN)
    [waiting] = client.get("/api/v1/residents/declarations").json()
    assert (waiting["id"], waiting["state"]) == (str(one.pk), "waiting")
    assert "张" not in str(waiting)
    body = {"declarations": [str(one.pk)], "reason": "twice"}
    assert stranger.post("/api/v1/residents/declarations/dismissals", body, content_type="application/json").json()["verdicts"][0]["code"] == "not_found"
    assert stranger.get("/api/v1/residents/declarations").json() == []
    done = client.post("/api/v1/residents/declarations/dismissals", body, content_type="application/json").json()["verdicts"]
    assert done[0]["outcome"] == "accepted"
    assert [row["state"] for row in client.get("/api/v1/residents/declarations?settled=true").json()] == ["dismissed"]
    undone = [by.post("/api/v1/residents/declarations/dismissal-undos", body, content_type="application/json").json()["verdicts"][0] for by in (stranger, client, client)]
    assert [(row["outcome"], row["code"]) for row in undone] == [("refused", "not_found"), ("accepted", ""), ("refused", "not_dismissed")]
