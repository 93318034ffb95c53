"""A rule's refusal as a page: its sentence, never a server error."""

from collections.abc import Callable
from http import HTTPStatus

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from shouwang.lib.refusals import Refused

NOT_THERE = ("out_of_area", "not_found")  # what lies elsewhere looks as if it did not exist
NOT_ALLOWED = ("not_permitted",)


class RefusalPages:
    """Turns a refusal that a page let through into words, and undoes what the request had written so far."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing to do on the way in."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, failure: Exception) -> HttpResponse | None:
        """The page for a refusal; other failures go on."""
        if not isinstance(failure, Refused):
            return None
        answer = _notice(request, failure) if request.headers.get("HX-Request") else _page(request, failure)
        if transaction.get_connection().in_atomic_block:
            transaction.set_rollback(True)  # after the page is drawn: from here on no query is possible
        return answer


def _page(request: HttpRequest, refusal: Refused) -> HttpResponse:
    if refusal.code in NOT_THERE:
        return render(request, "404.html", status=HTTPStatus.NOT_FOUND)
    status = HTTPStatus.FORBIDDEN if refusal.code in NOT_ALLOWED else HTTPStatus.CONFLICT
    return render(request, "ui/refused.html", {"refusal": refusal}, status=status)


def _notice(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """For a fragment: the sentence above the content of the page that asked."""
    answer = render(request, "ui/refused_notice.html", {"refusal": refusal}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    answer["HX-Retarget"], answer["HX-Reswap"] = "#messages", "beforeend show:top"
    return answer
