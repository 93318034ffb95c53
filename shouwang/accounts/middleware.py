"""One request, one transaction, one scope."""

from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from shouwang.accounts import reads, scope
from shouwang.accounts.models import User

POST_IN_SESSION = "post"
POST_HEADER = "X-Post"


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
        request.actor = reads.actor_of(user, post) if user and post else None  # type: ignore[attr-defined]
        if request.actor:  # type: ignore[attr-defined]
            scope.enter(request.actor)  # type: ignore[attr-defined]
