"""What the frame of every page needs: who acts, the menu, the languages, the way to the search."""

from datetime import datetime
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language

from shouwang.lib import clocks
from shouwang.ui import guidance, navigation, trail
from shouwang.ui.trail import Crumb

LANGUAGES = (("zh-hans", "简体中文", "简"), ("zh-hant", "繁體中文", "繁"), ("en", "English", "EN"))


class Frame:
    """Everything around a page's content; each part is read only if the template asks for it."""

    languages = LANGUAGES

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.actor = getattr(request, "actor", None)
        self.path = request.path

    @property
    def language(self) -> str:
        """The language of this page."""
        return get_language() or LANGUAGES[0][0]

    @property
    def return_to(self) -> str:
        """Where a change of language or post comes back to; a page that answers a POST has no address of its own."""
        return self.request.get_full_path() if self.request.method == "GET" else "/"

    @property
    def now(self) -> datetime:
        """The moment the page was made, for its printed foot."""
        return clocks.now()

    @cached_property
    def menu(self) -> list[navigation.NavLink]:
        """The menu of the acting post."""
        return navigation.links_for(self.actor, self.path)

    @cached_property
    def posts(self) -> list[dict[str, Any]]:
        """The posts the user holds: id, duty, area's name, and which one is acting."""
        held = getattr(self.request, "posts", [])
        named = trail.names(post.area for post in held)
        return [
            {"id": p.pk, "role": p.get_role_display(), "area": named.get(p.area, ""), "acting": self._acts_as(p)}
            for p in held
        ]

    @property
    def post(self) -> dict[str, Any] | None:
        """The acting post."""
        return next((post for post in self.posts if post["acting"]), None)

    @cached_property
    def crumbs(self) -> list[Crumb]:
        """The area of the acting post, for pages that stand in no other area."""
        return trail.crumbs(self.actor.area, self.actor.area) if self.actor else []

    @property
    def search_url(self) -> str:
        """The search over everything; empty while nobody offers one."""
        return _address("project:find")

    @cached_property
    def help(self) -> str:
        """The name of the text that helps on this page; an address that leads nowhere is an error page."""
        match = getattr(self.request, "resolver_match", None)
        return guidance.name_for(match.view_name) if match else guidance.ERROR

    @property
    def switch_url(self) -> str:
        """Where the acting post is changed."""
        return _address("accounts:act_as")

    def _acts_as(self, post: Any) -> bool:
        return self.actor is not None and post.pk == self.actor.post_id


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def page(request: HttpRequest) -> dict[str, Frame]:
    """Context processor: ``frame`` in every template."""
    return {"frame": Frame(request)}
