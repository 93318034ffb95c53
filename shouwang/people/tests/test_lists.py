"""The lists of households and of possible doubles: narrowed, searched, many decided at once, taken out of the house."""

import io
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from shouwang.accounts.actors import Actor, system
from shouwang.accounts.scope import acting_as
from shouwang.audit.reads import events
from shouwang.lib.refusals import Refused
from shouwang.people import reads, writes
from shouwang.people.models import Suspicion
from shouwang.people.reads import looked_after
from shouwang.people.writes import Home

from .conftest import COUNTY, FAR_VILLAGE, GRID, OTHER_VILLAGE, TOWN, VILLAGE, actor, told
from .test_pages import body, places_exist, signed_in

pytestmark = pytest.mark.django_db
MANNED = f"{VILLAGE}002"
HOMES = [
    Home(area=VILLAGE, code="NO-GRID", door="1", head_name="赵样", members=2, aged_60_plus=0),
    Home(area=GRID, code="NO-WORKER", door="2", head_name="钱样", tenure="rented", aged_60_plus=1, boosted_60_plus=0),
    Home(area=MANNED, code="SERVED", door="3", head_name="孙样", members=3, aged_60_plus=2, boosted_60_plus=2),
    Home(area=OTHER_VILLAGE, code="OTHER", door="4", head_name="李样"),
    Home(area=FAR_VILLAGE, code="FAR", door="5", head_name="赵样"),
]


@pytest.fixture
def homes(monkeypatch: pytest.MonkeyPatch, settings: Any) -> dict[str, UUID]:
    """Households looked after and not, of two townships; nobody works in the first grid."""
    settings.SECOND_FACTOR_REQUIRED = False
    monkeypatch.setattr(looked_after._source, "without_worker", lambda area: [GRID] if GRID.startswith(area) else [])
    with acting_as(system()):
        places_exist()
    with acting_as(actor(COUNTY)) as by:
        return {home.code: verdict.id for home, verdict in zip(HOMES, writes.record_households(HOMES, by=by), strict=True) if verdict.id}


def listed(client: Client, homes: dict[str, UUID], **query: str) -> set[str]:
    page = body(client.get(reverse("people:households"), query))
    return {code for code, key in homes.items() if str(key) in page}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, {"NO-GRID", "NO-WORKER", "SERVED", "OTHER"}),
        ({"area": OTHER_VILLAGE}, {"OTHER"}),
        ({"area": VILLAGE}, {"NO-GRID", "NO-WORKER", "SERVED"}),
        ({"served": "no_grid"}, {"NO-GRID", "OTHER"}),
        ({"served": "no_worker"}, {"NO-WORKER"}),
        ({"served": "nobody"}, {"NO-GRID", "NO-WORKER", "OTHER"}),
        ({"served": "no_worker", "area": OTHER_VILLAGE}, set()),
        ({"tenure": "rented"}, {"NO-WORKER"}),
        ({"aged": "some"}, {"NO-WORKER", "SERVED"}),
        ({"aged": "due"}, {"NO-WORKER"}),
        ({"listed": "fewer"}, {"NO-GRID", "SERVED"}),
        ({"text": "SERVED"}, {"SERVED"}),
        ({"served": "nonsense", "aged": "'"}, {"NO-GRID", "NO-WORKER", "SERVED", "OTHER"}),
    ],
)
def test_households_are_narrowed(homes: dict[str, UUID], query: dict[str, str], found: set[str]) -> None:
    assert listed(signed_in(), homes, **query) == found


def test_households_are_searched_by_posted_words_only(homes: dict[str, UUID]) -> None:
    page = body(signed_in().post(reverse("people:households"), {"list": "people.households", "q": "赵样"}))
    assert str(homes["NO-GRID"]) in page
    assert not any(str(homes[code]) in page for code in ("NO-WORKER", "SERVED", "FAR"))


def test_columns_are_chosen_and_doors_stay_in_order(homes: dict[str, UUID]) -> None:
    page = body(signed_in().get(reverse("people:households"), {"cols": "aged_60_plus", "sort": "-place"}))
    assert page.index(str(homes["OTHER"])) < page.index(str(homes["SERVED"])) < page.index(str(homes["NO-GRID"]))
    assert ">钱样<" not in page


def test_two_households_are_compared_from_the_list(homes: dict[str, UUID]) -> None:
    client, url = signed_in(), reverse("people:households")
    chosen = [str(homes["NO-WORKER"]), str(homes["NO-GRID"])]
    answer = client.post(url, {"list": "people.households", "do": "compare", "selected": chosen})
    assert answer.status_code == 302
    page = body(client.get(answer["Location"]))
    assert all(one in page for one in chosen)
    refused = client.post(url, {"list": "people.households", "do": "compare", "selected": chosen[:1]})
    assert refused.status_code == 200
    strange = client.post(url, {"list": "people.households", "do": "compare", "selected": [chosen[0], str(homes["FAR"])]})
    assert strange.status_code == 200
    assert str(homes["FAR"]) not in body(strange)


