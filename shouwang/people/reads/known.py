"""Bulk look-ups behind writes and verdicts: who is known already, here or elsewhere.

One query each for every ``PART`` rows, so that a page's batch takes one and a file of 100,000 rows some twenty.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import batched
from typing import Any
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db import connection
from django.db.models import F
from django.db.models.functions import Coalesce

from shouwang.accounts.actors import Actor
from shouwang.lib import paths
from shouwang.lib.documents import RESIDENT_ID, read_document
from shouwang.lib.refusals import Refused
from shouwang.lib.sealed import seal
from shouwang.people.models import Person

PART = 5000
FILLED = ("phone_masked", "sex", "birth_date", "address", "registered_address", "employer", "household_id")


@dataclass(frozen=True, slots=True)
class Known:
    """A person found by what makes them one: who they are now (after merging), their names, what is still unknown."""

    id: UUID
    area: str
    full_name: str
    keys: frozenset[str]
    spellings: frozenset[str]
    blanks: frozenset[str]


@dataclass(frozen=True, slots=True)
class Candidate:
    """What a possible double is looked for by. ``at`` is the position in the batch."""

    at: int
    key: str
    phone_index: bytes | None
    birth_date: date | None
    village: str
    has_resident_id: bool


def by_identity(indexes: Iterable[bytes]) -> dict[bytes, Known]:
    """The persons with these identity indexes whom the acting post may see; a merged one stands for the one that stayed."""
    return {
        index: known for part in batched(indexes, PART, strict=False) for index, known in _by_identity(part).items()
    }


def _by_identity(indexes: Collection[bytes]) -> dict[bytes, Known]:
    found = (
        Person.objects.filter(identity_index__in=indexes)
        .annotate(now=Coalesce("merged_into_id", "id"))
        .annotate(
            written=ArrayAgg("variants__full_name", distinct=True), folded=ArrayAgg("variants__name_key", distinct=True)
        )
        .values_list("identity_index", "now", "area", "full_name", "name_key", "written", "folded", *FILLED)
    )
    return {row[0]: _known(row) for row in found}


def _known(row: tuple[Any, ...]) -> Known:
    index, now, area, full_name, name_key, written, folded, *filled = row
    return Known(
        id=now,
        area=area,
        full_name=full_name,
        keys=frozenset({name_key, *folded}) - {None},
        spellings=frozenset({full_name, *written}) - {None},
        blanks=frozenset(name for name, value in zip(FILLED, filled, strict=True) if value in ("", None)),
    )


def elsewhere(indexes: Iterable[bytes]) -> dict[bytes, str]:
    """Of these documents those of persons registered anywhere, with the path of the township to ask."""
    found: dict[bytes, str] = {}
    for part in batched(indexes, PART, strict=False):
        with connection.cursor() as cursor:
            cursor.execute("SELECT document, township FROM people_known(%s)", [list(part)])
            found |= {bytes(document): township for document, township in cursor.fetchall()}
    return found


def possible_doubles(candidates: Sequence[Candidate]) -> list[tuple[int, UUID, bool]]:
    """Persons with the same name and phone, or the same name, birth date and village: position, person, whether by phone.

    Two persons who each have a resident identity number are two persons and never suspected.
    """
    found: list[tuple[int, UUID, bool]] = []
    for part in batched(candidates, PART, strict=False):
        with connection.cursor() as cursor:
            cursor.execute(_DOUBLES, {"id_card": RESIDENT_ID, **_columns(part)})
            found += cursor.fetchall()
    return found


def by_documents(documents: Iterable[str], *, by: Actor) -> dict[str, UUID]:
    """The persons of the post's area with these identity numbers, by the number as it was given."""
    indexes = {text: index for text in documents if (index := document_index(text)) is not None}
    low, high = paths.bounds(by.area)
    found = Person.objects.filter(identity_index__in=list(set(indexes.values())), area__gte=low, area__lt=high)
    ids = dict(found.values_list("identity_index", Coalesce("merged_into_id", F("id"))))
    return {text: ids[index] for text, index in indexes.items() if index in ids}


def document_index(written: Any) -> bytes | None:
    """The keyed index of an identity number, none for what is no number."""
    try:
        return seal().index("document", read_document(written).number)
    except Refused:
        return None


def _columns(candidates: Sequence[Candidate]) -> dict[str, list[Any]]:
    return {
        "at": [candidate.at for candidate in candidates],
        "keys": [candidate.key for candidate in candidates],
        "phones": [candidate.phone_index for candidate in candidates],
        "births": [candidate.birth_date for candidate in candidates],
        "villages": [candidate.village for candidate in candidates],
        "proven": [candidate.has_resident_id for candidate in candidates],
    }


_DOUBLES = """
    WITH told AS (
        SELECT * FROM unnest(%(at)s::int[], %(keys)s::text[], %(phones)s::bytea[], %(births)s::date[], %(villages)s::text[], %(proven)s::bool[])
            AS told(at, key, phone, birth, village, proven)
    )
    SELECT told.at, coalesce(person.merged_into_id, person.id), true FROM told
        JOIN people_person AS person ON person.phone_index = told.phone AND person.name_key = told.key
        WHERE NOT (told.proven AND person.document_kind = %(id_card)s)
    UNION
    SELECT told.at, coalesce(person.merged_into_id, person.id), false FROM told
        JOIN people_person AS person ON person.name_key = told.key AND person.birth_date = told.birth
            AND person.area >= told.village AND person.area < told.village || ':'
        WHERE NOT (told.proven AND person.document_kind = %(id_card)s)
    ORDER BY 1, 3 DESC, 2
"""
