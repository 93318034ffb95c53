"""What the pages of people share: who acts, where, and what is not there."""

from typing import Any

from django.http import Http404, HttpRequest

from shouwang.accounts.choices import Permission
from shouwang.accounts.doors import actor_of

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SEE, EDIT = Permission.VIEW_PEOPLE, Permission.EDIT_PEOPLE


def or_404(found: Any) -> Any:
    if found is None:
        raise Http404
    return found


def area_of(request: HttpRequest) -> str:
    """The area asked for, if the post covers it; else the post's own."""
    asked = request.GET.get("area", "")
    if asked and not actor_of(request).covers(asked):
        raise Http404
    return asked or actor_of(request).area