def test_an_empty_list_says_what_to_do(homes: dict[str, UUID]) -> None:
    assert 'class="nothing"' in body(signed_in().get(reverse("people:households"), {"text": "NONE"}))
    assert reverse("people:search") in body(signed_in().get(reverse("people:suspicions")))


@pytest.fixture
def pairs(settings: Any) -> list[UUID]:
    """Two questions of this township, one of the next."""
    settings.SECOND_FACTOR_REQUIRED = False
    with acting_as(actor(COUNTY)) as by:
        for n, (name, area) in enumerate((("王样甲", VILLAGE), ("王样乙", OTHER_VILLAGE), ("王样丙", FAR_VILLAGE)), 1):
            writes.identify([told(name, n, area=area), told(name, None, area=area, phone=f"1690{n:07}", address="9")], by=by)
        return list(Suspicion.objects.order_by("area").values_list("pk", flat=True))


def decisions(keys: list[UUID]) -> list[str]:
    with acting_as(actor(COUNTY)):
        found = dict(Suspicion.objects.values_list("pk", "decision"))
    return [found[key] for key in keys]


def send(client: Client, key: str = "people.suspicions", query: str = "", **sent: Any) -> str:
    response = client.post(f"{reverse('people:suspicions')}{query}", {"list": key, **sent}, follow=True)
    assert response.status_code == 200
    return body(response)


def test_many_are_told_apart_after_a_page_that_asks_and_taken_back(pairs: list[UUID]) -> None:
    client, chosen = signed_in(), " ".join(str(key) for key in pairs)
    send(client, do="not_same", keys=chosen)
    assert decisions(pairs) == ["", "", ""]
    send(client, do="not_same", keys=chosen, confirmed="1", **{"with-reason": "同名不同人"})
    assert decisions(pairs) == ["not_same", "not_same", ""]
    with acting_as(actor(TOWN)) as by:
        [event] = [event for event in events() if event.action == "people.tell_apart"]
        assert (event.count, event.reason) == (2, "同名不同人")
        assert writes.find_suspected(TOWN, by=by) == 0
    page = body(client.get(reverse("people:suspicions"), {"decided": "1"}))
    assert all(str(key) in page for key in pairs[:2])
    assert str(pairs[2]) not in page
    send(client, "people.decided", "?decided=1", do="take_back", keys=chosen, confirmed="1", **{"with-reason": "再看"})
    assert decisions(pairs) == ["", "", ""]


def test_telling_apart_answers_for_each_row(pairs: list[UUID]) -> None:
    with acting_as(actor(TOWN)) as by:
        writes.decide_suspicion(pairs[0], "same", by=by)
        verdicts = writes.tell_apart(pairs, by=by)
        assert [verdict.code for verdict in verdicts] == ["DECIDED_ALREADY", "", "not_found"]
        assert [verdict.code for verdict in writes.take_many_back(pairs, reason="再看", by=by)] == ["", "", "not_found"]
    with acting_as(actor(VILLAGE, "supervisor")) as by, pytest.raises(Refused):
        writes.tell_apart(pairs, by=by)
    assert decisions(pairs) == ["", "", ""]


@pytest.mark.parametrize(("asked", "found"), [({"why": "name_and_phone"}, 2), ({"why": "name_and_birth"}, 0), ({"area": OTHER_VILLAGE}, 1), ({"q": "王样甲"}, 1), ({"q": "wyj"}, 1)])
def test_questions_are_narrowed(pairs: list[UUID], asked: dict[str, str], found: int) -> None:
    client, url = signed_in(), reverse("people:suspicions")
    with acting_as(system()):
        places_exist()
    page = send(client, **asked) if "q" in asked else body(client.get(url, asked))
    assert sum(reverse("people:suspicion", args=[key]) in page for key in pairs) == found


@pytest.mark.parametrize("name", ["people:households", "people:suspicions"])
def test_an_export_asks_what_for_stays_masked_and_is_logged(homes: dict[str, UUID], pairs: list[UUID], name: str) -> None:
    client, url, key = signed_in(), reverse(name), name.replace(":", ".")
    assert "purpose" in body(client.post(url, {"list": key, "do": "export"}))
    with acting_as(actor(TOWN)):
        assert not [event for event in events() if event.action == "ledger.export_list"]
    answer = client.post(url, {"list": key, "do": "export", "purpose": "镇指挥部存档"})
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")
    cells = str(CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python())
    assert "16900000001" not in cells
    assert ("王样甲" if name.endswith("suspicions") else "钱样") in cells
    assert "FAR" not in cells
    with acting_as(actor(TOWN)):
        [event] = [event for event in events() if event.action == "ledger.export_list"]
    assert (event.subject, event.reason) == (key, "镇指挥部存档")


def test_grids_without_a_worker_are_asked_of_whoever_knows(town: Actor) -> None:
    from shouwang.duty.reads import grids_without_worker

    assert looked_after._source.without_worker is grids_without_worker
    assert reads.households(TOWN, by=town, served="nobody").count() == 0
