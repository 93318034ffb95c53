"""What a feature hands over to have its list answered, and which of its rows were chosen."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest

from shouwang.accounts.actors import Actor
from shouwang.accounts.doors import actor_of
from shouwang.ui import lists
from shouwang.ui.lists import Shown

Rows = Any  # a query set, or a sequence that is whole and small


@dataclass(frozen=True)
class Asked:
    """One request to one list: the rows its filters find, how they are prepared for showing, what can be done with them.

    ``prepare`` takes the raw rows of a page and answers the rows shown, in the same order, with the same number of
    queries for any number of them.
    """

    request: HttpRequest
    shown: Shown
    rows: Rows
    prepare: Callable[[list[Any]], Sequence[Any]] = list
    does: Mapping[str, Callable[..., Any]] = field(default_factory=dict)
    undoes: Mapping[str, Callable[..., Any]] = field(default_factory=dict)
    template: str = "ui/list.html"
    context: Mapping[str, Any] = field(default_factory=dict)

    @property
    def actor(self) -> Actor:
        """Who asks."""
        return actor_of(self.request)

    def in_order(self) -> Rows:
        """The rows in the order of the list; of two that are equal, always the same one first."""
        if isinstance(self.rows, QuerySet):
            return self.rows.order_by(*lists.order_of(self.shown), "pk")
        return self._sorted(self.rows)

    def _sorted(self, rows: Sequence[Any]) -> list[Any]:
        listing = self.shown.listing
        column = next(column for column in self.shown.declared.columns if column.key == listing.sort)
        worth = (lambda row: getattr(row, column.order)) if column.order else column.of
        return sorted(rows, key=lambda row: _comparable(worth(row)), reverse=listing.descending)

    def found(self) -> int:
        """How many rows the filter finds; counted to one more than can be chosen at once, no further."""
        bound = self.shown.declared.most + 1
        if isinstance(self.rows, QuerySet):
            return self.rows.order_by()[:bound].count()
        return min(len(self.rows), bound)

    def picked(self) -> list[Any]:
        """The raw rows that were posted as chosen, or all that the filter finds; one more than allowed at most."""
        bound = self.shown.declared.most + 1
        if "all" in self.request.POST:
            return list(self.in_order()[:bound])
        return list(self._with_keys(self._keys())[:bound])

    def _keys(self) -> list[str]:
        posted = self.request.POST
        keys = [*posted.getlist("selected"), *posted.get("keys", "").split()]
        return [key for key in dict.fromkeys(keys) if key and "\0" not in key]

    def _with_keys(self, keys: list[str]) -> Rows:
        declared = self.shown.declared
        if not isinstance(self.rows, QuerySet):
            return [row for row in self.in_order() if str(declared.row_key(row)) in keys]
        known = [key for key in keys if self._is_key(key)]
        return self.in_order().filter(**{f"{declared.key_field}__in": known})

    def _is_key(self, key: str) -> bool:
        meta, name = self.rows.model._meta, self.shown.declared.key_field
        try:
            (meta.pk if name == "pk" else meta.get_field(name)).to_python(key)
        except (ValidationError, ValueError):
            return False
        return True


def _comparable(value: Any) -> tuple[bool, Any]:
    """What is not there stands last; texts and pieces compare as they read."""
    plain = lists.plain(value)
    if plain is None or plain == "":
        return True, 0
    return False, plain
