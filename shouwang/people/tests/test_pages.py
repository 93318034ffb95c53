"""Pages and endpoints of people: what a post sees, what it does not, and nothing personal in an address."""

import json
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from shouwang.accounts import writes as accounts
from shouwang.accounts.actors import system
from shouwang.accounts.models import User
from shouwang.accounts.scope import acting_as
from shouwang.accounts.writes import NewPost
from shouwang.audit.reads import events
from shouwang.people import reads, writes
from shouwang.people.models import Person, Suspicion
from shouwang.people.writes import Home

from .conftest import COUNTY, FAR_VILLAGE, OTHER_VILLAGE, TOWN, VILLAGE, actor, number, told

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def one_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


def signed_in(role: str = "township_officer", area: str = TOWN) -> Client:
    with acting_as(system()) as operator:
        accounts.give_posts([NewPost(f"{role}-{area}", role, area, valid_from=date(2020, 1, 1))], by=operator)
        user = User.objects.get(username=f"{role}-{area}")
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def ids() -> dict[str, UUID]:
    """One household with a person and a possible double here, one of each in the next township."""
    found: dict[str, UUID] = {}
    with acting_as(actor(COUNTY)) as by:
        for name, area, first in (("here", VILLAGE, 1), ("there", FAR_VILLAGE, 11)):
            home = writes.record_households([Home(area=area, code=f"H-{name}", door="0101")], by=by)[0].id
            pair = [
                told("张样三", first, area=area, household_id=home),
                told("张样三", None, area=area, phone=f"1690{first:07}", address="9"),
            ]
            person = writes.identify(pair, by=by)[0].person_id
            assert home
            assert person
            question = Suspicion.objects.get(area=area).pk
            found |= {f"home_{name}": home, f"person_{name}": person, f"question_{name}": question}
    return found


def body(response: Any) -> str:
    return response.content.decode()


def post_json(client: Client, path: str, data: Any) -> Any:
    return client.post(f"/api/v1/people{path}", json.dumps(data), content_type="application/json")


def test_a_search_is_posted_and_shows_masked_numbers(ids: dict[str, UUID]) -> None:
    client = signed_in()
    assert client.get(reverse("people:search")).status_code == 200
    page = body(client.post(reverse("people:search"), {"q": "zys"}))
    assert page.count("张样三") >= 2
    assert "169****0001" in page
    assert number(1) not in page
    assert str(ids["person_there"]) not in page


def test_nothing_found_says_what_can_be_done() -> None:
    assert 'class="nothing"' in body(signed_in().post(reverse("people:search"), {"q": "无此人"}))


def test_a_persons_page_is_masked_and_the_look_is_logged(ids: dict[str, UUID]) -> None:
    page = signed_in().get(reverse("people:person", args=[ids["person_here"]]))
    assert page.status_code == 200
    assert "16900000001" not in body(page)
    assert reverse("people:reveal", args=[ids["person_here"], "phone"]) in body(page)
    with acting_as(actor(TOWN)):
        assert [event.action for event in events(subject=str(ids["person_here"]))] == ["people.open_person"]


def test_revealing_asks_for_a_reason_first(ids: dict[str, UUID]) -> None:
    client, url = signed_in(), reverse("people:reveal", args=[ids["person_here"], "document"])
    assert number(1) not in body(client.get(url))
    assert number(1) not in body(client.post(url, {"reason": " "}))
    shown = client.post(url, {"reason": "电话核实"})
    assert number(1) in body(shown)
    assert shown["Cache-Control"] == "no-store"


def test_who_may_not_reveal_is_not_offered_it(ids: dict[str, UUID]) -> None:
    client = signed_in("grid_worker", VILLAGE)
    assert "reveal" not in body(client.get(reverse("people:person", args=[ids["person_here"]])))
    assert client.get(reverse("people:reveal", args=[ids["person_here"], "phone"])).status_code == 404


def test_a_correction_by_page(ids: dict[str, UUID]) -> None:
    client, url = signed_in(), reverse("people:correct", args=[ids["person_here"]])
    assert 'value="1980-01-01"' in body(client.get(url))
    form = {"full_name": "章样三", "sex": "male", "birth_date": "1980-01-01", "why": "录错"}
    assert client.post(url, form | {"document": "1"}).status_code == 200  # refused, said on the page
    assert client.post(url, form).status_code == 302
    with acting_as(actor(TOWN)) as by:
        card = reads.person(ids["person_here"], by=by)
    assert card
    assert (card.full_name, card.document) == ("章样三", f"4116**********{number(1)[-4:]}")


