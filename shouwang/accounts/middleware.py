"""One request, one transaction, one scope."""

from collections.abc import Callable
from typing import cast

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation

from shouwang.accounts import reads, scope
from shouwang.accounts.doors import Acting
from shouwang.accounts.models import User

POST_IN_SESSION = "post"
POST_HEADER = "X-Post"
SECOND_FACTOR_IN_SESSION = "second_factor"
OPEN_WITHOUT_SECOND_FACTOR = ("/account/", "/i18n/", "/static/")


class ScopeMiddleware:
    """Opens the request's transaction, finds who acts as which post, and closes every other row."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request inside its scope; a server error undoes everything the request wrote."""
        user = self._user(request)
        with scope.known_user(user.pk if user else None):
            self._find_actor(request, user)
            response = self.get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
            return response

    def _user(self, request: HttpRequest) -> User | None:
        kind, _, token = request.headers.get("Authorization", "").partition(" ")
        if kind == "Bearer":
            request.by_token = True  # type: ignore[attr-defined]
            return reads.user_of_token(token)
        return request.user if request.user.is_authenticated else None  # type: ignore[return-value]

    def _find_actor(self, request: HttpRequest, user: User | None) -> None:
        posts = reads.posts_in_force(user.pk) if user else []
        wanted = request.headers.get(POST_HEADER) or request.session.get(POST_IN_SESSION)
        post = reads.choose(posts, wanted)
        request.posts = posts  # type: ignore[attr-defined]
        actor = reads.actor_in(user, post) if user and post else None
        cast(Acting, request).actor = actor
        if actor:
            scope.enter(actor)


class LanguageMiddleware:
    """A signed-in user reads every page in the language once chosen, on whatever machine."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Before it the browser's language or the cookie counts."""
        chosen = getattr(request.user, "language", "") if request.user.is_authenticated else ""
        if chosen and chosen in dict(settings.LANGUAGES):
            translation.activate(chosen)
            request.LANGUAGE_CODE = translation.get_language()  # type: ignore[attr-defined]
        return self.get_response(request)


class SecondFactorMiddleware:
    """A password alone opens nothing but the page that sets up the second factor (TOTP or passkey)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Lead a signed-in user without a second factor to its set-up."""
        return redirect("mfa_index") if self._lacks_it(request) else self.get_response(request)

    def _lacks_it(self, request: HttpRequest) -> bool:
        if not settings.SECOND_FACTOR_REQUIRED or request.path.startswith(OPEN_WITHOUT_SECOND_FACTOR):
            return False
        if getattr(request, "by_token", False) or not request.user.is_authenticated:
            return False
        if not request.session.get(SECOND_FACTOR_IN_SESSION) and is_mfa_enabled(cast(User, request.user)):
            request.session[SECOND_FACTOR_IN_SESSION] = True
        return not request.session.get(SECOND_FACTOR_IN_SESSION, False)
