"""What is handed in, one row each, from whatever way in. Rows name a person by observation, person or identity number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from shouwang.duty.writes import Member
from shouwang.lib.ids import uuid7
from shouwang.quarantine.rules.terms import Step, Terms


class Quiet:
    """Nothing of a person stands in logs."""

    def __repr__(self) -> str:
        """The kind of row alone."""
        return f"{type(self).__name__}(…)"


@dataclass(frozen=True, kw_only=True, repr=False)
class Named(Quiet):
    """Who a row is about; the first that is given counts. ``full_name`` alone names somebody new, in a sheet somebody observed."""

    observation_id: UUID | None = None
    person_id: UUID | None = None
    id_number: str = ""
    full_name: str = ""


@dataclass(frozen=True, kw_only=True, repr=False)
class Proposal(Quiet):
    """What follows from a class: ``steps`` as ``[Step.of(planned) for planned in classification.measure_steps]``.

    ``terms`` as ``Terms.of(classification.pack)``. A measure that begins at once is in force from ``happened_at``.
    ``source_id`` names the return: a second proposal with it replaces the first.
    """

    person_id: UUID
    area: str
    class_id: str
    steps: Sequence[Step]
    terms: Terms
    happened_at: datetime
    unit: str = ""
    reported_by: str = ""
    last_exposure_on: date | None = None
    rule: Mapping[str, Any] = field(default_factory=dict)
    sentence: str = ""
    basis: str = ""
    source_id: UUID | None = None
    household_id: UUID | None = None
    address: str = ""


@dataclass(frozen=True, kw_only=True, repr=False)
class NewOrder(Named):
    """An order to start a measure (DOMAIN 3.6). Without a proposal the person is registered from name, phone and area."""

    measure: str = ""
    happened_at: datetime | None = None
    area: str = ""
    address: str = ""
    phone: str = ""
    basis: str = ""
    legal_basis: str = ""
    last_exposure_on: date | None = None
    due_on: date | None = None  # as the sender reckons it; compared, never taken over
    answers: Sequence[bool] | None = None  # of the home assessment, in the order of its lines
    community_signer: str = ""
    health_signer: str = ""
    team: str = ""
    members: Mapping[str, Member] = field(default_factory=dict)
    site: str = ""  # a bed is reserved there
    room: str = ""  # its number; left out: any of the site
    readings: bool | None = None
    reported_by_unit: str = ""
    objection_to: str = ""


@dataclass(frozen=True, kw_only=True, repr=False)
class NewReading(Named):
    """One check. ``written`` is the cell as it was written; slot and day may be left out and follow from the time."""

    id: UUID = field(default_factory=uuid7)
    written: Any = None
    kind: str = ""  # normal, not_measured or away where no number is written
    slot_date: date | None = None
    slot: str = ""
    happened_at: datetime | None = None
    symptoms: Sequence[str] = ()
    observer: str = ""
    self_reported: bool = False
    late_reason: str = ""
    note: str = ""
    supersedes: UUID | None = None
    why: str = ""
    device: str = ""
    from_file: bool = False  # times in files are often rounded by hand


@dataclass(frozen=True, kw_only=True, repr=False)
class ConfirmedReading(Quiet):
    """What the team makes of a self-reported check: confirmed as it is, or what the team measured itself (``written``, ``kind``)."""

    reading_id: UUID
    agrees: bool = True
    id: UUID = field(default_factory=uuid7)
    written: Any = None
    kind: str = ""
    symptoms: Sequence[str] = ()
    happened_at: datetime | None = None
    observer: str = ""
    late_reason: str = ""
    device: str = ""


@dataclass(frozen=True, kw_only=True, repr=False)
class NewAssessment(Named):
    """A home assessed (again): the answers line by line and who signed."""

    answers: Sequence[bool] = ()
    suitable: bool | None = None  # where only the result is told
    happened_at: datetime | None = None
    community_signer: str = ""
    health_signer: str = ""
    reason: str = ""


@dataclass(frozen=True, kw_only=True, repr=False)
class Decided(Named):
    """A decision on a measure: a reason always; the rest as the decision needs it."""

    reason: str = ""
    happened_at: datetime | None = None
    measure: str = ""
    site: str = ""
    room: str = ""
    due_on: date | None = None
    kind: str = ""
    found_by: str = ""


@dataclass(frozen=True, kw_only=True, repr=False)
class NewRelease(Named):
    """A release; ``reason`` only for an early one."""

    happened_at: datetime | None = None
    documents: Sequence[str] = ()
    reason: str = ""
    team_confirmed: bool = False
    received_by: str = ""
    language: str = "zh-hans"  # of the documents


@dataclass(frozen=True, kw_only=True, repr=False)
class NewDocument(Named):
    """A paper handed out."""

    kind: str = ""
    happened_at: datetime | None = None
    number: str = ""  # of a paper made by hand; nothing is printed for it
    received_by: str = ""
    language: str = "zh-hans"


@dataclass(frozen=True, kw_only=True, repr=False)
class NewReferral(Named):
    """Somebody sent to a clinic, or registered there. Without an observation the person is found by name, phone and area."""

    to_unit: str = ""
    temperature_c: Decimal | None = None
    symptoms: Sequence[str] = ()
    happened_at: datetime | None = None
    answer: str = ""  # what the clinic says at once
    vehicle: str = ""
    note: str = ""
    phone: str = ""
    area: str = ""
    address: str = ""


@dataclass(frozen=True, kw_only=True, repr=False)
class ReferralAnswer(Named):
    """What the clinic answers."""

    answer: str = ""
    referral_id: UUID | None = None
    happened_at: datetime | None = None
    note: str = ""


@dataclass(frozen=True, kw_only=True, repr=False)
class NewSpotCheck(Named):
    """A supervisor's look."""

    mode: str = ""  # left out: the draw's
    result: str = ""
    happened_at: datetime | None = None
    note: str = ""
    draw_id: UUID | None = None
    supersedes: UUID | None = None
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class NewDraw:
    """People to be looked at, drawn at random: ``count`` of them or ``percent``. Without a ``seed`` one is made.

    ``first_day`` and ``last_day``: those whose measure was in force on these days, not those in force now.
    """

    id: UUID = field(default_factory=uuid7)
    area: str = ""
    mode: str = ""
    measure: str = ""
    first_day: date | None = None
    last_day: date | None = None
    count: int | None = None
    percent: int | None = None
    seed: str = ""


