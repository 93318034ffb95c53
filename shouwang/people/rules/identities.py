"""Reads who somebody is from what was written down, and says what does not fit together (DOMAIN 6.1, 6.2)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from shouwang.lib import paths
from shouwang.lib.documents import FEMALE, MALE, RESIDENT_ID, Document, age_on, read_document
from shouwang.lib.names import differ_by_one, name_key, tidy_name
from shouwang.lib.phones import read_phone
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import Verdict, Warned, accepted, duplicate, refused
from shouwang.people.choices import (
    AGE_MISMATCH,
    AREA_MISSING,
    ID_MISSING,
    NAME_MISSING,
    NAME_VARIANT,
    OTHER_NAME,
    PHONE_MISSING,
    SAME_PERSON,
    SEX_MISMATCH,
)
from shouwang.people.rules.lengths import check_lengths

OWN_TEXTS = ("no_document_reason", "registered_address", "address", "employer", "sex")
AGE_TOLERANCE = 1  # years: people count from the year of birth, or a year more


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who somebody is, as far as it was told. ``document`` and ``phone`` as written in the cell, or already read.

    ``age`` is in completed years on ``age_on``. ``area`` is the path of the village or grid where the person lives now.
    """

    full_name: str
    area: str
    document: Any = None
    no_document_reason: str = ""
    phone: Any = None
    sex: str = ""
    age: int | None = None
    age_on: date | None = None
    birth_date: date | None = None
    unit: str = ""
    household_id: UUID | None = None
    person_id: UUID | None = None  # who it is, where somebody has decided that; then nobody is looked for
    registered_address: str = ""
    address: str = ""
    employer: str = ""
    stated: Mapping[str, Any] = field(default_factory=dict)  # further columns of a new person
    import_id: UUID | None = None


@dataclass(slots=True, kw_only=True)
class ReadIdentity:
    """An identity in normal form, with everything worth a look."""

    told: Identity
    full_name: str
    key: str
    document: Document | None
    phone: str
    sex: str
    birth_date: date | None
    warnings: list[Warned] = field(default_factory=list)

    @property
    def village(self) -> str:
        """The village the person lives in, or the township where no village is known."""
        return paths.cut(self.told.area, "village")

    @property
    def has_resident_id(self) -> bool:
        """Whether a resident identity number proves who this is."""
        return self.document is not None and self.document.kind == RESIDENT_ID

    @property
    def identity(self) -> tuple[str, str]:
        """What makes this person one: kind of evidence and text, to be indexed with a key."""
        if self.document is not None:
            return "document", self.document.number
        return undocumented(self.key, self.birth_date, self.phone, self.told.address, self.village)


@dataclass(frozen=True, slots=True)
class Identified:
    """Who a row turned out to be. ``person_id`` is None when the row was refused, or was only judged and is new.

    ``facts``: ``known_as`` (the name so far), ``possible`` (ids of persons who may be the same).
    """

    person_id: UUID | None = None
    created: bool = False
    warnings: tuple[Warned, ...] = ()
    facts: dict[str, Any] = field(default_factory=dict)
    refusal: Refused | None = None

    @property
    def verdict(self) -> Verdict:
        """The same as an answer to whoever sent the row."""
        if self.refusal:
            return refused(self.refusal)
        if self.created:
            return accepted(self.person_id, self.warnings, **self.facts)
        known = duplicate(self.person_id, "DUPLICATE_PERSON", str(SAME_PERSON), **self.facts)
        return replace(known, warnings=self.warnings)


def undocumented(key: str, birth_date: date | None, phone: str, address: str, village: str) -> tuple[str, str]:
    """What makes a person without a document one: name, date of birth, phone and address (DOMAIN 6.1)."""
    return "undocumented", "|".join([village, key, str(birth_date or ""), phone, name_key(address)])


def read_identity(told: Identity) -> ReadIdentity:
    """Read one identity.

    Raises Refused: NAME_MISSING, AREA_MISSING, TEXT_TOO_LONG, or as ``read_document``, but not for a missing one.
    """
    full_name = tidy_name(told.full_name)
    if not full_name:
        raise Refused("NAME_MISSING", NAME_MISSING)
    if not told.area:
        raise Refused("AREA_MISSING", AREA_MISSING)
    check_lengths({"full_name": full_name} | {name: getattr(told, name) for name in OWN_TEXTS})
    warnings: list[Warned] = []
    document = _document(told.document, warnings)
    return ReadIdentity(
        told=told,
        full_name=full_name,
        key=name_key(full_name),
        document=document,
        phone=_phone(told.phone, warnings),
        sex=_sex(told.sex, document, warnings),
        birth_date=_birth_date(told, document, warnings),
        warnings=warnings,
    )


def name_warning(read: ReadIdentity, known_as: str, known_keys: Collection[str]) -> Warned | None:
    """The warning due when a document is known under other names; none when one of them differs in script only."""
    if read.key in known_keys:
        return None
    slip = any(differ_by_one(read.key, key) for key in known_keys)
    return Warned("NAME_VARIANT", (NAME_VARIANT if slip else OTHER_NAME) % {"known": known_as})


def _document(written: Any, warnings: list[Warned]) -> Document | None:
    if isinstance(written, Document):
        return written
    try:
        return read_document("" if written is None else written)
    except Refused as refusal:
        if refusal.code != "ID_MISSING":
            raise
    warnings.append(Warned("ID_MISSING", str(ID_MISSING)))
    return None


def _phone(written: Any, warnings: list[Warned]) -> str:
    """The number, or nothing and a warning: a wrong phone never keeps a person out."""
    try:
        return read_phone("" if written is None else written)
    except Refused as refusal:
        warnings.append(Warned(refusal.code, str(PHONE_MISSING if refusal.code == "PHONE_MISSING" else refusal)))
        return ""


def _sex(told: str, document: Document | None, warnings: list[Warned]) -> str:
    proven = document.sex if document else None
    if proven and told in (MALE, FEMALE) and told != proven:  # "unknown" says nothing against the document
        warnings.append(Warned("SEX_MISMATCH", str(SEX_MISMATCH)))
    return proven or told


def _birth_date(told: Identity, document: Document | None, warnings: list[Warned]) -> date | None:
    proven = document.birth_date if document else None
    if proven and _age_differs(proven, told):
        warnings.append(Warned("AGE_MISMATCH", str(AGE_MISMATCH)))
    return proven or told.birth_date


def _age_differs(proven: date, told: Identity) -> bool:
    if told.birth_date and told.birth_date != proven:
        return True
    if told.age is None or told.age_on is None:
        return False
    return abs(age_on(proven, told.age_on) - told.age) > AGE_TOLERANCE
