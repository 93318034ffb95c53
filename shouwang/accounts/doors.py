"""The guards in front of pages and endpoints: signed in, in a post, permitted; else a way in, or nothing there."""

from collections.abc import Callable
from functools import wraps
from ipaddress import IPv6Address, ip_address
from typing import Any, cast

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from ninja.security import APIKeyCookie, HttpBearer

from shouwang.accounts import scope
from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission

View = Callable[..., HttpResponse]
NETWORK = 64  # bits of an IPv6 address that name one connection


class Acting(HttpRequest):
    """A request as the middleware leaves it: it knows in which post somebody acts, if in any."""

    actor: Actor | None


def actor_if_any(request: HttpRequest) -> Actor | None:
    """Who asks; nobody where no post is in force."""
    return cast(Acting, request).actor


def actor_of(request: HttpRequest) -> Actor:
    """Who asks, behind a door: a guard has seen to it that there is somebody."""
    return cast(Actor, actor_if_any(request))


def door(permission: Permission | None) -> Callable[[View], View]:
    """Guard a page: sign-in first, then a post in force, then the permission (404 without it). None = any post."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
            actor = actor_if_any(request)
            if actor is None:
                return render(request, "accounts/no_post.html", status=403)
            if permission is not None and not actor.can(permission):
                raise Http404
            return view(request, *arguments, **named)

        guarded.permission = permission  # type: ignore[attr-defined]
        return login_required(guarded)

    return guard


def public_door(*, why: str) -> Callable[[View], View]:
    """A page for whoever comes, declared with the reason: it acts for no post, and shows nothing of anybody.

    Whatever it does for somebody it does as a resident, whose rows the database tells apart (``scope.own_rows``).
    """
    if len(why) < 20:
        raise ValueError("say in a sentence why everybody may come in here")

    def guard(view: View) -> View:
        @wraps(view)
        def open_to_all(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
            scope.leave()
            return view(request, *arguments, **named)

        open_to_all.public = why  # type: ignore[attr-defined]
        return open_to_all

    return guard


def connection_of(request: HttpRequest) -> str:
    """The connection a request came by: behind our own proxies (SHOUWANG_PROXIES) what they saw, else the peer."""
    seen = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    trusted = settings.TRUSTED_PROXIES
    peer = seen[-trusted] if trusted and len(seen) >= trusted else request.META.get("REMOTE_ADDR", "")
    try:
        found = ip_address(peer)
    except ValueError:
        return ""
    return str(int(found) >> (128 - NETWORK)) if isinstance(found, IPv6Address) else str(found)


class TokenDoor(HttpBearer):
    """An API caller with a token, already found by the middleware."""

    def authenticate(self, request: HttpRequest, token: str) -> Any:  # noqa: ARG002
        """The actor of the token's user."""
        return actor_if_any(request) if getattr(request, "by_token", False) else None


class SessionDoor(APIKeyCookie):
    """A signed-in page that calls the API; the CSRF token is checked."""

    param_name = "sessionid"

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:  # noqa: ARG002
        """The actor of the session."""
        return None if getattr(request, "by_token", False) else actor_if_any(request)


API_DOORS = [TokenDoor(), SessionDoor()]
