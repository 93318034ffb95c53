"""A page for everybody acts for nobody, whoever opens it, and costs no transaction of its own."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from shouwang.accounts.doors import public_door
from shouwang.accounts.middleware import ScopeMiddleware
from shouwang.accounts.models import Post, User

from .test_scope import TOWN_A, give

pytestmark = pytest.mark.django_db


def seen(_request: HttpRequest) -> HttpResponse:
    """How many posts the database shows."""
    return HttpResponse(str(Post.objects.count()))


public = public_door(why="a made-up page that everybody may open, for this test")(seen)


def answered(view: Any, user: Any) -> tuple[str, list[str]]:
    """What a view says inside the middleware, and the statements it took."""
    request = RequestFactory().get("/")
    request.user, request.session = user, SessionStore()
    with CaptureQueriesContext(connection) as queries:
        said = ScopeMiddleware(view)(request).content.decode()
    return said, [one["sql"] for one in queries.captured_queries]


def test_a_page_for_everybody_takes_no_statement_more_than_another() -> None:
    bare, guarded = answered(seen, AnonymousUser()), answered(public, AnonymousUser())
    assert [sql.split()[0] for sql in guarded[1]] == [sql.split()[0] for sql in bare[1]]
    assert guarded[0] == "0"


def test_who_is_signed_in_is_nobody_there_and_somebody_again_in_the_next_request() -> None:
    user = User.objects.get(pk=give("a", TOWN_A).user_id)
    assert [answered(view, user)[0] for view in (seen, public, seen)] == ["1", "0", "1"]
    assert sum(sql.startswith("SAVEPOINT") for sql in answered(public, user)[1]) == 1
    assert Post.objects.count() == 0
