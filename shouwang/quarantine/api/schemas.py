"""What is sent and answered. ``at`` is when it happened; left out, it is now."""

import datetime as dt
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from ninja import Schema
from pydantic import Field

from shouwang.duty.writes import Member
from shouwang.quarantine import writes

MOST_ROWS = 1_000


class PersonIn(Schema):
    """Who a row is about; the first of the three that is given counts."""

    observation_id: UUID | None = None
    person_id: UUID | None = None
    id_number: str = ""
    at: dt.datetime | None = None

    def names(self) -> dict[str, Any]:
        """The person and the time, as writes take them."""
        return {
            "observation_id": self.observation_id, "person_id": self.person_id, "id_number": self.id_number, "happened_at": self.at,
        }  # fmt: skip

    def sent(self, *left_out: str) -> dict[str, Any]:
        """Everything that was sent but the person, the time and what the caller reads itself."""
        own = set(PersonIn.model_fields) | set(left_out)
        return {name: getattr(self, name) for name in type(self).model_fields if name not in own}


class MemberIn(Schema):
    """Who fills a role: a name and phone, or the code of a staff member."""

    name: str = ""
    phone: str = ""
    staff: str = ""


class OrderIn(PersonIn):
    """An order to start a measure. ``assessment``: the six answers in order; ``due_on`` is compared, never taken over."""

    measure: str = ""
    area: str = ""
    address: str = ""
    full_name: str = ""
    phone: str = ""
    basis: str = ""
    legal_basis: str = ""
    last_exposure_on: dt.date | None = None
    due_on: dt.date | None = None
    assessment: list[bool] | None = None
    community_signer: str = ""
    health_signer: str = ""
    team: str = ""
    members: dict[str, str | MemberIn] = {}
    responsible: str = ""  # staff codes, for the roles of the same name
    doctor: str = ""
    site: str = ""
    readings: bool | None = None
    reported_by_unit: str = ""
    objection_to: str = ""

    def row(self) -> writes.NewOrder:
        """The order as the write takes it."""
        sent = self.sent("assessment", "members", "responsible", "doctor")
        return writes.NewOrder(**self.names(), **sent, answers=self.assessment, members=self.team_members())

    def team_members(self) -> dict[str, Member]:
        """Who fills which role."""
        told = {role: _member(member) for role, member in self.members.items()}
        by_code = {role: Member(staff_code=code) for role in ("responsible", "doctor") if (code := getattr(self, role))}
        return by_code | told


def _member(told: str | MemberIn) -> Member:
    return Member(name=told) if isinstance(told, str) else Member(told.name, told.phone, told.staff)


class ReadingIn(PersonIn):
    """One check. ``temperature_c`` as it was written (36.5, "36度5", "正常"); ``kind`` where there is no number."""

    id: UUID | None = None
    date: dt.date | None = None
    slot: str = ""
    temperature_c: Decimal | str | None = None
    kind: str = ""
    symptoms: list[str] = []
    observer: str = ""
    self_reported: bool = False
    late_reason: str = ""
    note: str = ""
    supersedes: UUID | None = None
    why: str = ""
    device: str = ""

    def row(self) -> writes.NewReading:
        """The check as the write takes it."""
        own = {"id": self.id} if self.id else {}
        return writes.NewReading(
            **self.names(), **self.sent("id", "date", "temperature_c"), **own, slot_date=self.date, written=self.temperature_c
        )


class AssessmentIn(PersonIn):
    """A home assessed: the answers, or only the result."""

    assessment: list[bool] = []
    suitable: bool | None = None
    community_signer: str = ""
    health_signer: str = ""
    reason: str = ""

    def row(self) -> writes.NewAssessment:
        """The assessment as the write takes it."""
        return writes.NewAssessment(**self.names(), **self.sent("assessment"), answers=self.assessment)


class DecisionIn(PersonIn):
    """A decision: a reason, and what it needs: ``measure`` and ``site`` for a move, ``due_on``, ``kind`` of an end."""

    reason: str = ""
    measure: str = ""
    site: str = ""
    due_on: dt.date | None = None
    kind: str = ""
    found_by: str = ""

    def row(self) -> writes.Decided:
        """The decision as the write takes it."""
        return writes.Decided(**self.names(), **self.sent())


class ReleaseIn(PersonIn):
    """A release with the papers that are handed out."""

    documents: list[str] = []
    reason: str = ""
    team_confirmed: bool = False
    received_by: str = ""

    def row(self) -> writes.NewRelease:
        """The release as the write takes it."""
        return writes.NewRelease(**self.names(), **self.sent())


class DocumentIn(PersonIn):
    """A paper handed out."""

    document_kind: str
    number: str = ""
    received_by: str = ""

    def row(self) -> writes.NewDocument:
        """The paper as the write takes it."""
        return writes.NewDocument(**self.names(), **self.sent("document_kind"), kind=self.document_kind)


class ReferralIn(PersonIn):
    """Somebody sent to a clinic, or registered there (then ``state`` is what the clinic says)."""

    unit: str = ""
    temperature_c: Decimal | None = None
    symptoms: list[str] = []
    state: str = ""
    vehicle: str = ""
    note: str = ""
    full_name: str = ""
    phone: str = ""
    area: str = ""
    address: str = ""

    def row(self) -> writes.NewReferral:
        """The referral as the write takes it."""
        return writes.NewReferral(**self.names(), **self.sent("unit", "state"), to_unit=self.unit, answer=self.state)


class ReferralAnswerIn(PersonIn):
    """What the clinic says."""

    state: str
    referral_id: UUID | None = None
    note: str = ""

    def row(self) -> writes.ReferralAnswer:
        """The answer as the write takes it."""
        return writes.ReferralAnswer(**self.names(), **self.sent("state"), answer=self.state)


class SpotCheckIn(PersonIn):
    """A supervisor's look."""

    mode: str
    result: str
    note: str = ""

    def row(self) -> writes.NewSpotCheck:
        """The look as the write takes it."""
        return writes.NewSpotCheck(**self.names(), **self.sent())


class TestResultIn(PersonIn):
    """What a laboratory says of a sample."""

    sampled_on: dt.date | None = None
    outcome: str
    laboratory: str = ""

    def row(self) -> writes.NewTestResult:
        """The result as the write takes it."""
        return writes.NewTestResult(**self.names(), **self.sent())


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

    def row(self) -> writes.NewStay:
        """The stay as the write takes it."""
        return writes.NewStay(**self.names(), **self.sent())


class EndedStayIn(PersonIn):
    """Somebody moves out of a site."""

    out_kind: str = ""

    def row(self) -> writes.EndedStay:
        """The end as the write takes it."""
        return writes.EndedStay(**self.names(), **self.sent())


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
    area: str
    place: str
    date: dt.date
    slot: str
    opens_at: dt.datetime
    closes_at: dt.datetime
    state: str
    last_c: Decimal | None
    temperature_c: Decimal | None
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
