"""Bulk look-ups behind writes and verdicts: who is known already, here or elsewhere.

One query each for every ``PART`` rows, so that a page's batch takes one and a file of 100,000 rows some twenty.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import batched
from typing import Any
from uuid import UUID

from django.db import connection

from shouwang.accounts.actors import Actor
from shouwang.lib.among import among
from shouwang.lib.documents import RESIDENT_ID, read_document
from shouwang.lib.refusals import Refused
from shouwang.lib.sealed import seal
from shouwang.people.models import NameVariant

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


def registered(indexes: Iterable[bytes]) -> dict[bytes, str]:
    """Those of these identities that are registered anywhere, with the path of the township they belong to."""
    found: dict[bytes, str] = {}
    for part in batched(indexes, PART):
        rows = _answers("SELECT document, township FROM people_known(%(packed)s)", packed=b"".join(part))
        found |= {bytes(document): township for document, township in rows}
    return found


def by_identity(indexes: Iterable[bytes]) -> dict[bytes, Known]:
    """The persons with these identities whom the post may see; a merged one stands for the one that stayed."""
    found: dict[bytes, Known] = {}
    for part in batched(indexes, PART):
        rows = _answers(_PERSONS, packed=b"".join(part))
        spelled: dict[UUID, list[tuple[str, str]]] = {}
        for person, name, key in _variants([row[1] for row in rows]):
            spelled.setdefault(person, []).append((name, key))
        found |= {bytes(row[0]): _known(row, spelled.get(row[1], [])) for row in rows}
    return found


def by_id(person_ids: Iterable[UUID]) -> dict[UUID, Known]:
    """The persons with these ids whom the post may see; a merged one stands for the one that stayed."""
    rows = _answers(_BY_ID, ids=list(person_ids))
    spelled: dict[UUID, list[tuple[str, str]]] = {}
    for person, name, key in _variants([row[1] for row in rows]):
        spelled.setdefault(person, []).append((name, key))
    return {row[1]: _known(row, spelled.get(row[1], [])) for row in rows}


def absent(person_ids: Iterable[UUID]) -> set[UUID]:
    """Those of these ids that no person in sight has."""
    found: set[UUID] = set()
    for part in batched(person_ids, PART):
        found |= {row[0] for row in _answers(_ABSENT, ids=list(part))}
    return found


def _variants(persons: list[UUID]) -> Iterable[tuple[UUID, str, str]]:
    return NameVariant.objects.filter(among("person_id", persons)).values_list("person_id", "full_name", "name_key")


def _known(row: tuple[Any, ...], spelled: list[tuple[str, str]]) -> Known:
    _index, _id, now, area, full_name, name_key, *filled = row
    return Known(
        id=now,
        area=area,
        full_name=full_name,
        keys=frozenset({name_key, *(key for _, key in spelled)}),
        spellings=frozenset({full_name, *(name for name, _ in spelled)}),
        blanks=frozenset(name for name, value in zip(FILLED, filled, strict=True) if value in ("", None)),
    )


def possible_doubles(candidates: Sequence[Candidate]) -> list[tuple[int, UUID, bool]]:
    """Persons with the same name and phone, or the same name, birth date and village: position, person, whether by phone.

    Two persons who each have a resident identity number are two persons and never suspected.
    """
    found: list[tuple[int, UUID, bool]] = []
    for part in batched(candidates, PART):
        found += _answers(_DOUBLES, id_card=RESIDENT_ID, **_columns(part))
    return found


def by_documents(documents: Iterable[str], *, by: Actor) -> dict[str, UUID]:
    """The persons of the post's area with these identity numbers, by the number as it was given."""
    indexes = {text: index for text in documents if (index := document_index(text)) is not None}
    ids: dict[bytes, UUID] = {}
    for part in batched(dict.fromkeys(indexes.values()), PART):
        ids |= {bytes(row[0]): row[2] for row in _answers(_PERSONS, packed=b"".join(part)) if by.covers(row[3])}
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


def _answers(statement: str, **given: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return cursor.fetchall()


# The planner cannot know how many rows the acting post may see, and would rather read them all than look up a few
# thousand. "OFFSET 0" keeps each look-up to itself, by its index.
_PERSONS = f"""
    WITH wanted AS MATERIALIZED (
        SELECT substr(packed, 16 * at + 1, 16) AS index
        FROM (SELECT %(packed)s::bytea AS packed) AS given, generate_series(0, length(packed) / 16 - 1) AS at
    )
    SELECT person.identity_index, person.id, coalesce(person.merged_into_id, person.id), person.area, person.full_name,
        person.name_key, {", ".join(f"person.{name}" for name in FILLED)}
    FROM wanted CROSS JOIN LATERAL (SELECT * FROM people_person WHERE identity_index = wanted.index OFFSET 0) AS person
"""
_BY_ID = f"""
    SELECT person.identity_index, person.id, coalesce(person.merged_into_id, person.id), person.area, person.full_name,
        person.name_key, {", ".join(f"person.{name}" for name in FILLED)}
    FROM people_person AS person WHERE person.id = ANY(%(ids)s)
"""
_ABSENT = """
    SELECT told.id FROM unnest(%(ids)s::uuid[]) AS told(id)
    LEFT JOIN LATERAL (SELECT true AS there FROM people_person WHERE id = told.id OFFSET 0) AS person ON true
    WHERE person.there IS NULL
"""
_DOUBLES = """
    WITH told AS MATERIALIZED (
        SELECT * FROM unnest(
            %(at)s::int[], %(keys)s::text[], %(phones)s::bytea[], %(births)s::date[], %(villages)s::text[], %(proven)s::bool[]
        ) AS told(at, key, phone, birth, village, proven)
    )
    SELECT told.at, person.id, true FROM told CROSS JOIN LATERAL (
        SELECT coalesce(merged_into_id, id) AS id FROM people_person
        WHERE phone_index = told.phone AND name_key = told.key AND NOT (told.proven AND document_kind = %(id_card)s) OFFSET 0
    ) AS person
    UNION
    SELECT told.at, person.id, false FROM told CROSS JOIN LATERAL (
        SELECT coalesce(merged_into_id, id) AS id FROM people_person
        WHERE name_key = told.key AND birth_date = told.birth AND area >= told.village AND area < told.village || ':'
        AND NOT (told.proven AND document_kind = %(id_card)s) OFFSET 0
    ) AS person
    ORDER BY 1, 3 DESC, 2
"""
