"""Refuses connections that have to wait before anything is opened for them: no transaction, no session, no page in its frame."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import resolve

from shouwang.accounts.doors import connection_of
from shouwang.residents import writes
from shouwang.residents.choices import ADDRESS, Attempt
from shouwang.residents.views.doors import quiet
from shouwang.residents.views.open import slowed

DOORS = {"resident:enter", "resident:code"}  # where a code is tried


class WhoWaits:
    """Answers whom the process remembers as having to wait; everybody else goes on to the door, which counts."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Refuse, and count the try, or let the request go on."""
        if not _has_to_wait(request):
            return self.get_response(request)
        return quiet(slowed(writes.count_try(connection_of(request), Attempt.WRONG_CODE)))


def _has_to_wait(request: HttpRequest) -> bool:
    if not request.path_info.startswith(ADDRESS) or not writes.waits(connection_of(request), Attempt.WRONG_CODE):
        return False
    return resolve(request.path_info).view_name in DOORS
