"""Every address is guarded, answers its owner, and is not there for the next township.

The walk is generated: it takes every URL of the product and fills it with objects of the demo county's township 城郊乡; whoever
acts for 崔桥镇 must get nothing but 404 (or a way in).
"""

from collections.abc import Iterator
from typing import Any

from django.db import connection
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from shouwang.accounts.actors import system
from shouwang.accounts.models import User
from shouwang.accounts.scope import acting_as
from tests.house.objects import OWN_TOWN, STRANGE_TOWN, filled, objects_of, sample

FOR_EVERYBODY = ("/api/v1/openapi.json", "/ui/help/")  # what endpoints are called, what pages are for; no data
NOBODYS = {"name", "ledger", "ref", "group"}  # arguments that name nothing of any area
NOTHING_THERE = {302, 401, 403, 404, 405}


def patterns(resolver: Any, prefix: str = "", names: tuple[str, ...] = ()) -> Iterator[tuple[str, tuple[str, ...], URLPattern]]:
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from patterns(entry, route, (*names, entry.namespace) if entry.namespace else names)
        else:
            yield route, names, entry


def own_urls() -> list[tuple[str, tuple[str, ...], URLPattern]]:
    return [found for found in patterns(get_resolver()) if not found[0].startswith(("account/", "i18n/"))]


PUBLIC = ("r/", "verify/", "VERIFY/", "brief/")  # no sign-in: what a resident opens, what a certificate is checked with, published briefs
SIGN_IN_IS_ENOUGH = ("ui/", "posts/act-as", "posts/end-session")  # no post is needed: components, and choosing a post


def _declares(view: Any, name: str) -> Any:
    """What the view says of itself under ``name``, under whatever other wrappers; None if it says nothing."""
    while view is not None:
        if hasattr(view, name):
            return getattr(view, name)
        view = getattr(view, "__wrapped__", None)
    return None


def _has_door(view: Any) -> bool:
    while view is not None:
        if hasattr(view, "permission"):
            return True
        view = getattr(view, "__wrapped__", None)
    return False


def public_routes() -> set[str]:
    """Routes of pages that say why whoever comes may open them (``@public_door(why=…)``)."""
    return {route for route, _names, entry in own_urls() if _declares(entry.callback, "public")}


def test_every_page_has_a_door() -> None:
    unguarded = [
        route for route, names, entry in own_urls()
        if "api" not in names and not _has_door(entry.callback) and not route.startswith(SIGN_IN_IS_ENOUGH) and route not in public_routes()
    ]
    assert not unguarded, f"put @door(Permission.…) on the views of {unguarded}"


def test_what_is_public_lies_together_says_why_and_is_no_door_of_the_office() -> None:
    for route, _names, entry in own_urls():
        if why := _declares(entry.callback, "public"):
            assert route.startswith(PUBLIC), f"{route}: pages without a sign-in lie under {PUBLIC}"
            assert len(why) > 20
            assert not _has_door(entry.callback), f"{route}: either everybody or a post"


def test_public_pages_tell_nothing_of_anybody(demo: None) -> None:
    with acting_as(system()):
        people = names_in(OWN_TOWN) + names_in(STRANGE_TOWN)
    assert len(people) > 20
    for client in (Client(), officer()):
        for route, _arguments in addresses(OWN_TOWN, public=True):
            response = client.get(route)
            assert response.status_code in {200, 302, 404, 405}, route
            body = response.content.decode(errors="ignore")
            assert not [name for name in people if name in body], route
            assert "no-store" in response["Cache-Control"] or response.status_code == 405, route


def test_nobody_gets_in_without_a_sign_in(demo: None) -> None:
    open_doors = []
    for route, arguments in addresses(STRANGE_TOWN):
        response = Client().get(route)
        if response.status_code not in NOTHING_THERE and not route.startswith(FOR_EVERYBODY):
            open_doors.append((route, arguments, response.status_code))
    assert not open_doors


def addresses(town: str, *, public: bool = False) -> list[tuple[str, Any]]:
    """Every address filled with objects of a township: those behind a door, or the public ones."""
    with acting_as(system()):
        known, open_to_all = objects_of(town), public_routes()
        found = []
        for route, _names, _entry in own_urls():
            if (route in open_to_all) != public:
                continue
            values = sample(route, known)
            assert values is not None, f"tests/house/objects.py has no example for {route}"
            found.append((filled(route, values), values))
    return found


def officer() -> Client:
    with acting_as(system()):
        user = User.objects.get(username="township")
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_the_next_township_finds_nothing(demo: None) -> None:
    client, leaks = officer(), []
    for route, arguments in addresses(STRANGE_TOWN):
        if not arguments.keys() - NOBODYS:
            continue
        response = client.get(route)
        if response.status_code not in NOTHING_THERE:
            leaks.append((route, response.status_code))
    assert not leaks, f"objects of the next township are to be seen at {leaks}"


def test_the_owner_finds_everything(demo: None) -> None:
    client, broken = officer(), []
    for route, _arguments in addresses(OWN_TOWN):
        response = client.get(route)
        if response.status_code >= 500:
            broken.append((route, response.status_code))
    assert not broken


def test_no_page_and_no_list_names_anybody_of_the_next_township(demo: None) -> None:
    with acting_as(system()):
        strangers = names_in(STRANGE_TOWN)
    client, leaks = officer(), []
    for route, _arguments in addresses(OWN_TOWN):
        body = client.get(route).content.decode(errors="ignore")
        leaks += [(route, name) for name in strangers if name in body]
    assert not leaks


def names_in(town: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT full_name FROM people_person WHERE area LIKE %s AND full_name NOT IN (SELECT full_name FROM people_person WHERE area NOT LIKE %s)", [f"{path_of(town)}%"] * 2)
        return [name for (name,) in cursor.fetchall()][:50]


def path_of(code: str) -> str:
    from shouwang.places.reads import path_of as found

    return found(code) or "?"
