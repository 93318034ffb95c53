"""What a policy pack says, typed. Everything here is a value: read from a file once, never changed.

The parts and their keys are those of the domain reference, section 4. Packs, lines and
measures compare by identity: the same content is read only once, so that decisions can be cached by them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import TYPE_CHECKING, Any

from shouwang.lib.traditional import traditional
from shouwang.policy.choices import SelfReports

if TYPE_CHECKING:
    from shouwang.policy.facts import ArrivalFacts, Origin

Test = Callable[["ArrivalFacts", "Origin"], bool]


@dataclass(frozen=True)
class Titles:
    """A name in both languages; English falls back to the Chinese one."""

    zh: str
    en: str

    def inside(self, language: str) -> str:
        """The name for readers of a language code such as ``zh-hans``, ``zh-hant`` or ``en``."""
        if language.startswith("zh"):
            return traditional(self.zh) if language.lower().startswith("zh-hant") else self.zh
        return self.en or self.zh


@dataclass(frozen=True)
class Signs:
    """What counts as fever, and as a possible body temperature (degrees Celsius)."""

    fever_c: float  # at or above
    plausible_low_c: float
    plausible_high_c: float
    symptoms: tuple[str, ...]


@dataclass(frozen=True)
class Exposure:
    """Which contacts count, and from which day a measure is counted."""

    count_from: str  # CountFrom
    contact_before_onset_days: int
    contact_before_sample_days: int
    source_days: int
    follow_up_contacts: bool
    self_monitoring_days: int


@dataclass(frozen=True)
class Slot:
    """A window of the day in which one check is due."""

    id: str
    starts: time
    ends: time


@dataclass(frozen=True)
class Checks:
    """When readings are due."""

    slots: tuple[Slot, ...]
    min_hours_between: float
    self_reported: str = SelfReports.CONFIRM.value

    def slot(self, slot_id: str) -> Slot | None:
        """The slot of this name, if the pack has it."""
        return next((slot for slot in self.slots if slot.id == slot_id), None)


@dataclass(frozen=True)
class Team:
    """A template of roles that look after one person; without roles the site's staff do."""

    id: str
    roles: tuple[str, ...]
    titles: Titles


@dataclass(frozen=True, eq=False)
class Measure:
    """What may be asked of a person, for how long, and on what legal basis."""

    id: str
    titles: Titles
    days: int | None  # None: it has no length of its own (a visit to the clinic, or nothing at all)
    starts: str  # Starts
    place: str  # MeasurePlace
    readings: bool
    slots: tuple[Slot, ...]  # due on each day; empty without readings
    leave_home: bool
    assessment: str  # name of the home assessment that must be passed first, or empty
    team: Team | None
    legal_basis: Titles

    @property
    def binds(self) -> bool:
        """Whether it lasts some days and so has a due date."""
        return self.days is not None


@dataclass(frozen=True)
class Condition:
    """One field test of a class: a key, what it is compared with, and the compiled test."""

    key: str
    value: Any
    test: Test = field(compare=False, repr=False)


@dataclass(frozen=True, eq=False)
class Step:
    """One measure of a class, with the class's own days, team and tests."""

    measure: Measure
    tests: tuple[int, ...] = ()  # days of the step on which a sample is due


@dataclass(frozen=True, eq=False)
class ArrivalClass:
    """A line of the decision table: if all conditions hold and all needs are shown, these measures follow."""

    id: str
    titles: Titles | None
    when: tuple[Condition, ...]
    needs: tuple[str, ...]
    steps: tuple[Step, ...]
    then: tuple[str, ...]
    transfer_required: bool
    unit: str = ""  # the unit whose overlay brought this line; empty: the pack's own


@dataclass(frozen=True)
class Release:
    """What must be true before a person is released, and what the person is handed."""

    require: tuple[str, ...]
    documents: tuple[str, ...]


@dataclass(frozen=True)
class Report:
    """Statistics time and freeze of the daily report, and its way up."""

    cutoff: time
    freeze: time
    chain: tuple[str, ...]
    zero_confirmation: bool


@dataclass(frozen=True)
class Transfer:
    """The lowest level that may organise a pick-up from a risk area."""

    organiser_level: str


@dataclass(frozen=True)
class HomeRule:
    """The assessment that any measure at home needs, and the rule in words."""

    assessment: str
    rule: str


@dataclass(frozen=True)
class Sites:
    """What a plan wants of central isolation sites, and how long a bed is held for somebody who does not come."""

    rooms_per_case: int  # to be held ready for each confirmed case
    cases_of_days: int  # confirmed within so many days; older cases have shown their contacts
    least_rooms: int  # of one site
    hold_hours: int
    basis: str  # where the numbers stand


