"""The database itself keeps every post to its own area."""

from datetime import date

import pytest
from django.db import connection

from shouwang.accounts import reads, writes
from shouwang.accounts.actors import Actor, system
from shouwang.accounts.models import Post
from shouwang.accounts.scope import acting_as, known_user
from shouwang.accounts.writes import NewPost
from shouwang.audit.models import AuditEvent
from shouwang.audit.writes import record_event

pytestmark = pytest.mark.django_db
TOWN_A, TOWN_B = "001001001001", "001001001002"


def give(username: str, area: str, role: str = "township_officer") -> Actor:
    with acting_as(system()) as operator:
        verdict = writes.give_posts([NewPost(username, role, area, valid_from=date(2020, 1, 1))], by=operator)[0]
        assert verdict.taken, verdict.reason
        post = Post.objects.select_related("user").get(pk=verdict.facts["post_id"])
        return reads.actor_in(post.user, post)


def test_without_a_scope_nothing_is_there() -> None:
    give("a", TOWN_A)
    assert Post.objects.count() == 0


def test_a_township_sees_its_own_rows_only() -> None:
    give("b", TOWN_B)
    with acting_as(give("a", TOWN_A)):
        assert {post.area for post in Post.objects.all()} == {TOWN_A}


def test_a_user_without_a_chosen_post_sees_the_own_posts() -> None:
    actor = give("a", TOWN_A)
    give("b", TOWN_B)
    with known_user(actor.user_id):
        assert [post.area for post in Post.objects.all()] == [TOWN_A]


def test_a_row_cannot_be_written_into_another_area() -> None:
    actor = give("a", TOWN_A)
    with pytest.raises(Exception, match="row-level security"), acting_as(actor):
        record_event(by=actor, action="test.write", area=TOWN_B)


def test_the_scope_ends_with_its_block() -> None:
    with acting_as(system()):
        record_event(by=system(), action="test.write", area=TOWN_A)
        assert AuditEvent.objects.exists()
    assert not AuditEvent.objects.exists()


def test_an_inner_scope_gives_way_to_the_outer_one() -> None:
    actor = give("a", TOWN_A)
    give("b", TOWN_B)
    with acting_as(system()):
        with acting_as(actor):
            assert Post.objects.count() == 1
        assert Post.objects.count() == 2


def test_the_log_is_only_added_to() -> None:
    with acting_as(system()):
        record_event(by=system(), action="test.write", area=TOWN_A)
        with pytest.raises(Exception, match="permission denied"):
            AuditEvent.objects.update(reason="changed")


def test_the_application_owns_nothing_and_bypasses_nothing() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False, False)
        cursor.execute("SELECT count(*) FROM pg_class WHERE relowner = (SELECT oid FROM pg_roles WHERE rolname = current_user)")
        assert cursor.fetchone() == (0,)


def test_a_post_cannot_be_given_outside_the_own_area() -> None:
    actor = give("a", TOWN_A)
    with acting_as(actor):
        verdict = writes.give_posts([NewPost("c", "grid_worker", TOWN_B)], by=actor)[0]
    assert (verdict.outcome, verdict.code) == ("refused", "out_of_area")
