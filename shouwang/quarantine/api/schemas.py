"""What is sent and answered. ``happened_at`` left out is now."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from ninja import Schema
from pydantic import Field

from shouwang.duty.writes import Member

MOST_ROWS = 1_000


class PersonIn(Schema):
    """Who a row is about; the first of the three that is given counts."""

    observation_id: UUID | None = None
    person_id: UUID | None = None
    id_number: str = ""
    happened_at: dt.datetime | None = None


class MemberIn(Schema):
    """Who fills a role: a name and phone, or the code of a staff member."""

    name: str = ""
    phone: str = ""
    staff_code: str = ""


class OrderIn(PersonIn):
    """An order to start a measure. ``answers``: the six lines in order; ``due_on`` is compared, never taken over."""

    measure: str = ""
    area: str = ""
    address: str = ""
    full_name: str = ""
    phone: str = ""
    basis: str = ""
    legal_basis: str = ""
    last_exposure_on: dt.date | None = None
    due_on: dt.date | None = None
    answers: list[bool] | None = None
    community_signer: str = ""
    health_signer: str = ""
    team: str = ""
    members: dict[str, MemberIn] = {}
    site: str = ""
    room: str = ""
    readings: bool | None = None
    reported_by_unit: str = ""
    objection_to: str = ""


class ReadingIn(PersonIn):
    """One check. ``written`` is the temperature as it was written (36.5, "36度5", "正常"); ``kind`` says why there is no number."""

    id: UUID | None = None
    slot_date: dt.date | None = None
    slot: str = ""
    written: Decimal | str | None = None
    kind: str = ""
    symptoms: list[str] = []
    observer: str = ""
    self_reported: bool = False
    late_reason: str = ""
    note: str = ""
    supersedes: UUID | None = None
    why: str = ""
    device: str = ""


class ConfirmedReadingIn(Schema):
    """What the team makes of a self-reported check: ``agrees``, or the value it measured itself (``written`` or ``kind``)."""

    reading_id: UUID
    agrees: bool = True
    id: UUID | None = None
    written: Decimal | str | None = None
    kind: str = ""
    symptoms: list[str] = []
    happened_at: dt.datetime | None = None
    observer: str = ""
    late_reason: str = ""
    device: str = ""


class AssessmentIn(PersonIn):
    """A home assessed: the answers, or only the result."""

    answers: list[bool] = []
    suitable: bool | None = None
    community_signer: str = ""
    health_signer: str = ""
    reason: str = ""


class DecisionIn(PersonIn):
    """A decision: a reason, and what it needs: ``measure`` and ``site`` for a move, ``due_on``, ``kind`` of an end."""

    reason: str = ""
    measure: str = ""
    site: str = ""
    room: str = ""
    due_on: dt.date | None = None
    kind: str = ""
    found_by: str = ""


class ReleaseIn(PersonIn):
    """A release with the papers that are handed out; ``reason`` only for an early one."""

    documents: list[str] = []
    reason: str = ""
    team_confirmed: bool = False
    received_by: str = ""


class DocumentIn(PersonIn):
    """A paper handed out."""

    kind: str
    number: str = ""
    received_by: str = ""


class ReferralIn(PersonIn):
    """Somebody sent to a clinic, or registered there (then ``answer`` is what the clinic says)."""

    to_unit: str = ""
    temperature_c: Decimal | None = None
    symptoms: list[str] = []
    answer: str = ""
    vehicle: str = ""
    note: str = ""
    full_name: str = ""
    phone: str = ""
    area: str = ""
    address: str = ""


class ReferralAnswerIn(PersonIn):
    """What the clinic says."""

    answer: str
    referral_id: UUID | None = None
    note: str = ""


class SpotCheckIn(PersonIn):
    """A supervisor's look; ``mode`` may be left out where ``draw_id`` says it. ``supersedes`` corrects an earlier look and needs ``why``."""

    mode: str = ""
    result: str
    note: str = ""
    draw_id: UUID | None = None
    supersedes: UUID | None = None
    why: str = ""


class UndoIn(Schema):
    """An order, a release or an assessment that was a mistake, and why that is known."""

    observation_id: UUID
    reason: str


class DrawIn(Schema):
    """People to be looked at, drawn at random: ``count`` of them or ``percent``; ``measure`` left out is every one. With days: from those in force then."""

    id: UUID | None = None
    area: str = ""
    mode: str
    measure: str = ""
    first_day: dt.date | None = None
    last_day: dt.date | None = None
    count: int | None = None
    percent: int | None = None
    seed: str = ""


class DrawOut(Schema):
    """A draw with its proof: sort ``pool`` by the SHA-256 of seed, blank and id; the first are ``drawn``."""

    id: UUID
    within: str
    mode: str
    measure: str
    asked_count: int | None
    asked_percent: int | None
    seed: str
    happened_at: dt.datetime
    drawn_by: str
    pool: list[UUID]
    drawn: list[UUID]


