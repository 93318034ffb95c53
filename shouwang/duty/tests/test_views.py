"""Pages of duty: what a post sees and changes in its own area, and that nothing else exists for it."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from shouwang.accounts import writes as accounts
from shouwang.accounts.actors import Actor, system
from shouwang.accounts.models import User
from shouwang.accounts.scope import acting_as
from shouwang.audit.models import AuditEvent
from shouwang.duty import reads, writes
from shouwang.duty.tests.conftest import EAST, NOON, VILLAGE, WEST, WEST_VILLAGE, id_number, somebody
from shouwang.duty.writes import Member, NewTeam
from shouwang.lib.ids import uuid7

OBSERVED, OTHER = uuid7(), uuid7()


def signed_in(role: str, area: str) -> Client:
    """Somebody with this post, signed in."""
    name = f"{role}-{area}"
    with acting_as(system()) as by:
        accounts.give_posts([accounts.NewPost(name, role, area, valid_from=NOON.date())], by=by)
    client = Client()
    client.force_login(User.objects.get(username=name), "allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def east(county: Actor, settings: pytest.FixtureRequest) -> Client:
    """The officer of the eastern township; in both townships somebody on duty and a team with a vacancy."""
    settings.SECOND_FACTOR_REQUIRED = False
    writes.record_staff([somebody(1, unit="EAST"), somebody(2, full_name="西样", area=WEST_VILLAGE)], by=county)
    doctor = {"doctor": Member(staff_code="W-001")}
    teams = [
        NewTeam(one, area, "", "pair", ["responsible", "doctor"], doctor)
        for one, area in ((OBSERVED, VILLAGE), (OTHER, WEST_VILLAGE))
    ]
    writes.form_teams(teams, by=county)
    return signed_in("township_officer", EAST)


def _staff(code: str) -> str:
    with acting_as(system()):
        return str(reads.code_holders([code])[code])


def _page(client: Client, address: str) -> str:
    response = client.get(f"/duty/{address}")
    assert response.status_code == 200, address
    return response.content.decode()


def test_the_list_holds_the_own_area_with_masked_numbers(east: Client) -> None:
    page = _page(east, "")
    assert ("样天" in page, "西样" in page, "169****0001" in page) == (True, False, True)
    assert id_number(1) not in page
    assert "16900010001" not in page


def test_the_list_is_filtered_and_sorted(east: Client) -> None:
    assert "样天" in _page(east, "?sort=-role")
    assert "样天" in east.post("/duty/", {"q": "yt"}).content.decode()
    assert "样天" not in east.post("/duty/", {"q": "别人"}).content.decode()
    assert "样天" not in _page(east, "?role=volunteer")
    assert "样天" in _page(east, f"?unit=EAST&area={VILLAGE}")


@pytest.mark.parametrize(
    "address",
    [f"?area={WEST}", f"staff.xlsx?area={WEST}", f"teams/{OTHER}", f"of/{OBSERVED}"],
    ids=["list", "workbook", "team", "staff of an observation"],
)
def test_what_lies_elsewhere_is_not_there(east: Client, address: str) -> None:
    assert east.get(f"/duty/{address}").status_code == 404


def test_nobody_of_the_next_township_is_seen_or_changed(east: Client) -> None:
    other = _staff("W-002")
    assert east.get(f"/duty/of/{other}").status_code == 404
    for address in (f"of/{other}/change", f"of/{other}/reassign", f"teams/{OTHER}/hand-over"):
        assert east.post(f"/duty/{address}", {"change": "ended", "role": "doctor", "area": "东桥镇"}).status_code == 404
    assert "西样" not in _page(east, "teams")


def test_whoever_may_not_see_staff_finds_no_pages() -> None:
    assert Client().get("/duty/").headers["Location"].startswith("/account/login/")


@pytest.mark.usefixtures("east")
def test_whoever_only_looks_finds_no_way_to_change() -> None:
    grid_worker = signed_in("grid_worker", VILLAGE)
    one = _staff("W-001")
    assert f"/duty/of/{one}/change" not in _page(grid_worker, f"of/{one}")
    assert grid_worker.get("/duty/new").status_code == 404
    assert grid_worker.post(f"/duty/of/{one}/change", {"change": "ended"}).status_code == 404
    volunteer = signed_in("volunteer", VILLAGE)
    assert volunteer.get("/duty/").status_code == 404


def test_somebody_is_put_on_duty(east: Client) -> None:
    sent = {
        "code": "W-9",
        "full_name": "样新",
        "role": "volunteer",
        "area": "八庙村",
        "id_number": id_number(9),
        "phone": "16900010009",
    }
    at = east.post("/duty/new", sent).headers["Location"]
    assert at == f"/duty/of/{_staff('W-9')}"
    assert "样新" in east.get(at).content.decode()
    for wrong in ({"area": "西桥乡"}, {"id_number": "123"}, {"code": ""}):
        assert east.post("/duty/new", sent | {"code": "W-8"} | wrong).status_code == 200


def test_somebody_goes_on_leave_returns_gets_another_duty_and_ends(east: Client) -> None:
    one = _staff("W-001")
    for change, words in (("on_leave", "on_leave"), ("returned_from_leave", "on_post")):
        assert east.post(f"/duty/of/{one}/change", {"change": change}).status_code == 302
        with acting_as(system()):
            assert reads.staff_cards(["W-001"])["W-001"].state == words
    duty = {"role": "checkpoint_staff", "area": "八庙村", "site": "K1", "shift": "night"}
    assert east.post(f"/duty/of/{one}/reassign", duty).status_code == 302
    with acting_as(system()):
        card = reads.staff_cards(["W-001"])["W-001"]
    assert (card.role, card.site, card.shift, card.phone) == ("checkpoint_staff", "K1", "night", "169****0001")
    assert east.post(f"/duty/of/{one}/reassign", duty | {"area": "西桥乡"}).status_code == 200
    assert east.post(f"/duty/of/{one}/change", {"change": "vanished"}).status_code == 200
    refused = east.post(f"/duty/of/{one}/change", {"change": "on_leave", "substitute": "没有这个人"})
    assert (refused.status_code, "没有这个人" in refused.content.decode()) == (200, True)  # what was typed stays
    east.post(f"/duty/of/{one}/change", {"change": "ended"})
    assert "样天" not in _page(east, "")


def test_gaps_and_units_at_work_are_on_one_page(east: Client) -> None:
    page = _page(east, "units")
    assert "东桥镇指挥部" in page
    assert f"/places/area/{VILLAGE}" in page


def test_a_team_with_a_vacancy_is_listed_until_somebody_takes_the_role(east: Client) -> None:
    assert f"/duty/teams/{OBSERVED}" in _page(east, "teams")
    sent = {"role": "responsible", "name": "样长", "phone": "16900010003"}
    assert east.post(f"/duty/teams/{OBSERVED}/hand-over", sent).status_code == 302
    assert f"/duty/teams/{OBSERVED}" not in _page(east, "teams")
    team = _page(east, f"teams/{OBSERVED}")
    assert ("样长" in team, "样天" in team, "169****0003" in team) == (True, True, True)
    assert east.post(f"/duty/teams/{OBSERVED}/hand-over", sent | {"role": "driver"}).status_code == 200


def test_the_list_is_taken_along_as_a_spreadsheet(east: Client) -> None:
    assert 'name="purpose"' in _page(east, "staff.xlsx?role=grid_worker")
    response = east.post(
        "/duty/staff.xlsx?role=grid_worker", {"list": "duty.staff", "do": "export", "purpose": "核对网格员"}
    )
    assert response.content.startswith(b"PK")
    with acting_as(system()):
        [event] = AuditEvent.objects.filter(action="ledger.export_list")
        assert (event.subject, event.count, event.reason) == ("duty.staff", 1, "核对网格员")


@pytest.mark.parametrize("address", ["", "units", "teams"])
def test_pages_take_the_same_queries_for_few_and_for_many(east: Client, address: str) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            _page(east, address)
        return len(asked)

    queries()  # the session is begun
    few = queries()
    with acting_as(system()) as by:
        writes.record_staff([somebody(n, unit="EAST") for n in range(10, 20)], by=by)
        more = [NewTeam(uuid7(), VILLAGE, "", "pair", ["responsible"]) for _ in range(5)]
        writes.form_teams(more, by=by)
    assert queries() == few