@dataclass(frozen=True, kw_only=True, repr=False)
class NewTestResult(Named):
    """What a laboratory says."""

    sampled_on: date | None = None
    outcome: str = ""
    laboratory: str = ""
    happened_at: datetime | None = None


@dataclass(frozen=True, kw_only=True, repr=False)
class NewFever(Quiet):
    """A fever measured anywhere: ``source`` arrival, checkpoint, clinic; ``source_id`` the record it was written in."""

    person_id: UUID
    area: str
    temperature_c: Decimal
    happened_at: datetime
    source: str
    source_id: UUID | None = None
    unit: str = ""
    reported_by: str = ""


@dataclass(frozen=True, kw_only=True)
class NewRoom:
    """One room of an isolation site."""

    site: str
    number: str
    for_staff: bool = False


@dataclass(frozen=True, kw_only=True, repr=False)
class NewStay(Named):
    """Somebody moves into a site."""

    site: str = ""
    room: str = ""
    kind: str = "observed"
    companion_reason: str = ""  # of choices.CompanionReason
    happened_at: datetime | None = None
    needs: Sequence[str] = ()
    needs_note: str = ""


@dataclass(frozen=True, kw_only=True, repr=False)
class EndedStay(Named):
    """Somebody moves out of a site."""

    out_kind: str = ""
    happened_at: datetime | None = None


@dataclass(frozen=True, kw_only=True, repr=False)
class StayNeeds(Quiet):
    """What somebody at a site needs besides a room."""

    stay_id: UUID
    needs: Sequence[str] = ()
    needs_note: str = ""


@dataclass(frozen=True, kw_only=True, repr=False)
class NewBooking(Named):
    """A room reserved for a registered person, or for ``whom`` in words; without a ``room`` any one of the site."""

    site: str = ""
    room: str = ""
    whom: str = ""
    expected_at: datetime | None = None


@dataclass(frozen=True, kw_only=True, repr=False)
class NewSiteRequest(Quiet):
    """Something that somebody at a site asks for."""

    site: str
    text: str
    stay_id: UUID | None = None
    happened_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class NewWaste:
    """Bins of waste that a site handed over."""

    id: UUID = field(default_factory=uuid7)
    site: str = ""
    bins: int = 0
    note: str = ""
    happened_at: datetime | None = None


@dataclass(frozen=True, kw_only=True, repr=False)
class SheetReading(NewReading):
    """A check from a sheet, with what the sheet says of the person and the observation."""

    from_date: date | None = None
    last_exposure_on: date | None = None
    released_on: date | None = None
    phone: str = ""
    sex: str = ""
    age: int | None = None
    address: str = ""
    place: str = ""  # path, or words, of the village