class TestResultIn(PersonIn):
    """What a laboratory says of a sample."""

    sampled_on: dt.date | None = None
    outcome: str
    laboratory: str = ""


class RoomIn(Schema):
    """A room of an isolation site."""

    site: str
    number: str
    for_staff: bool = False


class StayIn(PersonIn):
    """Somebody moves into a site."""

    site: str
    room: str = ""
    kind: str = "observed"
    companion_reason: str = ""
    needs: list[str] = []
    needs_note: str = ""


class BookingIn(Schema):
    """A room reserved for a registered person, or for ``whom`` in words; ``room`` left out is any of the site."""

    observation_id: UUID | None = None
    person_id: UUID | None = None
    id_number: str = ""
    site: str
    room: str = ""
    whom: str = ""
    expected_at: dt.datetime | None = None


class SiteRequestIn(Schema):
    """Something that somebody at a site asks for."""

    site: str
    text: str
    stay_id: UUID | None = None
    happened_at: dt.datetime | None = None


class WasteIn(Schema):
    """Bins of waste that a site handed over."""

    id: UUID | None = None
    site: str
    bins: int
    note: str = ""
    happened_at: dt.datetime | None = None


class EndedStayIn(PersonIn):
    """Somebody moves out of a site."""

    out_kind: str = ""


class ManyIn(Schema):
    """Several things by their ids, and why."""

    ids: Annotated[list[UUID], Field(max_length=MOST_ROWS)]
    reason: str = ""


class FlagsIn(ManyIn):
    """Marked readings, and whether they are to be believed."""

    credible: bool


class SignIn(ManyIn):
    """Assessments to sign, for the ``community`` or as ``health`` worker."""

    part: str


class FindIn(Schema):
    """Whose observations; ``at`` asks how they stood at a moment."""

    id_numbers: Annotated[list[str], Field(max_length=MOST_ROWS)]
    at: dt.datetime | None = None


def as_rows[Row](kind: type[Row], sent: Sequence[Schema]) -> list[Row]:
    """What was sent, as the write takes it: the fields have the same names. An id that was not sent is made by the write."""
    return [kind(**_fields(one)) for one in sent]


def _fields(sent: Schema) -> dict[str, Any]:
    fields = {name: getattr(sent, name) for name in type(sent).model_fields}
    if isinstance(sent, OrderIn):
        fields["members"] = {role: Member(one.name, one.phone, one.staff_code) for role, one in sent.members.items()}
    return {name: value for name, value in fields.items() if name != "id" or value is not None}


class ObservationOut(Schema):
    """An observation as it stands. ``state`` as stored, ``shown_state`` is ``due`` once the last day is reached."""

    id: UUID
    person_id: UUID
    area: str
    unit: str
    state: str
    shown_state: str
    measure: str
    class_id: str
    basis: str
    legal_basis: str
    sentence: str
    rule: dict[str, Any]
    from_date: dt.date
    due_on: dt.date | None
    measure_due_on: dt.date | None = Field(description="last day of the measure in force; due_on is that of the whole course")
    last_exposure_on: dt.date | None
    started_at: dt.datetime | None
    ended_at: dt.datetime | None
    end_kind: str
    site: str
    team: str
    missing_roles: list[str]
    team_incomplete: bool
    open_alert: bool
    alerts: list[str]
    breached: bool
    flags: list[str]
    objection_to: str


class FoundOut(Schema):
    """Observations in the order asked for; null where nobody is known here."""

    observations: list[ObservationOut | None]


class VisitOut(Schema):
    """One home of a round."""

    observation_id: UUID
    person_id: UUID
    name: str
    address: str
    area: str = Field(description="where they live; empty for guests from elsewhere at an own site")
    place: str = Field(description="the name of the area, or site and room")
    slot_date: dt.date
    slot: str
    opens_at: dt.datetime
    closes_at: dt.datetime
    state: str
    last_c: Decimal | None
    temperature_c: Decimal | None
    reported_id: UUID | None = None
    reported_c: Decimal | None = None
    fever_from: float
    symptoms: list[str]
    alert: bool


class AlertOut(Schema):
    """An open alert."""

    id: UUID
    observation_id: UUID
    person_id: UUID
    area: str
    kind: str
    opened_at: dt.datetime
    temperature_c: Decimal | None
    highest_c: Decimal | None = Field(description="the highest temperature since the alert was raised, in °C")


class ReferralOut(Schema):
    """An open referral."""

    id: UUID
    observation_id: UUID | None
    person_id: UUID
    area: str
    to_unit: str
    made_at: dt.datetime
    answer: str
    temperature_c: Decimal | None


class SiteOut(Schema):
    """An isolation site with its rooms."""

    code: str
    name: str
    rooms_total: int
    rooms_used: int
    rooms_free: int
    rooms_to_disinfect: int
    stays_now: int
