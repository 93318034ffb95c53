"""The pages of the rules: everybody reads them, the office proposes after trying and looking, another person confirms."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from shouwang.accounts import writes as accounts
from shouwang.accounts.actors import system
from shouwang.accounts.models import User
from shouwang.accounts.scope import acting_as
from shouwang.policy import shelf
from shouwang.policy.models import PackInForce, Proposal
from shouwang.policy.writes import NewPack, put_in_force

pytestmark = pytest.mark.django_db
COUNTY, TOWN, OTHER = "001001001", "001001001001", "001001002"
SHELF = "shelf.covid-19-2022-06"
Visit = Callable[..., Any]


def visitor(role: str, area: str = COUNTY, name: str = "") -> Client:
    name = name or f"{role}-{area}"
    with acting_as(system()) as operator:
        post = accounts.NewPost(
            name, role, area, full_name=name, password="a long enough one", valid_from=date(2020, 1, 1)
        )
        assert accounts.give_posts([post], by=operator)[0].taken
        user = User.objects.get(username=name)
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def office() -> Client:
    with acting_as(system()) as operator:
        new = NewPack(COUNTY, date(2020, 1, 20), "plan of the county", "covid-19-2020-02")
        assert put_in_force([new], by=operator)[0].taken
    return visitor("command_office")


def text(answer: Any) -> str:
    assert answer.status_code == 200, answer.status_code
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def proposed(office: Client, ref: str = SHELF, **given: str) -> Proposal:
    form = {"area": COUNTY, "valid_from": "2022-06-28", "basis": "plan 9", "reason": "new plan"} | given
    answer = office.post(f"/policy/propose/{ref}/", form)
    assert answer.status_code == 302, text(answer)
    with acting_as(system()):
        return Proposal.objects.latest("proposed_at")


def test_everybody_reads_what_is_in_force(office: Client) -> None:
    shown = text(visitor("grid_worker", TOWN).get("/policy/"))
    assert "COVID-19 control (February 2020)" in shown
    assert "alone, at set-up" in shown
    assert "Propose" not in shown


def test_a_pack_in_words(office: Client) -> None:
    shown = text(office.get("/policy/words/shelf.covid-19-2020-02/"))
    for words in ("14 days from the last exposure", "湖北省", "37.3 °C or more", "Five to one", "only in Chinese"):
        assert words in shown, words


def test_every_pack_can_be_read_in_every_language(office: Client) -> None:
    for pack_id in shelf.files():
        for language in ("zh-hans", "zh-hant", "en"):
            answer = office.get(f"/policy/words/shelf.{pack_id}/", headers={"Accept-Language": language})
            assert answer.status_code == 200


def test_a_pack_that_nobody_named_is_not_there(office: Client) -> None:
    for ref in (
        "shelf.plague",
        "held.1000000",
        "held.x",
        "proposal.x",
        "proposal.00000000-0000-7000-8000-000000000000",
        "draft",
        "x",
        "shelf.../etc",
    ):
        assert office.get(f"/policy/words/{ref}/").status_code == 404


def test_differences_in_words(office: Client) -> None:
    shown = text(office.get("/policy/compare/?was=shelf.covid-19-2020-02&now=shelf.covid-19-2022-06"))
    assert "Home observation: Length 14 days 7 days" in shown
    assert "taken away" in shown
    assert "From a key area" in shown
    same = text(office.get("/policy/compare/?was=shelf.measles&now=shelf.measles"))
    assert "Nothing is different" in same


def test_a_made_up_person_is_tried_and_nothing_is_kept(office: Client) -> None:
    facts = {
        "pack": "shelf.covid-19-2020-02",
        "home": "411621",
        "on": "2020-02-12",
        "arrived_on": "2020-02-12",
        "left_on": "2020-02-11",
        "from_place": "湖北武汉",
    }
    before = PackInForce.objects.count()
    shown = text(office.post("/policy/try/", facts))
    assert "Home observation from 12 Feb 2020 until 25 Feb 2020" in shown
    assert "not so, or not known" in shown
    assert "1. Close contact passed over" in shown
    assert PackInForce.objects.count() == before


def test_a_form_half_filled_keeps_what_was_typed(office: Client) -> None:
    shown = office.post(
        "/policy/try/", {"pack": SHELF, "home": "4116", "on": "", "from_place": "广东深圳"}
    ).content.decode()
    assert "广东深圳" in shown
    assert "field-error" in shown


def test_proposed_by_one_confirmed_by_another(office: Client) -> None:
    one = proposed(office)
    own = text(office.get(f"/policy/proposals/{one.pk}/"))
    assert "You proposed this" in own
    assert "Home observation: Length 14 days 7 days" in own
    answer = office.post(f"/policy/proposals/{one.pk}/confirm/", follow=True)
    assert "Whoever proposes cannot confirm" in text(answer)

    second = visitor("epidemiologist")
    assert "1 proposal waits for your yes or no." in text(second.get("/policy/"))
    assert "in force now" in text(second.post(f"/policy/proposals/{one.pk}/confirm/", follow=True))
    history = text(second.get("/policy/"))
    assert "proposed by command_office-001001001" in history
    assert "confirmed by epidemiologist-001001001" in history


def test_declined_with_a_reason(office: Client) -> None:
    one, second = proposed(office), visitor("epidemiologist")
    assert "field-error" in second.post(f"/policy/proposals/{one.pk}/decline/", {"remark": ""}).content.decode()
    assert "7 days is too short" in text(
        second.post(f"/policy/proposals/{one.pk}/decline/", {"remark": "7 days is too short"}, follow=True)
    )


def test_the_proposer_takes_it_back(office: Client) -> None:
    one = proposed(office)
    assert "Withdrawn" in text(office.post(f"/policy/proposals/{one.pk}/withdraw/", follow=True))


def test_strangers_and_those_without_the_right_find_nothing(office: Client) -> None:
    one = proposed(office)
    stranger, township = visitor("command_office", OTHER), visitor("township_officer", TOWN)
    for client in (stranger, township):
        assert client.get(f"/policy/proposals/{one.pk}/").status_code == 404
        assert client.post(f"/policy/proposals/{one.pk}/confirm/").status_code == 404
        assert client.get(f"/policy/words/proposal.{one.pk}/").status_code == 404
    for address in (
        "/policy/try/",
        "/policy/upload/",
        f"/policy/propose/{SHELF}/",
        f"/policy/outlook/{SHELF}/",
        "/policy/proposals/",
    ):
        assert township.get(address).status_code == 404


def toml(name: str = "covid-19-2020-02") -> str:
    return shelf.file_of(name).read_text(encoding="utf-8")


def send(office: Client, content: bytes, name: str = "own.toml") -> Any:
    return office.post("/policy/upload/", {"file": SimpleUploadedFile(name, content)}, follow=True)


def test_a_file_of_ones_own_is_read_looked_at_and_proposed(office: Client) -> None:
    content = toml().replace("min_hours_between = 4", "min_hours_between = 5")
    shown = text(send(office, content.encode()))
    assert "The file can be used" in shown
    assert "at least 5 hours" in shown
    with acting_as(system()):
        assert not Proposal.objects.exists()
    assert proposed(office, "draft").content["checks"]["min_hours_between"] == 5
    assert office.get("/policy/words/draft/").status_code == 404


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xff\xfe", "not a text in UTF-8"),
        (b"x = ", "not valid TOML"),
        (toml().replace("fever_c = 37.3", 'fever_c = "hot"').encode(), "signs.fever_c"),
        (toml().replace("min_hours_between", "hours_between").encode(), "this key is not known here"),
        (
            toml().replace('measure = "home_observation", due_on = 2020-02-06', 'measure = "none"').encode(),
            "example[1].expect.measure",
        ),
        (b"a = 1\n" * 1, "pack.disease"),
        (b" " * 1_100_000, "larger than 1 MB"),
    ],
)
def test_a_faulty_file_says_file_key_and_reason_and_is_not_kept(office: Client, content: bytes, said: str) -> None:
    assert said in text(send(office, content))
    assert office.get("/policy/words/draft/").status_code == 404


def test_rules_of_a_unit(office: Client) -> None:
    form = {
        "unit": "CQ",
        "valid_from": "2020-02-01",
        "basis": "order 1",
        "reason": "own",
        "rules": '[team]\nid = "one_to_one"\nroles = ["responsible", "doctor"]',
    }
    answer = office.post("/policy/propose-unit/", form | {"rules": "x ="})
    assert "not valid TOML" in text(answer)
    milder = office.post("/policy/propose-unit/", form | {"rules": "[signs]\nfever_c = 38.0"})
    assert "only from 38.0 °C here" in text(milder)
    shown = text(office.post("/policy/propose-unit/", form, follow=True))
    assert "Proposed. It takes effect only when a second person confirms." in shown
    with acting_as(system()):
        one = Proposal.objects.get(unit="CQ")
    assert "in force now" in text(visitor("epidemiologist").post(f"/policy/proposals/{one.pk}/confirm/", follow=True))
    assert "own team" in text(office.get("/policy/"))


def test_what_would_change_without_anybody_is_nothing(office: Client) -> None:
    assert "0 of 0 open cases" in text(office.get(f"/policy/outlook/{SHELF}/"))
    assert office.get(f"/policy/outlook/{SHELF}/000000000000/").status_code == 404


def test_the_list_costs_the_same_for_one_proposal_and_three(office: Client) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    proposed(office)
    office.get("/policy/")
    counts = []
    for more in ("2022-07-01", "2022-07-02"):
        with CaptureQueriesContext(connection) as queries:
            text(office.get("/policy/"))
        counts.append(len(queries))
        proposed(office, valid_from=more)
    with CaptureQueriesContext(connection) as queries:
        text(office.get("/policy/"))
    assert {*counts, len(queries)} == {counts[0]}
