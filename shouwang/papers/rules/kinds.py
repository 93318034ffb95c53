"""What each kind of paper says: facts without which it may not be issued, and facts that may be missing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from shouwang.lib.refusals import Refused
from shouwang.papers import choices
from shouwang.papers.choices import PaperKind

MOST_CHARACTERS = 400_000  # on one paper: the wide sheet of a township is the longest
PRINTED = ("number", "issued_on", "unit", "code")  # every paper: what the house adds itself


@dataclass(frozen=True)
class Kind:
    """One kind of paper. ``mark`` stands for it in the signature, ``letters`` in the number; neither may ever change."""

    mark: int
    letters: str
    legal: tuple[str, ...]  # must be known, and must stand on the paper whatever its template
    optional: tuple[str, ...] = ()

    @property
    def facts(self) -> tuple[str, ...]:
        """All facts the kind has a place for."""
        return self.legal + self.optional


_MEASURE = ("person_name", "document", "address", "measure", "reason", "legal_basis", "from_day", "last_day", "objection_to")

KINDS: dict[str, Kind] = {
    PaperKind.START_NOTICE: Kind(1, "SN", (*_MEASURE, "author"), ("rule", "phone", "team", "contact")),
    PaperKind.KEY_POINTS_CARD: Kind(2, "KC", ("legal_basis", "objection_to"), ("person_name", "measure", "from_day", "last_day", "team", "contact", "address")),
    PaperKind.PROCESS_CHART: Kind(3, "PC", ("legal_basis", "objection_to"), ("address",)),
    PaperKind.CHECK_SHEET: Kind(
        4, "CS", ("person_name", "address", "measure", "from_day", "last_day", "fever", "slots", "days", "legal_basis"), ("phone", "contact"),
    ),
    PaperKind.TRANSFER_SLIP: Kind(
        5, "TS", ("organiser", "persons", "from_place", "to_place", "reason", "legal_basis", "author", "objection_to"),
        ("planned_at", "vehicle", "driver", "escort", "protection", "legs", "address"),
    ),
    PaperKind.RELEASE_NOTICE: Kind(6, "RN", (*_MEASURE, "released_at", "author"), ("rule",)),
    PaperKind.COMPLETION_CERTIFICATE: Kind(7, "CC", ("person_name", "document", "measure", "from_day", "released_on", "legal_basis"), ("address",)),
    PaperKind.DOOR_NOTICE: Kind(8, "DN", ("from_day", "last_day", "contact", "legal_basis"), ("address",)),
    PaperKind.DAILY_REPORT: Kind(9, "DR", ("reporting_unit", "day", "cutoff", "rows", "zero"), ("state", "prepared_by", "approved_by", "sent_at")),
    PaperKind.TEMPERATURE_SHEET: Kind(10, "WS", ("reporting_unit", "day", "persons"), ("first_number", "part")),
    PaperKind.PLEDGE: Kind(
        11, "PL", ("person_name", "document", "address", "measure", "from_day", "last_day", "legal_basis", "objection_to"), ("phone", "contact"),
    ),
    PaperKind.EXTENSION_NOTICE: Kind(12, "EN", (*_MEASURE, "author"), ("rule", "team")),
}  # fmt: skip

# What must be seen on the paper: the facts that are texts, and what the house adds. Lists are seen by what is in them.
LISTS = {"slots", "days", "persons", "rows", "legs", "team"}
LEGAL: dict[str, tuple[str, ...]] = {
    kind: tuple(fact for fact in (*entry.legal, *PRINTED) if fact not in LISTS) for kind, entry in KINDS.items()
}


def check_facts(kind: str, facts: Mapping[str, Any]) -> None:
    """Raises Refused for an unknown kind, facts missing, facts the paper has no place for, or too much text."""
    if kind not in KINDS:
        raise Refused("paper_kind_unknown", choices.KIND_UNKNOWN, kind=kind)
    title, entry = PaperKind(kind).label, KINDS[kind]
    if strange := sorted(set(facts) - set(entry.facts)):
        raise Refused("paper_fact_unknown", choices.FACT_UNKNOWN, paper=title, facts="、".join(strange))
    missing = [str(choices.FACT_TITLES[fact]) for fact in entry.legal if _is_empty(facts.get(fact))]
    if missing:
        raise Refused("paper_incomplete", choices.PAPER_INCOMPLETE, paper=title, missing="、".join(missing))
    if (count := _length(facts)) > MOST_CHARACTERS:
        raise Refused("paper_too_long", choices.TOO_LONG, count=count, most=MOST_CHARACTERS)


def _is_empty(value: Any) -> bool:
    return not value.strip() if isinstance(value, str) else not value


def _length(value: Any) -> int:
    if isinstance(value, Mapping):
        return sum(_length(part) for part in value.values())
    if isinstance(value, list | tuple):
        return sum(_length(part) for part in value)
    return len(str(value))


def whole(kind: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts with everything the template may ask for: what is not known is empty, so that no template fails on it."""
    return {fact: facts.get(fact) or ([] if fact in LISTS else "") for fact in KINDS[kind].facts}


def numbered(county: str, kind: str, day: date, serial: int) -> str:
    """The number of a paper: county, kind, day and the count of that day, ``411621-CC-20200208-0001``."""
    return f"{county}-{KINDS[kind].letters}-{day:%Y%m%d}-{serial:04d}"
