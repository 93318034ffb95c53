"""The list of posts: here, because lists stand on the ledger and accounts lie below it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _

from shouwang.accounts import reads, writes
from shouwang.accounts.choices import Permission, Role
from shouwang.accounts.doors import actor_of, door
from shouwang.accounts.forms import EndForm
from shouwang.ledger import lists
from shouwang.ledger.lists import Chosen
from shouwang.lib import clocks
from shouwang.lib.verdicts import Verdict
from shouwang.ui import trail
from shouwang.ui.cells import Badge, Button, Lines
from shouwang.ui.lists import List
from shouwang.ui.tables import Action, Column, Empty


class PostFilter(forms.Form):
    """Which posts to list."""

    role = forms.ChoiceField(label=_("Duty"), required=False, choices=[("", _("all")), *Role.choices])
    ended = forms.BooleanField(label=_("Ended ones too"), required=False)


@dataclass(frozen=True)
class PostRow:
    """A post as the list shows it, with the name of its area; ``today`` tells whether it is over."""

    post: Any
    area: str
    today: date

    @property
    def is_over(self) -> bool:
        """Whether its last day has passed."""
        return self.post.valid_to is not None and self.post.valid_to < self.today


POSTS = List(
    key="accounts.posts", title=_("Posts"), order="area", filters=PostFilter, search=_("Name or sign-in name"),
    columns=[
        Column("user__username", _("Name"), lambda row: Lines(row.post.user.full_name, [row.post.user.username]), sortable=True),
        Column("role", _("Duty"), lambda row: row.post.get_role_display(), sortable=True),
        Column("area", _("Area"), lambda row: row.area, sortable=True),
        Column("unit", _("Unit"), lambda row: row.post.unit, secondary=True),
        Column("valid_from", _("Valid from"), lambda row: row.post.valid_from, sortable=True, secondary=True),
        Column("valid_to", _("Valid until"), lambda row: Badge(_("ended"), "neutral") if row.is_over else row.post.valid_to, sortable=True),
        Column("do", _("To do"), lambda row: "" if row.is_over else Button(_("End"), reverse("accounts:post", args=[row.post.pk]))),
    ],
    actions=[Action(_("End the posts"), do="end", icon="user-minus", permission=Permission.MANAGE_USERS, form=EndForm, tone="alert")],
    empty=Empty(_("No post here"), _("Give the first one, or choose another filter."), "key", _("Give a post"), reverse_lazy("accounts:give")),
    row_key=lambda row: row.post.pk,
)  # fmt: skip


@door(Permission.MANAGE_USERS)
def posts(request: HttpRequest) -> HttpResponse:
    """The posts of the own area, or of one below it; many ended at once."""
    actor = actor_of(request)
    shown = lists.read(request, POSTS)
    chosen = shown.chosen
    found = reads.posts_below(by=actor, area=shown.area, role=chosen["role"], ended=bool(chosen["ended"]), words=shown.words)
    return lists.answer(request, shown, found, prepare=_rows, does=DOES, template="project/posts.html")


def _rows(found: list[Any]) -> list[PostRow]:
    names = trail.names(post.area for post in found)
    return [PostRow(post, names.get(post.area, post.area), clocks.today()) for post in found]


def _end(chosen: Chosen) -> list[Verdict]:
    return writes.end_each([row.post.pk for row in chosen.rows], on=chosen.given["last_day"], by=chosen.by)


DOES = {"end": _end}
