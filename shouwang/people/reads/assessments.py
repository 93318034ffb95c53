"""Looks at a batch of identities without writing: who is known, who is new, who may be somebody known already."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import OUT_OF_AREA
from shouwang.lib.refusals import Refused
from shouwang.lib.sealed import seal
from shouwang.lib.verdicts import Warned
from shouwang.people.choices import KNOWN_ELSEWHERE, NOT_FOUND, POSSIBLE_DUPLICATE, Suspected
from shouwang.people.reads.known import Candidate, Known, by_id, by_identity, possible_doubles, registered
from shouwang.people.rules.identities import Identified, Identity, ReadIdentity, name_warning, read_identity
from shouwang.places import reads as places


@dataclass(slots=True)
class Assessment:
    """What is to be done with one row of a batch."""

    at: int
    read: ReadIdentity | None = None
    refusal: Refused | None = None
    index: bytes = b""
    phone_index: bytes | None = None
    known: Known | None = None
    same_as: int | None = None  # an earlier row of the batch that is the same new person
    doubles: tuple[tuple[UUID | int, Suspected], ...] = ()  # persons, or positions of new ones
    warnings: list[Warned] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def is_new(self) -> bool:
        """Whether a person is to be made of this row."""
        return self.refusal is None and self.known is None and self.same_as is None

    def answer(self, person_id: UUID | None = None) -> Identified:
        """The answer to the row; ``person_id`` of a person just made."""
        if self.refusal:
            return Identified(refusal=self.refusal)
        found = self.known.id if self.known else person_id
        return Identified(found, self.is_new, tuple(self.warnings), self.facts)


def judge(batch: Sequence[Identity], *, by: Actor) -> list[Identified]:
    """What ``writes.identify`` would answer, without writing anything: for verdicts before a file is saved."""
    return [assessment.answer() for assessment in assess(batch, by)]


def assess(batch: Sequence[Identity], by: Actor) -> list[Assessment]:
    """Every row of a batch, held against the register and against the rows before it."""
    rows = [_read(at, told, by) for at, told in enumerate(batch)]
    _find_known([row for row in rows if row.read])
    _find_same([row for row in rows if row.read and row.refusal is None and row.known is None])
    _find_doubles([row for row in rows if row.is_new])
    _compare_names(rows)
    return rows


def look_again(rows: list[Assessment]) -> None:
    """Hold rows that were new a moment ago against the register once more; they are no longer new."""
    for row in rows:
        row.same_as = None
    _find_known(rows)
    _compare_names(rows)


def _read(at: int, told: Identity, by: Actor) -> Assessment:
    try:
        read = read_identity(told)
        if not by.covers(told.area):
            raise Refused("out_of_area", OUT_OF_AREA)
    except Refused as refusal:
        return Assessment(at, refusal=refusal)
    keyed = seal()
    phone_index = keyed.index("phone", read.phone) if read.phone else None
    return Assessment(at, read, index=keyed.index(*read.identity), phone_index=phone_index, warnings=read.warnings)


def _find_known(rows: list[Assessment]) -> None:
    """Who is registered already. Of a person of another area only the office to ask is told."""
    _find_decided([row for row in rows if _whole(row).told.person_id])
    rows = [row for row in rows if not _whole(row).told.person_id]
    townships = registered({row.index: None for row in rows})
    known = by_identity(townships)
    for row in rows:
        row.known = known.get(row.index)
    _refuse_strangers([row for row in rows if row.known is None and row.index in townships], townships)


def _find_decided(rows: list[Assessment]) -> None:
    """Who it is was decided before; somebody outside the post's sight is nobody."""
    known = by_id({person for row in rows if (person := _whole(row).told.person_id)}) if rows else {}
    for row in rows:
        row.known = known.get(_whole(row).told.person_id or UUID(int=0))
        row.refusal = None if row.known else Refused("not_found", NOT_FOUND)


def _refuse_strangers(rows: list[Assessment], townships: dict[bytes, str]) -> None:
    offices = places.full_names({townships[row.index] for row in rows}) if rows else {}
    for row in rows:
        township = townships[row.index]
        row.refusal = Refused("KNOWN_ELSEWHERE", KNOWN_ELSEWHERE, office=offices.get(township, township))


def _find_same(rows: list[Assessment]) -> None:
    """Rows of one batch with one identity are one person."""
    first: dict[bytes, int] = {}
    for row in rows:
        earlier = first.setdefault(row.index, row.at)
        row.same_as = None if earlier == row.at else earlier


def _find_doubles(rows: list[Assessment]) -> None:
    """New persons who may be known ones, or each other."""
    by_position = {row.at: row for row in rows}
    for at, person_id, by_phone in possible_doubles([_candidate(row) for row in rows]):
        why = Suspected.NAME_AND_PHONE if by_phone else Suspected.NAME_AND_BIRTH
        by_position[at].doubles += ((person_id, why),)
    _find_doubles_within(rows)
    for row in rows:
        if row.doubles:
            row.warnings.append(Warned("POSSIBLE_DUPLICATE", str(POSSIBLE_DUPLICATE)))
            row.facts["possible"] = [double for double, _why in row.doubles if isinstance(double, UUID)]


def _find_doubles_within(rows: list[Assessment]) -> None:
    """Only who shows no identity card can be somebody else's double, so everybody is held against these."""
    seen: dict[tuple[Any, ...], list[Assessment]] = {
        key: [] for row in rows if not _whole(row).has_resident_id for _why, key in _double_keys(row)
    }
    for row in rows if seen else ():
        for why, key in _double_keys(row):
            if key in seen:
                row.doubles += tuple((earlier.at, why) for earlier in seen[key] if not _both_proven(row, earlier))
                seen[key].append(row)


def _double_keys(row: Assessment) -> Iterable[tuple[Suspected, tuple[Any, ...]]]:
    read = _whole(row)
    if read.phone:
        yield Suspected.NAME_AND_PHONE, (read.key, read.phone)
    if read.birth_date:
        yield Suspected.NAME_AND_BIRTH, (read.key, read.birth_date, read.village)


def _both_proven(one: Assessment, other: Assessment) -> bool:
    return _whole(one).has_resident_id and _whole(other).has_resident_id


def _candidate(row: Assessment) -> Candidate:
    read = _whole(row)
    return Candidate(row.at, read.key, row.phone_index, read.birth_date, read.village, read.has_resident_id)


def _compare_names(rows: list[Assessment]) -> None:
    """A document under another name than before is the same person all the same; somebody should look."""
    for row in rows:
        if row.refusal or row.read is None:
            continue
        if row.known:
            warning = name_warning(row.read, row.known.full_name, row.known.keys)
            row.facts["known_as"] = row.known.full_name
        elif row.same_as is not None:
            first = _whole(rows[row.same_as])  # only ``assess`` calls this with such rows, and with all of them
            warning = name_warning(row.read, first.full_name, {first.key})
        else:
            continue
        if warning:
            row.warnings.append(warning)


def _whole(row: Assessment) -> ReadIdentity:
    """The identity of a row that was read."""
    assert row.read is not None
    return row.read
