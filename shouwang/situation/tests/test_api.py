"""The board by API says what the page says, and nothing to a stranger; its links open exactly what it counts."""

from typing import Any

import pytest
from django.test import Client

from shouwang.accounts.actors import system
from shouwang.accounts.scope import acting_as
from shouwang.lib import clocks
from shouwang.places.reads import path_of
from shouwang.situation import forms, reads
from shouwang.situation.tests.test_views import COUNTY, OTHER_TOWN, TOWN, client

pytestmark = pytest.mark.usefixtures("demo")
URL = "/api/v1/situation/board"


def asked(who: Client, **query: str) -> dict[str, Any]:
    response = who.get(URL, query)
    assert response.status_code == 200, response.content
    said: dict[str, Any] = response.json()
    return said


def test_it_says_what_the_page_says(demo: None) -> None:
    with acting_as(system()) as by:
        board = reads.board(path_of(COUNTY) or "", "returnees_total", clocks.now(), by=by)
    said = asked(client("county"), area=COUNTY, figure="returnees_total")
    assert [(one["figure"], one["today"], one["yesterday"]) for one in said["numbers"]] == [(n.figure.name, n.today, n.before) for n in board.numbers]
    assert tuple(said["late"].values()) == board.late
    assert [(place["area"], place["value"]) for place in said["places"]] == [(place.path, place.value) for place in board.places]
    assert (said["map"], len(said["days"])) == ("returnees_total", len(board.trend_days))


def test_who_names_no_area_gets_the_own_one(demo: None) -> None:
    with acting_as(system()):
        assert asked(client("township"))["area"] == path_of(TOWN)


@pytest.mark.parametrize("area", [OTHER_TOWN, COUNTY, "nothing", "0", "999999"])
def test_a_stranger_s_board_is_not_there(demo: None, area: str) -> None:
    assert client("township").get(URL, {"area": area}).status_code == 404


def test_nobody_without_a_post_gets_a_board(demo: None) -> None:
    assert Client().get(URL).status_code in {401, 403}


def test_the_number_of_late_referrals_opens_exactly_those(demo: None) -> None:
    county = client("county")
    with acting_as(system()) as by:
        board = reads.board(path_of(COUNTY) or "", "", clocks.now(), by=by)
        late, urls = board.late[-1], [card["url"] for card in forms.layout(board)["late"]]
    page = county.get(urls[-1])
    assert page.status_code == 200
    assert page.content.decode().count('name="selected"') == late
    strange = urls[-1].replace(board.area, "001999999")
    assert county.get(strange).status_code == 404
