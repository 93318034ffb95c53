"""Finds persons by what somebody types: a name in either script or a part of it, initials, a document, a telephone."""

import re
from collections.abc import Iterator

from django.db.models import Q, QuerySet

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.lib import paths
from shouwang.lib.names import name_key
from shouwang.lib.phones import read_phone
from shouwang.lib.refusals import Refused
from shouwang.lib.sealed import seal
from shouwang.people.models import NameVariant, Person
from shouwang.people.reads.cards import PersonCard, card, living
from shouwang.people.reads.known import document_index

LIMIT = 50
SHORTEST_NUMBER = 7  # digits; less is no document and no telephone
AFTER_ALL = "\U0010ffff"
Way = tuple[tuple[str, ...], Q]  # the columns that order, and the condition
_NUMBER = re.compile(r"[+\w\s()-]*\d[+\w\s()-]*")


def search(query: str, *, by: Actor, area: str = "", limit: int = LIMIT) -> list[PersonCard]:
    """Persons of the post's area (or of ``area`` in it) who fit: whole names first, at most ``limit``.

    A number is looked up as a whole document or telephone, never in part. The same number of queries for any result.
    """
    by.check(Permission.VIEW_PEOPLE)
    key = name_key(query.strip())
    if not key:
        return []
    within = _within(living(), area or by.area)
    ways = _numbers(query) if _is_number(query) else _names(key, limit)
    found: dict[object, Person] = {}
    for column, way in ways:
        for row in within.filter(way).order_by(*column)[:limit]:
            found.setdefault(row.pk, row)
    return [card(row) for row in list(found.values())[:limit]]


def _within(rows: QuerySet[Person], area: str) -> QuerySet[Person]:
    low, high = paths.bounds(area)
    return rows.filter(area__gte=low, area__lt=high)


def _is_number(query: str) -> bool:
    return sum(character.isdigit() for character in query) >= SHORTEST_NUMBER and _NUMBER.fullmatch(query) is not None


def _numbers(query: str) -> Iterator[Way]:
    """A number stands for few persons; an order would only tempt the planner to read everybody in it."""
    index = document_index(query)
    if index:
        yield (), Q(identity_index=index)
        yield (), Q(pk__in=list(Person.objects.filter(identity_index=index).values_list("merged_into", flat=True)))
    try:
        yield (), Q(phone_index=seal().index("phone", read_phone(query)))
    except Refused:
        return


def _names(key: str, limit: int) -> Iterator[Way]:
    """Whole name first, then its beginning, the given name, initials, other spellings; each in the order of its index."""
    yield ("area",), Q(name_key=key)
    yield ("name_key",), _begins("name_key", key)
    part = "initials" if key.isascii() else "given_key"
    yield (part,), _begins(part, key)
    spelled = NameVariant.objects.filter(_begins("name_key", key)).order_by("name_key")[:limit]
    yield (), Q(pk__in=list(spelled.values_list("person", flat=True)))


def _begins(column: str, text: str) -> Q:
    """A prefix as a range, which the index serves under row-level security; LIKE would not."""
    return Q(**{f"{column}__gte": text, f"{column}__lt": text + AFTER_ALL})
