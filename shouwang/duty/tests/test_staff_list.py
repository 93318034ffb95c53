"""The list of staff does everything a declared list can: it stands here for all of them."""

import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from shouwang.accounts.actors import Actor, system
from shouwang.accounts.scope import acting_as
from shouwang.audit import reads as audit
from shouwang.duty import reads, writes
from shouwang.duty.tests.conftest import EAST, VILLAGE, WEST, WEST_VILLAGE, somebody
from shouwang.duty.tests.test_views import signed_in

COUNT = 60


@pytest.fixture
def east(county: Actor, settings: pytest.FixtureRequest) -> Client:
    """The officer of the eastern township, with more people on duty than one page shows, and one in the west."""
    settings.SECOND_FACTOR_REQUIRED = False
    here = [somebody(at, area=VILLAGE, site="", id_number="", phone="") for at in range(1, COUNT + 1)]
    one = somebody(80, role="volunteer", area=VILLAGE, site="")
    writes.record_staff([*here, one, somebody(90, full_name="西样", area=WEST_VILLAGE)], by=county)
    return signed_in("township_officer", EAST)


def ids(*codes: str) -> list[str]:
    with acting_as(system()):
        found = reads.code_holders(codes)
    return [str(found[code]) for code in codes]


def page(client: Client, query: str = "") -> str:
    response = client.get(f"/duty/{query}")
    assert response.status_code == 200
    return response.content.decode()


def post(client: Client, query: str = "", **sent: object) -> str:
    response = client.post(f"/duty/{query}", {"list": "duty.staff", **sent}, follow=True)
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def states(*codes: str) -> list[str]:
    with acting_as(system()):
        cards = reads.staff_cards(codes)
    return [str(cards[code].state) for code in codes]


def test_many_selected_rows_are_acted_on_after_a_page_that_counts_them(east: Client) -> None:
    chosen = ids("W-001", "W-002")
    asked = post(east, do="on_leave", selected=chosen)
    assert "2 " in asked
    assert states("W-001", "W-002") == ["on_post", "on_post"]
    done = post(east, do="on_leave", keys=" ".join(chosen), confirmed="1", **{"with-at": ""})
    assert states("W-001", "W-002", "W-003") == ["on_leave", "on_leave", "on_post"]
    assert chosen[0] in done


def test_all_that_the_filter_finds_means_exactly_these(east: Client) -> None:
    post(east, do="on_leave", keys=" ".join(ids("W-001", "W-002")), confirmed="1")
    asked = post(east, "?state=on_leave", do="returned", all="1", selected=ids("W-001"))
    assert all(one in asked for one in ids("W-001", "W-002"))
    assert ids("W-003")[0] not in asked


def test_a_refused_row_says_why_and_stays_selected(east: Client) -> None:
    first, second = ids("W-001", "W-002")
    before_it_began = "2020-01-01T08:00"
    answer = post(east, do="ended", keys=f"{first} {second}", confirmed="1", **{"with-at": before_it_began})
    assert states("W-001", "W-002") == ["on_post", "on_post"]
    for one in (first, second):
        assert f'value="{one}" checked' in answer


def test_a_wrong_field_keeps_rows_and_words(east: Client) -> None:
    answer = post(east, do="on_leave", keys=ids("W-001")[0], confirmed="1", **{"with-at": "tomorrow-ish"})
    assert "tomorrow-ish" in answer
    assert ids("W-001")[0] in answer
    assert states("W-001") == ["on_post"]


@pytest.mark.parametrize("keys", ["", "nonsense", "0\x00", "00000000-0000-7000-8000-000000000000"])
def test_nothing_is_done_with_nothing(east: Client, keys: str) -> None:
    post(east, do="ended", keys=keys, confirmed="1")
    assert states("W-001") == ["on_post"]


def test_nobody_of_the_next_township_is_reached(east: Client) -> None:
    [stranger] = ids("W-090")
    post(east, do="ended", keys=stranger, confirmed="1")
    assert states("W-090") == ["on_post"]
    assert east.post(f"/duty/?area={WEST}", {"do": "export", "purpose": "演练"}).status_code == 404


@pytest.mark.usefixtures("east")
def test_what_a_post_may_not_do_is_neither_offered_nor_done() -> None:
    worker = signed_in("grid_worker", VILLAGE)
    assert 'value="on_leave"' not in page(worker).replace('option value="on_leave"', "")
    assert worker.post("/duty/", {"do": "ended", "keys": ids("W-001")[0], "confirmed": "1"}).status_code == 404


