"""The board: what it shows is what the sheet says; unchanged it costs next to nothing; a stranger has none."""

from datetime import time, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from shouwang.accounts.actors import system
from shouwang.accounts.scope import acting_as
from shouwang.ledger.subjects import Subject
from shouwang.lib import clocks
from shouwang.places.reads import path_of
from shouwang.reports import reads as reports
from shouwang.situation import forms, reads

pytestmark = pytest.mark.usefixtures("demo")
VILLAGE, TOWN, OTHER_TOWN, COUNTY = "411621101201", "411621101", "411621205", "411621"


def client(username: str) -> Client:
    from django.contrib.auth import get_user_model

    with acting_as(system()):
        user = get_user_model().objects.get(username=username)
    found = Client()
    found.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return found


def url(code: str, part: str = "") -> str:
    with acting_as(system()):
        return f"/situation/{path_of(code)}/{part}"


def test_the_board_says_what_the_sheet_says(demo: None) -> None:
    with acting_as(system()) as by:
        area = path_of(COUNTY) or ""
        board = reads.board(area, "", clocks.now(), by=by)
        sheet = reports.live_values(Subject(area=area), reports.day_of(board.day, area))
        before = reports.frozen_figures(Subject(area=area), board.day - timedelta(days=1), 1)
    assert board.numbers
    for number in board.numbers:
        assert number.today == sheet[number.figure.name][number.column], number.figure.name
        assert number.before == before[board.day - timedelta(days=1)][number.figure.name][number.column]
    assert sum(place.value for place in board.places) == sheet["home_observed"]["now"]
    assert [sum(place.late[at] for place in board.places) for at in range(5)] == list(board.late)
    assert len(board.trend_days) >= 3


@pytest.mark.parametrize(("username", "code"), [("county", COUNTY), ("township", TOWN), ("village", VILLAGE)])
def test_every_level_has_the_board_of_its_own_area(demo: None, username: str, code: str) -> None:
    reader = client(username)
    assert reader.get("/situation/").headers["Location"] == url(code)
    for part in ("", "screen/", "parts/"):
        assert reader.get(url(code, part)).status_code == 200


@pytest.mark.parametrize("part", ["", "screen/", "parts/"])
def test_the_next_township_s_board_is_not_there(demo: None, part: str) -> None:
    client("county").get(url(OTHER_TOWN, part))  # drawn and kept for somebody else
    assert client("township").get(url(OTHER_TOWN, part)).status_code == 404


def test_an_unchanged_board_is_not_sent_again(demo: None) -> None:
    reader = client("county")
    address = url(COUNTY, "parts/")
    first = reader.get(address)
    with CaptureQueriesContext(connection) as queries:
        again = reader.get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    reads_of_tables = [query["sql"][:90] for query in queries if query["sql"].startswith("SELECT")]
    assert len(reads_of_tables) <= 8, reads_of_tables  # session, who asks, as what, the machine, whether the area is there, the version


def test_a_minute_later_it_is_drawn_anew(demo: None) -> None:
    reader = client("county")
    first = reader.get(url(COUNTY, "parts/"))
    with clocks.stopped_everywhere(clocks.now() + timedelta(minutes=1)):
        again = reader.get(url(COUNTY, "parts/"), headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 200
    assert again["ETag"] != first["ETag"]


def test_a_board_costs_the_same_for_a_county_and_a_township(demo: None) -> None:
    counts = []
    for code in (COUNTY, TOWN):
        with acting_as(system()) as by:
            area = path_of(code) or ""
            with CaptureQueriesContext(connection) as queries:
                reads.board(area, "", clocks.now(), by=by)
            counts.append(len(queries))
    assert counts[0] == counts[1], counts


def test_the_board_names_nobody(demo: None) -> None:
    with acting_as(system()), connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT full_name FROM people_person")
        names = [name for (name,) in cursor.fetchall()]
    page = client("county").get(url(COUNTY, "screen/")).content.decode()
    assert len(names) > 50
    assert not [name for name in names if len(name) > 2 and name in page]


def test_the_map_shows_the_figure_that_is_asked_for_and_nothing_else_is_kept(demo: None) -> None:
    reader = client("county")
    assert "返乡人员合计" in reader.get(url(COUNTY) + "?figure=returnees_total").content.decode()
    assert reader.get(url(COUNTY) + "?figure=<script>").status_code == 200
    assert "<script>" not in reader.get(url(COUNTY, "parts/") + "?figure=<script>").content.decode()


def test_at_the_very_deadline_a_report_is_awaited_and_a_moment_later_late(demo: None) -> None:
    due = clocks.at(clocks.local(clocks.now()).date(), time(18, 30))
    with acting_as(system()) as by:
        area = path_of(COUNTY) or ""
        found = []
        for moment in (due - timedelta(minutes=1), due, due + timedelta(microseconds=1)):
            with clocks.stopped_everywhere(moment):
                found.append(reads.board(area, "", clocks.now(), by=by))
    early, at, after = found
    assert (early.late[0], at.late[0], after.awaited) == (0, 0, 0)
    assert early.awaited == at.awaited == after.late[0] > 50
    assert at.reports_due == due
    with translation.override("en"):
        assert [forms.layout(board)["late"][0]["note"] for board in (at, after)] == [f"{at.awaited} to come by 18:30", ""]


def test_a_report_is_not_late_before_its_hour(demo: None) -> None:
    with acting_as(system()) as by:
        area = path_of(COUNTY) or ""
        before = reads.board(area, "", clocks.now(), by=by)
        with clocks.stopped_everywhere(clocks.now() + timedelta(hours=2, minutes=1)):
            after = reads.board(area, "", clocks.now(), by=by)
    assert before.late[0] == 0
    assert after.late[0] > 50
    assert sum(place.late[0] for place in after.places) == after.late[0]
