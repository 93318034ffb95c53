"""The entries of the main menu. ``project`` registers them; a post sees those it is permitted."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from shouwang.ui import icons


@dataclass(frozen=True)
class NavEntry:
    """A place in the menu. ``permission`` None means every post; ``group`` puts entries under one heading."""

    label: Any
    url_name: str
    icon: str
    permission: Any = None
    order: int = 100
    group: Any = ""

    def __post_init__(self) -> None:
        icons.check(self.icon)


@dataclass(frozen=True)
class NavLink:
    """An entry as one page shows it."""

    label: Any
    url: str
    icon: str
    group: Any
    here: bool


_entries: list[NavEntry] = []


def register(*entries: NavEntry) -> None:
    """Add entries to the menu, once at start-up; an entry registered again changes nothing."""
    _entries.extend(entry for entry in entries if entry not in _entries)
    _entries.sort(key=lambda entry: entry.order)


def links_for(actor: Any, path: str) -> list[NavLink]:
    """The menu of an actor on the page at ``path``; the entry with the longest matching address is marked."""
    if actor is None:
        return []
    allowed = [entry for entry in _entries if entry.permission is None or actor.can(entry.permission)]
    addresses = [reverse(entry.url_name) for entry in allowed]
    here = max((url for url in addresses if _leads_to(url, path)), key=len, default="")
    return [NavLink(e.label, url, e.icon, e.group, url == here) for e, url in zip(allowed, addresses, strict=True)]


def _leads_to(url: str, path: str) -> bool:
    return path == url or (url != "/" and path.startswith(url))
