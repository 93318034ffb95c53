"""Pages of places: what a post sees of its own area, what it may change there, and that nothing else exists for it."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from shouwang.accounts import writes as accounts
from shouwang.accounts.actors import system
from shouwang.accounts.models import User
from shouwang.accounts.scope import acting_as
from shouwang.audit.models import AuditEvent
from shouwang.lib import clocks
from shouwang.places import reads, writes
from shouwang.places.tests.conftest import COUNTY, EAST, EAST_HILL, LI, NOON, TEMPLE_VILLAGE, WEST, rows
from shouwang.places.writes import NewGrid, NewSite, NewUnit


def signed_in(role: str, area: str) -> Client:
    """Somebody with this post, signed in."""
    with acting_as(system()) as by:
        accounts.give_posts([accounts.NewPost(f"{role}-{area}", role, area, valid_from=NOON.date())], by=by)
    client = Client()
    client.force_login(
        User.objects.get(username=f"{role}-{area}"), "allauth.account.auth_backends.AuthenticationBackend"
    )
    return client


@pytest.fixture
def east(db: None, at_noon: None, settings: pytest.FixtureRequest) -> Client:
    """The officer of the eastern township; both townships have a unit, a site and a grid."""
    settings.SECOND_FACTOR_REQUIRED = False
    with acting_as(system()) as by:
        writes.load_areas(rows(), edition="2020", by=by)
        units = [NewUnit("W", "西桥乡政府", "township_group", WEST), NewUnit("E", "东桥镇政府", "township_group", EAST)]
        writes.record_units(units, by=by)
        writes.record_sites(
            [NewSite("KW", "西口卡点", "checkpoint", LI), NewSite("KE", "东口卡点", "checkpoint", TEMPLE_VILLAGE, "E")],
            by=by,
        )
        writes.make_grids([NewGrid(LI), NewGrid(TEMPLE_VILLAGE)], by=by)
    return signed_in("township_officer", EAST)


def _page(client: Client, address: str) -> str:
    response = client.get(f"/places/{address}")
    assert response.status_code == 200, address
    return response.content.decode()


def test_the_first_page_is_the_own_area(east: Client) -> None:
    assert east.get("/places/").headers["Location"] == f"/places/area/{EAST}"


def test_an_area_shows_what_stands_in_it(east: Client) -> None:
    page = _page(east, f"area/{EAST}")
    for words in ("东桥镇", "八庙村民委员会", "东口卡点", "东桥镇政府", "980101100"):
        assert words in page
    for words in ("西桥乡", "西口卡点", "大李庄"):
        assert words not in page
    assert "980101100200-G01" in _page(east, f"area/{TEMPLE_VILLAGE}")


def test_other_features_hang_their_links_on_an_area_and_on_a_unit(east: Client) -> None:
    page = _page(east, f"area/{EAST_HILL}")
    card = f"/reports/of-area/{EAST_HILL}"
    assert card in page
    assert f"/reports/{EAST_HILL}/2020-02-05/" in east.get(card).content.decode()
    for address in (f"/people/households/?area={EAST_HILL}", f"/duty/?area={EAST_HILL}"):
        assert address in page
        assert east.get(address).status_code == 200
    assert "/duty/?unit=E" in _page(east, "units/of/E")


def test_the_tree_and_the_search_hold_the_own_area_only(east: Client) -> None:
    tree = _page(east, f"area/{EAST}/tree")
    assert "第1网格" in tree
    assert "大李庄" not in tree
    found = _page(east, "find?q=濛山")
    assert (f"area/{EAST_HILL}" in found, "西桥乡" in found) == (True, False)
    assert f"area/{TEMPLE_VILLAGE}" in _page(east, "find?q=980101100200")


def test_lists_are_filtered_and_sorted(east: Client) -> None:
    assert "东口卡点" in _page(east, "sites?kind=checkpoint&sort=-name")
    assert "东口卡点" not in _page(east, "sites?kind=compound")
    assert "东口卡点" in _page(east, f"sites?area={TEMPLE_VILLAGE}&q=东口")
    assert "东桥镇政府" in _page(east, "units?q=E")
    assert "东桥镇政府" not in _page(east, "units?kind=hospital")
    assert "西桥乡政府" not in _page(east, "units")


@pytest.mark.parametrize(
    "address",
    [
        f"area/{WEST}",
        f"area/{COUNTY}",
        f"area/{LI}/tree",
        f"area/{LI}/grids",
        f"area/{LI}/grids.xlsx",
        f"area/{LI}/change",
        f"sites?area={WEST}",
        f"sites.xlsx?area={LI}",
        "area/980101200",
        "area/nowhere",
        "units/of/W",
        "units/of/nobody",
        "sites/of/KW",
        "sites/of/nothing",
        f"area/{EAST_HILL}001/grids",
    ],
)
def test_what_lies_elsewhere_is_not_there(east: Client, address: str) -> None:
    assert east.get(f"/places/{address}").status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        f"area/{LI}/rename",
        f"area/{LI}/move",
        f"area/{LI}/close",
        f"area/{LI}/alias",
        "units/of/W/charge",
        "sites/of/KW",
    ],
)
def test_nothing_is_changed_elsewhere(east: Client, address: str) -> None:
    sent = {"name": "新名", "parent": "980101100", "alias": "别名", "area": "980101100"}
    assert east.post(f"/places/{address}", sent).status_code == 404


def test_whoever_only_looks_finds_no_way_to_change(east: Client) -> None:
    police = signed_in("police", EAST)
    page = _page(police, f"area/{EAST}")
    assert f"/places/area/{EAST}/change" not in page
    for address in (f"area/{EAST}/change", f"area/{EAST}/grids", "units/new", "sites/new"):
        assert police.get(f"/places/{address}").status_code == 404
    assert police.post("/places/sites/of/KE", {"name": "x"}).status_code == 200
    assert "东口卡点" in _page(police, "sites/of/KE")
    assert "东口卡点" not in _page(east, "sites/new")


def test_a_stranger_is_asked_to_sign_in() -> None:
    assert Client().get(f"/places/area/{EAST}").headers["Location"].startswith("/account/login/")


def test_several_grids_are_drawn_at_once(east: Client) -> None:
    sent = {"kind": "grid", "count": "3", "name": "第{n}片"}
    assert east.post(f"/places/area/{EAST_HILL}/grids", sent).headers["Location"] == f"/places/area/{EAST_HILL}"
    page = _page(east, f"area/{EAST_HILL}")
    assert all(name in page for name in ("第1片", "第2片", "第3片"))
    assert "980101100201-G03" in page
    assert east.post(f"/places/area/{EAST_HILL}/grids", sent | {"count": "100"}).status_code == 200


def test_an_area_is_renamed_called_otherwise_moved_and_closed(east: Client) -> None:
    assert east.post(f"/places/area/{EAST_HILL}/rename", {"name": "新山村民委员会"}).status_code == 302
    east.post(f"/places/area/{EAST_HILL}/alias", {"alias": "老山"})
    page = _page(east, f"area/{EAST_HILL}")
    assert all(words in page for words in ("新山村民委员会", "濛山村村委会", "老山"))
    moved = east.post(f"/places/area/{EAST_HILL}/move", {"parent": "东桥镇"})
    assert moved.headers["Location"] == f"/places/area/{EAST_HILL}/change"  # it stands there already
    assert east.post(f"/places/area/{EAST_HILL}/close", {"successor": "八庙村"}).status_code == 302
    assert "八庙村民委员会" in _page(east, f"area/{EAST_HILL}")


@pytest.mark.parametrize(
    ("form", "sent"),
    [
        ("rename", {"name": ""}),
        ("alias", {"alias": ""}),
        ("move", {"parent": ""}),
        ("move", {"parent": "西桥乡"}),
        ("move", {"parent": "八庙"}),
        ("close", {"successor": "无此村"}),
        ("close", {"last_day": "soon"}),
    ],
)
def test_a_form_that_cannot_be_understood_comes_back(east: Client, form: str, sent: dict[str, str]) -> None:
    response = east.post(f"/places/area/{EAST_HILL}/{form}", sent)
    assert response.status_code == 200
    assert "field-error" in response.content.decode()


def test_a_county_officer_moves_a_village_and_what_is_open_follows(east: Client) -> None:
    county = signed_in("command_office", COUNTY)
    at = county.post(f"/places/area/{LI}/move", {"parent": "东桥镇"}).headers["Location"]
    assert at == f"/places/area/{EAST}004"
    assert "西口卡点" in _page(east, f"area/{EAST}004")
    assert east.get(f"/places/area/{LI}").status_code == 404
    assert "大李庄村民委员会" in _page(county, f"area/{LI}")


def test_a_unit_is_taken_in_and_answers_for_an_area(east: Client) -> None:
    sent = {"code": "Z", "name": "工业区", "kind": "functional_zone", "area": "", "parent": "E"}
    assert east.post("/places/units/new", sent).headers["Location"] == "/places/units/of/Z"
    assert east.post("/places/units/of/Z/charge", {"area": "八庙村"}).status_code == 302
    page = _page(east, "units/of/Z")
    assert all(words in page for words in ("工业区", "东桥镇政府", "八庙村民委员会"))
    assert "工业区" in _page(east, f"area/{TEMPLE_VILLAGE}")
    east.post("/places/units/of/Z/charge", {"area": "八庙村", "ends": "on"})
    assert "八庙村民委员会" not in _page(east, "units/of/Z")
    assert east.post("/places/units/of/Z/charge", {"area": "八庙"}).status_code == 200
    assert east.post("/places/units/new", sent | {"code": "Y", "area": "西桥乡"}).status_code == 200
    assert east.post("/places/units/new", sent | {"code": "Y", "parent": "X"}).status_code == 200


def test_a_site_is_taken_in_corrected_and_closed(east: Client) -> None:
    sent = {"code": "X1", "name": "桥头小区", "kind": "compound", "area": "八庙社区", "state": "open", "unit": "E"}
    assert east.post("/places/sites/new", sent).headers["Location"] == "/places/sites/of/X1"
    assert "桥头小区" in _page(east, "sites/of/X1")
    closed = sent | {"name": "桥南小区", "state": "withdrawn"}
    assert east.post("/places/sites/of/X1", closed).status_code == 302
    page = _page(east, "sites/of/X1")
    assert "桥南小区" in page
    assert east.post("/places/sites/new", sent | {"code": "X2", "area": "西桥乡"}).status_code == 200
    assert east.post("/places/sites/new", sent | {"code": "KW"}).status_code == 200
    assert clocks.now() == NOON


@pytest.mark.parametrize("address", [f"area/{EAST}/grids.xlsx", "units.xlsx", "sites.xlsx?kind=checkpoint"])
def test_lists_are_taken_along_as_spreadsheets(east: Client, address: str) -> None:
    response = east.get(f"/places/{address}")
    assert response.headers["Content-Type"].endswith("spreadsheetml.sheet")
    assert response.content.startswith(b"PK")


def test_an_official_list_is_logged(east: Client) -> None:
    east.get("/places/sites.xlsx?kind=checkpoint")
    with acting_as(system()):
        [event] = AuditEvent.objects.filter(action="ledger.export_list")
        assert (event.subject, event.count, event.detail) == ("places.sites", 1, {"filter": "kind=checkpoint"})


def _turn(client: Client, **given: str) -> str:
    sent = {"list": "places.sites", "do": "turn", "selected": ["KE", "KW"], "confirmed": "1"}
    return client.post(
        "/places/sites", sent | {f"with-{name}": value for name, value in given.items()}
    ).content.decode()


def test_many_sites_are_closed_at_once_and_nobody_elses(east: Client) -> None:
    asked = east.post("/places/sites", {"list": "places.sites", "do": "turn", "selected": ["KE"]}).content.decode()
    assert ("东口卡点" in asked, "with-state" in asked) == (True, True)
    done = _turn(east, state="withdrawn")
    assert ("东口卡点" in done, "西口卡点" in done) == (True, False)
    with acting_as(system()):
        east_site, west_site = reads.site("KE"), reads.site("KW")
        assert east_site is not None
        assert west_site is not None
        assert (east_site.state, east_site.closed_at, east_site.unit) == ("withdrawn", NOON, "E")
        assert west_site.state == "open"
        assert [span.to_at for span in reads.openings("KE")] == [NOON]
    assert "东口卡点" not in _page(east, "sites?state=open")


def test_who_only_sees_places_closes_no_site(east: Client) -> None:
    police = signed_in("police", EAST)
    assert "东口卡点" in _page(police, "sites")
    sent = {"list": "places.sites", "do": "turn", "selected": "KE", "confirmed": "1", "with-state": "withdrawn"}
    assert police.post("/places/sites", sent).status_code == 404


@pytest.mark.parametrize("address", [f"area/{EAST}", f"area/{EAST}/tree", "units", "sites", "find?q=村"])
def test_pages_take_the_same_queries_for_few_and_for_many(east: Client, address: str) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            _page(east, address)
        return len(asked)

    queries()  # the session is begun
    few = queries()
    with acting_as(system()) as by:
        writes.make_grids([NewGrid(path) for path in (EAST, TEMPLE_VILLAGE, EAST_HILL) for _ in range(5)], by=by)
        writes.record_units([NewUnit(f"U{n}", "单位", "department", EAST_HILL) for n in range(5)], by=by)
        writes.record_sites([NewSite(f"S{n}", "点", "compound", EAST_HILL, "E") for n in range(5)], by=by)
        assert reads.grids_below(EAST).count() == 16
    assert queries() == few
