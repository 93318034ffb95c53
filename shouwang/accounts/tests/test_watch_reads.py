"""Whom the operator watches over: areas without a holder, posts that end."""

from datetime import date, timedelta

import pytest

from shouwang.accounts import reads, writes
from shouwang.accounts.actors import Actor, system
from shouwang.accounts.scope import acting_as
from shouwang.lib import clocks

pytestmark = pytest.mark.django_db
TOWN, VILLAGE = "001001001001", "001001001001001"


def give(name: str, role: str, area: str, *, valid_from: date | None = None, valid_to: date | None = None) -> None:
    writes.give_posts([writes.NewPost(name, role, area, valid_from=valid_from, valid_to=valid_to)], by=system())


def test_an_area_is_held_while_somebody_active_holds_its_post_today() -> None:
    today = clocks.today()
    with acting_as(system()) as by:
        give("a", "village_officer", VILLAGE)
        give("b", "township_officer", TOWN, valid_from=today - timedelta(days=9), valid_to=today - timedelta(days=1))
        assert reads.areas_held(["village_officer"], by=by, on=today) == {VILLAGE}
        assert reads.areas_held(["township_officer"], by=by, on=today) == set()
        assert reads.areas_held(["township_officer"], by=by, on=today - timedelta(days=2)) == {TOWN}
        elsewhere = Actor(user_id=None, post_id=None, role="operator", area="001001002")
        assert reads.areas_held(["village_officer"], by=elsewhere, on=today) == set()


def test_posts_that_end_soon_are_named_once() -> None:
    today = clocks.today()
    with acting_as(system()) as by:
        give("a", "village_officer", VILLAGE, valid_to=today + timedelta(days=3))
        give("b", "township_officer", TOWN, valid_to=today + timedelta(days=30))
        give("c", "volunteer", TOWN)
        ending = reads.ending_posts(by=by, until=today + timedelta(days=7))
        assert [post.user.username for post in ending] == ["a"]
        assert {user.username for user in reads.holders(by=by)} == {"a", "b", "c"}
