"""The door of the resident's pages: a cookie that says which link was opened; behind it only the own rows exist."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from shouwang.accounts.doors import public_door
from shouwang.accounts.scope import own_rows
from shouwang.lib.refusals import Refused
from shouwang.residents import writes
from shouwang.residents.choices import ADDRESS, LinkState
from shouwang.residents.writes import Opened

COOKIE = "resident"
SALT = "shouwang.residents"
ENDED = {
    LinkState.REVOKED: _("This link was taken back. Your village office can give you a new one."),
    LinkState.EXPIRED: _("This link is over. Your village office can give you a new one."),
    LinkState.LEFT: _("This link belongs to somebody who no longer lives at this place."),
    LinkState.LIVE: _("Nobody stands behind this link any more."),
}
WHY = "a resident has no account: the link's code opens the page, and the database shows the own rows only"

ResidentView = Callable[..., HttpResponse]


def keep_link(response: HttpResponse, code_index: bytes, seconds: float) -> HttpResponse:
    """Remember in the browser which link was opened; the code itself is nowhere after that."""
    value = signing.Signer(salt=SALT).sign(code_index.hex())
    response.set_cookie(
        COOKIE, value, max_age=max(int(seconds), 0), path=ADDRESS, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
    )
    return response


def forget_link(response: HttpResponse) -> HttpResponse:
    """The browser remembers nothing any more."""
    response.delete_cookie(COOKIE, path=ADDRESS, samesite="Lax")
    return response


def link_of(request: HttpRequest) -> Opened | None:
    """The link the browser opened, or none. A value we did not sign is none."""
    try:
        found = signing.Signer(salt=SALT).unsign(request.COOKIES.get(COOKIE, ""))
        return writes.open_link(bytes.fromhex(found))
    except (signing.BadSignature, ValueError):
        return None


def quiet(response: HttpResponse) -> HttpResponse:
    """Nothing of this page is kept by the browser or by anything between, and no other site learns of it."""
    response["Cache-Control"] = "no-store, private"
    response.headers.setdefault("Referrer-Policy", "same-origin")
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def say(request: HttpRequest, title: Any, text: Any, status: int = 200, **more: Any) -> HttpResponse:
    """A page of a few words, with a way on."""
    words = {"title": title, "text": text, "here": ADDRESS}  # a change of language must not carry the address on: it may hold a code
    return quiet(render(request, "residents/words.html", words | more, status=status))


def open_page(view: ResidentView) -> ResidentView:
    """A page for everybody that says its refusals in a resident's words."""

    @public_door(why=WHY)
    @wraps(view)
    def shown(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
        return quiet(_answered(view, request, *arguments, **named))

    return shown


def resident_page(view: ResidentView) -> ResidentView:
    """A page about whoever the link is about; without a link that lives it leads to the door."""

    @public_door(why=WHY)
    @wraps(view)
    def shown(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
        opened = link_of(request)
        if opened is None:
            return quiet(redirect("resident:home"))
        if not opened.is_live:
            return forget_link(say(request, _("This link no longer works"), ENDED[opened.state]))
        with own_rows(opened.own):
            return quiet(_answered(view, request, opened, *arguments, **named))

    return shown


def _answered(view: ResidentView, request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
    try:
        return view(request, *arguments, **named)
    except Http404:
        return say(request, _("Nothing is here"), _("There is no such page."), status=404)
    except Refused as refusal:
        return say(request, _("This cannot be done"), str(refusal), status=409)