@dataclass(frozen=True)
class Limits:
    """When work is late, and what cannot be true."""

    classify_hours: int  # class and place of a return
    approve_hours: int  # a request for a transfer, and the vehicle after it
    drive_hours: int  # a vehicle under way
    clinic_hours: int  # the answer to a referral
    missed_checks: int  # without a word, then the township is told
    unanswered_calls: int  # in a row on one day, then somebody has to be looked for
    homes_in_a_minute: int  # by one person, with times a device took
    written_homes_in_a_minute: int  # with times written by hand, whatever the values
    homes_of_one_value: int  # in one slot, by one person
    basis: str


@dataclass(frozen=True)
class Residents:
    """How long a resident's link lives, and how soon residents are answered."""

    link_days: int
    answer_hours: int  # objections, requests for correction, declared returns
    errand_hours: int  # requests for help, by their kind
    medicine_hours: int
    doctor_hours: int  # also whatever is urgent
    counselling_hours: int
    basis: str  # where the numbers stand

    @property
    def help_hours(self) -> dict[str, int]:
        """How long a request for help of each kind may wait."""
        return {"errand": self.errand_hours, "medicine": self.medicine_hours, "doctor": self.doctor_hours, "counselling": self.counselling_hours}


@dataclass(frozen=True)
class ZoneChange:
    """When a zone goes down one level; days without a new case."""

    clean_days: int | None
    clean_days_after_high: int | None
    round_negative_on_day: int | None


@dataclass(frozen=True)
class CoreZone:
    """The circle around a patient of a mosquito-borne disease."""

    radius_m: int
    around: tuple[str, ...]
    first_survey_days: int
    repeat_days: tuple[int, int]
    until: str


@dataclass(frozen=True)
class ZonesOver:
    """When an outbreak of a mosquito-borne disease is over."""

    days_without_case: int
    breteau_max: float


@dataclass(frozen=True)
class Zones:
    """Levels of control zones and how they come down."""

    levels: tuple[str, ...]
    high_to_medium: ZoneChange | None
    medium_to_low: ZoneChange | None
    core: CoreZone | None
    warning_survey_days: int | None
    over: ZonesOver | None


@dataclass(frozen=True)
class StopRule:
    """When daily mass testing ends."""

    clean_rounds: int
    pause_days: int
    confirm_rounds: int


@dataclass(frozen=True)
class MassTest:
    """Sizes of a mass-testing round."""

    hours: int
    people_per_point: tuple[int, int]
    people_per_sampler: int
    people_per_table: tuple[int, int]
    pool_max: int
    stop: StopRule | None


@dataclass(frozen=True)
class Ban:
    """What is not done while the pack is in force, and who may permit it."""

    id: str
    titles: Titles
    permit: str


@dataclass(frozen=True)
class HouseholdVisit:
    """A household visit that takes the place of temperatures."""

    checklist: tuple[str, ...]
    container: tuple[str, ...]
    locked_home: str


@dataclass(frozen=True)
class IndexClass:
    """A band of an index: below a value (None: all above)."""

    id: str
    below: float | None
    colour: str


@dataclass(frozen=True)
class Index:
    """Formulas of the Aedes indices and the bands of the Breteau index."""

    breteau: str
    house: str
    container: str
    classes: tuple[IndexClass, ...]


@dataclass(frozen=True)
class Expected:
    """What an example must give."""

    class_id: str
    measure: str | None
    due_on: date | None


@dataclass(frozen=True)
class Example:
    """A made-up person on whom a pack is tried before it is put in force."""

    titles: Titles
    home: str  # official code of the county
    on: date
    facts: "ArrivalFacts"
    from_place: str
    expect: Expected


@dataclass(frozen=True, eq=False)
class Source:
    """The content a pack was read from: its parts, and its class lines with the unit that brought each."""

    file: str
    parts: Mapping[str, Any]
    lines: tuple[tuple[Mapping[str, Any], str], ...]
    other_classes: frozenset[str] = frozenset()  # left out by an overlay; people of other units have them


@dataclass(frozen=True, eq=False)
class Pack:
    """One policy pack, as it applies: the national or local pack, with the overlays of a unit laid over it if any."""

    id: str
    version: int
    titles: Titles
    disease: str
    valid_from: date
    valid_to: date | None
    basis: tuple[str, ...]
    impact_assessment: str
    signs: Signs
    exposure: Exposure
    checks: Checks
    measures: Mapping[str, Measure]
    teams: Mapping[str, Team]
    classes: tuple[ArrivalClass, ...]
    otherwise: str  # "" or UNDECIDED with the unit that says so
    release: Release
    report: Report
    transfer: Transfer
    home: HomeRule
    sites: Sites
    limits: Limits
    residents: Residents
    zones: Zones | None
    mass_test: MassTest | None
    bans: tuple[Ban, ...]
    household_visit: HouseholdVisit | None
    index: Index | None
    examples: tuple[Example, ...]
    key_areas: tuple[str, ...]  # code prefixes; areas that the pack's own classes name
    digest: str  # SHA-256 of the content
    source: Source = field(repr=False)