def test_columns_are_chosen_moved_and_remembered_for_the_reader(east: Client) -> None:
    order = ["name", "role", "area", "shift"]
    post(east, do="columns", order=order, column=["role", "shift", "area"], up="shift")
    headings = page(east)
    assert headings.index('data-label="班次"') < headings.index('data-label="区域"')
    assert 'data-label="电话"' not in headings
    assert 'data-label="电话"' in page(signed_in("village_officer", VILLAGE))
    assert 'data-label="电话"' in page(east, "?cols=phone,nonsense")
    post(east, do="columns", usual="1")
    assert 'data-label="电话"' in page(east)


def test_a_saved_filter_is_private_or_the_offices(east: Client) -> None:
    post(east, "?state=on_leave&nonsense=1&page=3", do="save", name="请假的")
    assert 'href="/duty/?state=on_leave"' in page(east)
    colleague = signed_in("health_centre", EAST)
    assert "请假的" not in page(colleague)
    post(east, "?role=village_doctor&sort=-role", do="save", name="村医名单", shared="on")
    assert "村医名单" in page(colleague)
    assert "村医名单" not in page(signed_in("township_officer", WEST))
    assert 'name="filter"' not in page(colleague)


def test_a_saved_filter_is_replaced_by_name_and_taken_away_by_its_owner(east: Client) -> None:
    for query in ("?role=village_doctor", "?role=volunteer"):
        post(east, query, do="save", name="名单", shared="on")
    shown = page(east)
    assert "/duty/?role=village_doctor" not in shown
    number = shown.split('name="filter" value="')[1].split('"')[0]
    colleague = signed_in("health_centre", EAST)
    for wrong in (number, "9" * 30, "x"):
        post(colleague, do="forget", filter=wrong)
    assert "名单" in page(colleague)
    post(east, do="forget", filter=number)
    assert 'name="filter"' not in page(east)


def test_a_filter_needs_a_name_and_there_are_not_hundreds(east: Client) -> None:
    assert "起个名字" in post(east, do="save", name="  ")
    for at in range(31):
        answer = post(east, do="save", name=f"第{at}个")
    assert "30" in answer
    assert page(east).count('name="filter"') == 30


def cells(content: bytes) -> list[list[object]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


def test_an_export_asks_what_for_holds_what_is_shown_and_is_logged(east: Client) -> None:
    assert "purpose" in post(east, "?state=on_post", do="export")
    assert "purpose" in post(east, do="export", purpose="x")
    response = east.post("/duty/?cols=role&role=grid_worker", {"do": "export", "purpose": "晚间核对名单"})
    rows = cells(response.content)
    assert rows[2][:2] == ["姓名", "职责"]
    assert len([row for row in rows if "W-0" in str(row[0])]) == COUNT
    with acting_as(system()):
        [event] = audit.events(subject="duty.staff")
    assert (event.action, event.count, event.reason) == ("ledger.export_list", COUNT, "晚间核对名单")


def test_an_export_of_nothing_is_an_empty_sheet(east: Client) -> None:
    response = east.post("/duty/?role=driver", {"do": "export", "purpose": "晚间核对名单"})
    assert len(cells(response.content)) >= 3


def test_posted_words_go_along_and_stand_in_no_address(east: Client) -> None:
    found = post(east, q="西样")
    assert "W-001" not in found
    answer = post(east, q="样天", do="ended", all="1")
    assert 'name="q" value="样天"' in answer
    assert "样天" not in "".join(part.split('"')[0] for part in answer.split('href="')[1:])


def test_nonsense_in_the_address_is_passed_over(east: Client) -> None:
    for query in ("?sort=password", "?page=-1", "?cols=,,", "?role=emperor", "?state=%00", "?sort=%00&cols=%00", "?unit=%00"):
        page(east, query)


def test_the_same_number_of_queries_for_one_row_and_for_many(east: Client) -> None:
    few = _queries(east, "?role=volunteer")
    many = _queries(east, "")
    assert few == many


def _queries(client: Client, query: str) -> int:
    client.get(f"/duty/{query}")
    with CaptureQueriesContext(connection) as caught:
        page(client, query)
    return len(caught)