def test_households_and_their_persons(ids: dict[str, UUID]) -> None:
    client = signed_in()
    listed = body(client.get(reverse("people:households")))
    assert str(ids["home_here"]) in listed
    assert str(ids["home_there"]) not in listed
    assert "张样三" in body(client.get(reverse("people:household", args=[ids["home_here"]])))
    assert str(ids["home_here"]) not in body(client.get(reverse("people:households"), {"text": "H-other"}))


@pytest.mark.parametrize(("reason", "full"), [("", False), ("存档", True)])
def test_the_summary_sheet_is_masked_unless_there_is_a_reason(ids: dict[str, UUID], reason: str, full: bool) -> None:
    response = signed_in().post(reverse("people:summary"), {"reason": reason})
    assert response["Content-Type"].endswith("spreadsheetml.sheet")
    with acting_as(actor(TOWN)):
        revealed = [event for event in events() if event.action == "people.reveal_many"]
    assert bool(revealed) is full


def test_a_suspicion_is_decided_and_taken_back_by_page(ids: dict[str, UUID]) -> None:
    client, url = signed_in(), reverse("people:suspicion", args=[ids["question_here"]])
    assert str(ids["question_here"]) in body(client.get(reverse("people:suspicions")))
    assert client.get(url).status_code == 200
    assert client.post(url, {"decision": "same"}).status_code == 302
    assert "arrow-back-up" in body(client.get(url))
    assert client.post(reverse("people:take_back", args=[ids["question_here"]]), {"reason": "两人"}).status_code == 302
    with acting_as(actor(TOWN)):
        assert not Person.objects.exclude(merged_into=None).exists()


PAGES = [
    ("people:person", "person_there", []), ("people:correct", "person_there", []), ("people:reveal", "person_there", ["phone"]),
    ("people:household", "home_there", []), ("people:suspicion", "question_there", []),
]  # fmt: skip


@pytest.mark.parametrize(("name", "key", "more"), PAGES)
def test_what_belongs_to_the_next_township_is_not_there(
    ids: dict[str, UUID], name: str, key: str, more: list[str]
) -> None:
    client, url = signed_in(), reverse(name, args=[ids[key], *more])
    assert client.get(url).status_code == 404
    assert client.post(url, {"reason": "x", "decision": "same", "full_name": "x", "why": "x"}).status_code == 404


def test_lists_of_the_next_township_are_not_there() -> None:
    client = signed_in()
    assert client.get(reverse("people:households"), {"area": FAR_VILLAGE}).status_code == 404
    assert client.post(f"{reverse('people:summary')}?area={FAR_VILLAGE}").status_code == 404
    assert client.post(reverse("people:take_back", args=[uuid4()]), {"reason": "x"}).status_code == 404


@pytest.mark.parametrize("name", ["people:search", "people:households", "people:suspicions"])
def test_without_the_permission_there_is_no_page(name: str) -> None:
    assert signed_in("volunteer", VILLAGE).get(reverse(name)).status_code == 404


@pytest.mark.parametrize("name", ["people:households", "people:suspicions"])
def test_a_list_takes_the_same_number_of_queries_for_any_size(name: str) -> None:
    def fill(first: int, last: int) -> None:
        with acting_as(actor(TOWN)) as by:
            writes.record_households(
                [Home(area=VILLAGE, code=f"H-{n}", door=str(n)) for n in range(first, last)], by=by
            )
            pairs = [
                told(f"张样{n}", k, phone=f"1690{n:07}", address=str(n)) for n in range(first, last) for k in (n, None)
            ]
            writes.identify(pairs, by=by)

    def queries() -> int:
        with CaptureQueriesContext(connection) as context:
            assert client.get(reverse(name)).status_code == 200
        return len(context)

    client = signed_in()
    fill(1, 2)
    queries()
    few = queries()
    fill(2, 301)
    assert queries() == few


def test_the_api_records_persons_with_a_verdict_each() -> None:
    client = signed_in()
    rows = [
        {"full_name": "赵样", "area": VILLAGE, "id_number": number(21), "phone": "16900000021"},
        {"full_name": "钱样", "area": VILLAGE, "id_number": "511725199001010012"},
        {"full_name": "孙样", "area": FAR_VILLAGE, "id_number": number(22)},
        {"full_name": "赵样", "area": VILLAGE, "id_number": number(21), "phone": "16900000021"},
    ]
    with acting_as(system()):
        places_exist()
    verdicts = post_json(client, "/persons", {"rows": rows}).json()["verdicts"]
    assert [verdict["outcome"] for verdict in verdicts] == ["accepted", "refused", "refused", "duplicate"]
    assert verdicts[1]["code"] == "ID_CHECK_DIGIT"


