"""A rule's refusal as a page: its sentence, never a server error."""

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from shouwang.lib.refusals import Refused

TOO_LARGE = _("This is too large: at most %(most)s MB can be sent at once. Send the file in parts.")
MEGABYTE = 1024 * 1024
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


class BoundedBodies:
    """Answers a request whose body is larger than anything an office sends before a byte of it is read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Refuse a body over the limit; the server gives every body's length or reads none."""
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdigit() or int(length) <= settings.LARGEST_BODY:
            return self.get_response(request)
        return self._too_large(request)

    def _too_large(self, request: HttpRequest) -> HttpResponse:
        refusal = Refused("FILE_TOO_LARGE", TOO_LARGE, most=settings.LARGEST_BODY // MEGABYTE)
        if request.path.startswith("/api/"):
            answer: HttpResponse = JsonResponse({"code": refusal.code, "reason": str(refusal)})
        else:
            answer = render(request, "ui/refused.html", {"refusal": refusal})
        answer.status_code = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        answer["Connection"] = "close"
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
