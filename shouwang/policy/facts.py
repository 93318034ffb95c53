"""What is known of one person when a class is sought. ``None`` means nobody has said; no condition on it holds."""

from dataclasses import dataclass, fields
from datetime import date

from shouwang.policy.choices import ContactOf, OriginKind


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a person came from: kind, official code as far as the words say (may be empty), what it lies outside of.

    ``outside`` names the levels of home that the place is not part of (``county``, ``prefecture``, ``province``,
    ``country``); None when the place is unknown. ``words`` are what was written.
    """

    kind: OriginKind
    code: str = ""
    outside: frozenset[str] | None = None
    words: str = ""

    @property
    def known(self) -> bool:
        """Whether the place could be told."""
        return self.kind != OriginKind.UNKNOWN


UNKNOWN_ORIGIN = Origin(OriginKind.UNKNOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivalFacts:
    """The facts of one return that conditions can test."""

    arrived_on: date | None = None
    left_on: date | None = None
    last_exposure_on: date | None = None  # known from a contact list; else the day of leaving
    temperature_c: float | None = None
    symptoms: frozenset[str] = frozenset()
    contact_of: str | None = None  # ContactOf
    contact_with_class: str | None = None  # class of the people this person was with
    case_contact: bool | None = None  # has the person said to have met a case
    case_status: str | None = None  # CaseStatus, of the person's own illness
    immune: bool | None = None  # vaccinated in full or has had the disease
    health_certificate: bool | None = None
    negative_test: bool | None = None
    fever_history: bool | None = None
    work_need: bool | None = None
    via_key_area: bool | None = None
    via_code: str = ""  # official code of the place passed through
    stay_in_risk_area_days: int | None = None
    stay_in_risk_county_days: int | None = None
    risk_level: str | None = None  # RiskLevel of the area stayed in
    age: int | None = None
    transport: str | None = None
    declared_by: str | None = None

    @property
    def exposed_on(self) -> date | None:
        """The last exposure: as a contact list says, else the day of leaving, else the day of arriving."""
        return self.last_exposure_on or self.left_on or self.arrived_on

    @property
    def contact(self) -> str | None:
        """Whom the person was in contact with; who says to have met a case counts as a contact of a case."""
        return self.contact_of or (ContactOf.CASE.value if self.case_contact else None)


YES_NO_FACTS = (
    "case_contact",
    "immune",
    "health_certificate",
    "negative_test",
    "fever_history",
    "work_need",
    "via_key_area",
)
FACT_NAMES = tuple(fact.name for fact in fields(ArrivalFacts))