def places_exist() -> None:
    """The villages in the tree, for what is asked by path."""
    from shouwang.places.models import Area

    for path, level in ((COUNTY, "county"), (TOWN, "township"), (VILLAGE, "village"), (OTHER_VILLAGE, "village"), (FAR_VILLAGE, "village")):
        Area.objects.create(path=path, level=level, name=f"样{path[-3:]}", name_key=f"样{path[-3:]}")


def test_the_api_records_households_and_lists_them() -> None:
    client = signed_in()
    with acting_as(system()):
        places_exist()
    rows = [{"area": VILLAGE, "code": "H-1", "door": "1", "members": 3}, {"area": VILLAGE, "door": ""}]
    verdicts = post_json(client, "/households", {"rows": rows}).json()["verdicts"]
    assert [(verdict["outcome"], verdict["code"]) for verdict in verdicts] == [
        ("accepted", ""),
        ("refused", "HOUSEHOLD_UNKNOWN"),
    ]
    listed = client.get("/api/v1/people/households", {"area": VILLAGE}).json()
    assert [(home["code"], home["members"]) for home in listed] == [("H-1", 3)]
    assert client.get(f"/api/v1/people/households/{listed[0]['id']}").json()["persons"] == []


def test_the_api_finds_shows_corrects_and_reveals(ids: dict[str, UUID]) -> None:
    client, one = signed_in(), ids["person_here"]
    found = post_json(client, "/search", {"query": "张样三"}).json()
    assert str(one) in {person["id"] for person in found}
    assert client.get(f"/api/v1/people/persons/{one}").json()["phone"] == "169****0001"
    fixed = post_json(
        client, f"/persons/{one}/correct", {"changes": {"birth_date": "1980-01-01", "employer": "样厂"}, "why": "补录"}
    )
    assert fixed.json()["facts"] == {"changed": ["employer"]}
    assert post_json(client, f"/persons/{one}/reveal", {"fact": "phone", "reason": "核实"}).json() == {
        "value": "16900000001"
    }


def test_the_api_decides_suspicions(ids: dict[str, UUID]) -> None:
    client, question = signed_in(), ids["question_here"]
    assert [row["id"] for row in client.get("/api/v1/people/suspicions").json()] == [str(question)]
    kept = post_json(client, f"/suspicions/{question}/decide", {"decision": "same"}).json()
    assert kept["id"] == str(ids["person_here"])
    assert post_json(client, f"/suspicions/{question}/take-back", {"reason": "两人"}).status_code == 204


def test_the_api_does_not_know_the_next_township(ids: dict[str, UUID]) -> None:
    client, one, question = signed_in(), ids["person_there"], ids["question_there"]
    assert client.get(f"/api/v1/people/persons/{one}").status_code == 404
    assert client.get(f"/api/v1/people/households/{ids['home_there']}").status_code == 404
    assert client.get("/api/v1/people/households", {"area": FAR_VILLAGE}).status_code == 404
    for path, data in (
        (f"/persons/{one}/correct", {"changes": {"employer": "x"}, "why": "x"}),
        (f"/persons/{one}/reveal", {"fact": "phone", "reason": "x"}),
        (f"/suspicions/{question}/decide", {"decision": "same"}),
        (f"/suspicions/{question}/take-back", {"reason": "x"}),
    ):
        assert post_json(client, path, data).status_code == 404, path


def test_my_day_counts_open_suspicions(ids: dict[str, UUID]) -> None:
    from shouwang.lib import clocks
    from shouwang.people.due import due

    with acting_as(actor(TOWN)) as by:
        assert [(duty.kind, duty.count, duty.late) for duty in due(by, clocks.now())] == [("suspicions", 1, 0), ("homes_suspected", 0, 0)]
    with acting_as(actor(TOWN, "supervisor")) as by:
        assert due(by, clocks.now()) == []


def test_the_nightly_job_looks_through_every_county(ids: dict[str, UUID]) -> None:
    from shouwang.people.jobs import find_everywhere

    with acting_as(system()):
        places_exist()
        Suspicion.objects.all().delete()
    assert find_everywhere() == 2
