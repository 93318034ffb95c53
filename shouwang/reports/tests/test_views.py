"""The pages of the daily report, as those who sign use them."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext

from shouwang.accounts.actors import system
from shouwang.accounts.scope import acting_as
from shouwang.ledger.figures import registry
from shouwang.lib import clocks
from shouwang.people.models import Household
from shouwang.places.reads import path_of
from shouwang.prompts.models import Prompt
from shouwang.reports.models import Signature

pytestmark = pytest.mark.usefixtures("demo")
VILLAGE, TOWN, COUNTY = "411621101201", "411621101", "411621"


@pytest.fixture
def evening(demo: None) -> Iterator[None]:
    with clocks.stopped_everywhere(clocks.now() + timedelta(hours=2)):
        yield


def client(username: str) -> Client:
    from django.contrib.auth import get_user_model

    with acting_as(system()):
        user = get_user_model().objects.get(username=username)
    found = Client()
    found.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return found


def sheet_of(code: str, *, back: int = 0) -> str:
    with acting_as(system()):
        return f"/reports/{path_of(code)}/{clocks.today() - timedelta(days=back)}/"


def test_a_village_confirms_and_its_township_returns_it(evening: None) -> None:
    village, town, url = client("village"), client("township"), sheet_of(VILLAGE)
    assert "确认" in village.get(url).content.decode()
    assert village.post(url + "say/", {"zero": ""}).status_code == 302
    assert "退回" in town.get(url).content.decode()
    empty = town.post(url + "return/", {"return_remark": ""})
    assert empty.status_code == 200
    assert town.post(url + "return/", {"return_remark": "体温缺两人"}).status_code == 302
    page = village.get(url).content.decode()
    assert "体温缺两人" in page
    assert 'action="' + url + 'say/"' in page
    assert village.get("/").content.decode().count("退回") >= 1


def test_a_refused_signature_brings_back_what_was_typed(evening: None) -> None:
    town, url = client("township"), sheet_of(TOWN)
    page = town.post(url + "say/", {"remark": ""})
    assert page.status_code == 200
    assert "field-error" in page.content.decode()
    long = town.post(url + "say/", {"remark": "补" * 501})
    assert "补" * 501 in long.content.decode()
    assert town.post(url + "say/", {"remark": "二村断网,已电话核实"}).status_code == 302
    with acting_as(system()):
        assert Signature.objects.filter(report_on=clocks.today(), level="township", remark__startswith="二村").count() == 1


def test_a_township_signs_in_two_clicks(evening: None) -> None:
    village_pages = client("township")
    day = village_pages.get("/").content.decode()
    assert sheet_of(TOWN) in day  # the first click
    assert f'action="{sheet_of(TOWN)}say/"' in village_pages.get(sheet_of(TOWN)).content.decode()  # the second


def test_who_has_not_signed_is_reminded_with_one_click(evening: None) -> None:
    town, url = client("township"), sheet_of(TOWN)
    page = town.get(url + "missing/").content.decode()
    assert "村干部示四" in page
    assert town.post(url + "remind/").status_code == 302
    with acting_as(system()):
        count = Prompt.objects.filter(kind="report_to_sign").count()
    assert count > 1
    town.post(url + "remind/")
    with acting_as(system()):
        assert Prompt.objects.filter(kind="report_to_sign").count() == count
    assert "催办" in client("village").get("/").content.decode()


def test_one_can_remind_those_ticked_and_nobody_else(evening: None) -> None:
    town, url = client("township"), sheet_of(TOWN)
    with acting_as(system()):
        own, strange = path_of(VILLAGE), path_of("411621205200") or "001"
    assert town.post(url + "missing/", {"do": "remind", "selected": [own, strange], "confirmed": "1"}).status_code == 200
    with acting_as(system()):
        assert list(Prompt.objects.filter(kind="report_to_sign").values_list("area", flat=True)) == [own]


def test_who_has_not_signed_is_narrowed_by_township_and_state(evening: None) -> None:
    county, url = client("county"), sheet_of(COUNTY) + "missing/"
    with acting_as(system()):
        town = path_of(TOWN)
    assert "村干部示四" in county.get(f"{url}?township={town}&level=village").content.decode()
    assert "村干部示四" not in county.get(f"{url}?level=township").content.decode()
    assert "村干部示四" not in county.get(f"{url}?state=returned").content.decode()
    assert county.get(f"{url}?township=0&state=x&sort=-due").status_code == 200


def test_the_list_of_who_has_not_signed_costs_the_same_for_a_village_and_a_county(evening: None) -> None:
    county, counts = client("county"), []
    for code in (VILLAGE, COUNTY):
        county.get(sheet_of(code) + "missing/")
        with CaptureQueriesContext(connection) as queries:
            county.get(sheet_of(code) + "missing/")
        counts.append(len(queries))
    assert abs(counts[0] - counts[1]) <= 3, counts


def test_every_number_opens_its_rows_and_what_changed_since_yesterday(demo: None) -> None:
    county, url = client("county"), sheet_of(COUNTY, back=1)
    for figure in registry.all():
        for column in figure.columns:
            assert county.get(f"{url}rows/{figure.name}/{column}/").status_code == 200, figure.name
            assert county.get(f"{url}why/{figure.name}/{column}/").status_code == 200, figure.name
    assert county.get(f"{url}why/nothing/today/").status_code == 404
    assert county.get(f"{url}rows/nothing/today/").status_code == 404


def test_what_changed_since_the_freeze_opens_for_every_number(demo: None) -> None:
    county, url = client("county"), sheet_of(COUNTY, back=1)
    for figure in registry.all():
        for column in figure.columns:
            assert county.get(f"{url}since/{figure.name}/{column}/").status_code == 200, figure.name
    assert county.get(f"{url}since/nothing/today/").status_code == 404
    assert county.get(f"{sheet_of(COUNTY)}since/home_observed/now/").status_code == 404  # nobody has signed today's
    assert client("township").get(f"{url}since/home_observed/now/").status_code == 404


def test_what_came_and_went_makes_the_difference(demo: None) -> None:
    from shouwang.ledger.subjects import Subject
    from shouwang.reports import reads

    with acting_as(system()):
        subject, day = Subject(area=path_of(COUNTY) or ""), clocks.today() - timedelta(days=1)
        for name in ("home_observed", "health_monitored", "arrivals_unclassified", "teams_incomplete"):
            figure = registry.get(name)
            assert figure
            today, before = (figure.values(subject, reads.day_of(on, subject.area))["now"] for on in (day, day - timedelta(days=1)))
            found = reads.changes(subject, day, name, "now")
            assert found
            assert isinstance(today, int), name
            assert isinstance(before, int), name
            assert found.came.count() - found.gone.count() == today - before, name


@pytest.mark.parametrize("query", ["?revision=1", "?as_of=latest"])
def test_a_frozen_sheet_can_be_shown_as_it_was(demo: None, query: str) -> None:
    assert client("county").get(sheet_of(COUNTY, back=1) + query).status_code == 200


@pytest.mark.parametrize("query", ["?revision=99"])
def test_a_revision_that_never_was_is_not_there(demo: None, query: str) -> None:
    assert client("county").get(sheet_of(COUNTY, back=1) + query).status_code == 404


@pytest.mark.parametrize("query", ["?revision=x", "?revision=", "?as_of=x", "?revision=-1", "?revision=٣"])
def test_nonsense_in_the_address_is_passed_over(demo: None, query: str) -> None:
    assert client("county").get(sheet_of(COUNTY, back=1) + query).status_code == 200


def test_the_unit_s_sheet_and_the_list_of_units(demo: None) -> None:
    county = client("county")
    assert county.get(sheet_of(COUNTY) + "units/").status_code == 200
    assert county.get(sheet_of(COUNTY, back=1) + "revisions/").status_code == 200


def test_a_sheet_costs_the_same_number_of_queries_for_a_township_and_a_county(demo: None) -> None:
    county = client("county")
    counts = []
    for code in (TOWN, COUNTY):
        county.get(sheet_of(code, back=1))
        with CaptureQueriesContext(connection) as queries:
            county.get(sheet_of(code, back=1))
        counts.append(len(queries))
    assert abs(counts[0] - counts[1]) <= 3, counts


@pytest.mark.parametrize("code", [VILLAGE, TOWN, COUNTY])
def test_a_sheet_asks_once_a_day_who_has_to_report(demo: None, code: str) -> None:
    county, url = client("county"), sheet_of(code)
    county.get(url)
    with CaptureQueriesContext(connection) as queries:
        county.get(url)
    for table in ("reports_reportingduty", "reports_signature"):
        asked = [query["sql"] for query in queries if f'FROM "{table}"' in query["sql"]]
        assert len(asked) == len(set(asked)), table
    assert len([query for query in queries if 'FROM "reports_reportingduty"' in query["sql"]]) == 1


def test_after_a_signature_the_number_of_residents_opens_the_household_that_changed(evening: None) -> None:
    town, url = client("township"), sheet_of(TOWN)
    assert town.post(url + "say/", {"remark": "二村断网,已电话核实"}).status_code == 302
    with acting_as(system()):
        home = Household.objects.filter(area__startswith=path_of(TOWN), members__gt=0).order_by("pk")[0]
        Household.objects.filter(pk=home.pk).update(members=F("members") + 2)
    assert f"{url}since/residents/now/" in town.get(url).content.decode()
    page = town.get(f"{url}since/residents/now/").content.decode()
    assert page.count(f'href="/people/households/{home.pk}/"') == 1
    assert page.count('href="/people/households/') == 1
    assert re.search(rf">\s*{home.members}\s*</td>.*>\s*{home.members + 2}\s*</td>", page, re.DOTALL)
