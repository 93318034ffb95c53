"""What people by API takes and answers."""

from datetime import date, datetime
from uuid import UUID

from ninja import Schema
from pydantic import Field

from shouwang.people.choices import Decision, SealedFact

MOST_ROWS = 1_000
LAST_PAGE = 10_000


class PersonIn(Schema):
    """Somebody, as far as it is told; ``id_number`` and ``phone`` as written."""

    full_name: str
    area: str
    id_number: str = ""
    no_document_reason: str = ""
    phone: str = ""
    sex: str = ""
    birth_date: date | None = None
    registered_address: str = ""
    address: str = ""
    employer: str = ""
    household: UUID | None = None


class Persons(Schema):
    """A batch of persons."""

    rows: list[PersonIn]


class HouseholdIn(Schema):
    """A household, known by its code or its door. ``grid`` is the code of a grid of the area."""

    area: str
    code: str = ""
    source: str = ""
    grid: str = ""
    compound: str = ""
    building: str = ""
    unit_no: str = ""
    door: str = ""
    head_name: str = ""
    tenure: str = ""
    address: str = ""
    members: int | None = None
    aged_60_plus: int | None = None
    boosted_60_plus: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    remark: str = ""


class Households(Schema):
    """A batch of households."""

    rows: list[HouseholdIn]


class HouseholdGridIn(Schema):
    """A household (its id) belongs to a grid (a path or an official code) of its village."""

    household: UUID
    grid: str


class HouseholdGrids(Schema):
    """A batch of households to put into grids."""

    rows: list[HouseholdGridIn]


class TakenOutIn(Schema):
    """A household (its id) that was put into a grid by mistake, and why that is known."""

    household: UUID
    reason: str


class TakenOuts(Schema):
    """A batch of households to take out of the grid they were put into."""

    rows: list[TakenOutIn]


class ChangesIn(Schema):
    """Facts of a person to correct; what is not sent stays as it is."""

    full_name: str = ""
    area: str = ""
    document: str = ""
    no_document_reason: str = ""
    phone: str = ""
    sex: str = ""
    birth_date: date | None = None
    registered_address: str = ""
    address: str = ""
    employer: str = ""
    household_id: UUID | None = None
    relation_to_head: str = ""
    present: bool | None = None
    away_place: str = ""
    return_on: date | None = None
    doses: int | None = None
    last_dose_on: date | None = None
    groups: list[str] = []
    remark: str = ""


class CorrectionIn(Schema):
    """Facts to correct, and why."""

    changes: ChangesIn
    why: str


class Which(Schema):
    """Which households: of an area, with this code or estate; ``page`` from 1."""

    area: str = ""
    text: str = ""
    page: int = Field(1, ge=1, le=LAST_PAGE)
    size: int = Field(100, ge=1, le=MOST_ROWS)


class Asked(Schema):
    """Open suspicions, or decided ones."""

    decided: bool = False
    size: int = Field(100, ge=1, le=MOST_ROWS)


class Most(Schema):
    """How many at most."""

    size: int = Field(100, ge=1, le=MOST_ROWS)


class SearchIn(Schema):
    """A name in either script, initials, a whole document or a whole telephone."""

    query: str
    area: str = ""
    limit: int = 50


class RevealIn(Schema):
    """Which sealed value, and why it is needed."""

    fact: SealedFact
    reason: str


class DecisionIn(Schema):
    """One person or two."""

    decision: Decision
    reason: str = ""


class HouseholdMergeIn(Schema):
    """Which household gives way to the one of the address, and why they are one."""

    gone: UUID
    reason: str


class HouseholdsApartIn(Schema):
    """Which household is not the one of the address, and why, where there is more to say."""

    other: UUID
    reason: str = Field("", max_length=200)


class HouseholdMergeOut(Schema):
    """A merge of two households; its id is what it is taken back by."""

    id: UUID
    kept: UUID = Field(validation_alias="kept_id")
    gone: UUID = Field(validation_alias="gone_id")
    reason: str
    merged_at: datetime


class ReasonIn(Schema):
    """Why."""

    reason: str


class PersonOut(Schema):
    """A person as shown: numbers masked."""

    id: UUID
    area: str
    unit: str
    full_name: str
    sex: str
    birth_date: date | None
    age: int | None
    document_kind: str
    document: str
    no_document_reason: str
    phone: str
    address: str
    registered_address: str
    employer: str
    household_id: UUID | None
    relation_to_head: str
    present: bool | None
    away_place: str
    groups: list[str]


class HouseholdOut(Schema):
    """A household, with the number of people it counts for."""

    id: UUID
    area: str
    unit: str
    source: str
    code: str
    compound: str
    building: str
    unit_no: str
    door: str
    head_name: str
    tenure: str
    address: str
    members: int | None
    listed: int
    aged_60_plus: int | None
    boosted_60_plus: int | None
    from_day: date
    to_day: date | None


class HouseholdPageOut(Schema):
    """A household with its persons."""

    household: HouseholdOut
    persons: list[PersonOut]


class SuspicionOut(Schema):
    """Two persons who may be one."""

    id: UUID
    area: str
    why: str
    decision: str
    one: PersonOut
    other: PersonOut


class HomesSuspicionOut(Schema):
    """Two households that may be one; they are merged or told apart under ``/households/{id}``."""

    id: UUID
    area: str
    why: str
    created_at: datetime
    one: HouseholdOut
    other: HouseholdOut


class RevealedOut(Schema):
    """A sealed value in full."""

    value: str
