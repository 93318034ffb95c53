"""When two registrations are one return, when they contradict each other, and what may become of a return.

**One return.** Two registrations of one person are the same return when their days of arrival lie no further apart
than the look-back of the pack (14 days), unless one of them left the place of departure after the other had arrived:
then the person went again. Inside one return the registrations *contradict* each other where a fact differs on which
the class depends: the province (or kind of place) they came from, contact with a case, a fever, the health certificate.
Everything else that differs is a *difference*: shown, never silently taken over. Facts that the first registration
lacks are *additions*.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import IntEnum
from operator import attrgetter
from typing import Any

from shouwang.arrivals import choices
from shouwang.arrivals.choices import DecidedBy, Decision, State
from shouwang.lib import paths
from shouwang.lib.names import name_key
from shouwang.lib.refusals import Refused, allowed
from shouwang.policy.choices import UNDECIDED, OriginKind
from shouwang.quarantine.choices import ENDED, IN_FORCE

DECIDING = ("case_contact", "fever_history", "health_certificate")
ADDABLE = (
    "via_place", "via_key_area", "left_on", "transport", "transport_no", "companions", "case_contact",
    "temperature_c", "symptoms",
    "vaccination", "test", "health_certificate", "fever_history", "work_need", "stay_in_risk_area_days",
    "stay_in_risk_county_days", "registered_address", "address", "employer", "responsible", "grid_worker",
    "external_no",
    "remark",
)  # fmt: skip
COMPARED = ("arrived_on", "from_place", *ADDABLE, "declared_by")
LONGEST = {
    "from_place": 120, "via_place": 120, "transport_no": 60, "companions": 200, "vaccination": 120, "test": 120,
    "registered_address": 200, "address": 200, "employer": 120, "responsible": 60, "grid_worker": 60, "recorded_by": 60,
    "external_no": 60, "remark": 500, "area_words": 120,
}  # fmt: skip
SHORTEST_LIMIT = min(LONGEST.values())
_TEXTS = attrgetter(*LONGEST)
MOST_CHANGED_AT_ONCE = 10
CLOCKS_DIFFER = timedelta(minutes=15)
FURTHEST_AHEAD = timedelta(days=14)  # of an announced return

NEXT_STATES: Mapping[str, tuple[str, ...]] = {
    State.ANNOUNCED: (State.NOT_FOUND, State.DISMISSED),
    State.REGISTERED: (State.LEFT_AGAIN, State.FORWARDED, State.NOT_FOUND),
    State.CLASSIFIED: (State.LEFT_AGAIN, State.FORWARDED, State.NOT_FOUND),
    State.LEFT_AGAIN: (State.CLASSIFIED,),
    State.FORWARDED: (State.CLASSIFIED,),
    State.NOT_FOUND: (State.CLASSIFIED,),
}


class Relation(IntEnum):
    """How a registration stands to one that is known of the same person, the closest first."""

    EXACT = 1  # same return, same facts
    SAME = 2  # same return, other or more facts
    CONFLICT = 3  # same return, contradicting facts
    OTHER_SOON = 4  # other return within the look-back
    OTHER = 5  # other return


@dataclass(frozen=True, slots=True)
class Compared:
    """A registration held against a known one, and the fields that say how they stand: ``{field: [known, told]}``."""

    relation: Relation
    differences: Mapping[str, list[Any]]
    additions: tuple[str, ...] = ()


def compare(known: Any, told: Any, *, look_back: int, fever_c: float) -> Compared:
    """Hold what is told against what is known of the same person. Both carry the register's fields as attributes."""
    if abs((told.arrived_on - known.arrived_on).days) > look_back:
        return Compared(Relation.OTHER, {})
    if _went_again(known, told):
        return Compared(Relation.OTHER_SOON, {})
    if contradicting := contradictions(known, told, fever_c):
        return Compared(
            Relation.CONFLICT, {name: [getattr(known, name), getattr(told, name)] for name in contradicting}
        )
    differing, added = differences(known, told), additions(known, told)
    return Compared(Relation.SAME if differing or added else Relation.EXACT, differing, added)


def contradictions(known: Any, told: Any, fever_c: float) -> tuple[str, ...]:
    """The fields that cannot both be true and on which the class depends."""
    found = [name for name in DECIDING if _both_said(known, told, name) and getattr(known, name) != getattr(told, name)]
    if _elsewhere(known, told):
        found.append("from_place")
        if known.arrived_on != told.arrived_on:
            found.append("arrived_on")
    if _both_said(known, told, "temperature_c") and is_fever(known.temperature_c, fever_c) != is_fever(
        told.temperature_c, fever_c
    ):
        found.append("temperature_c")
    return tuple(found)


def differences(known: Any, told: Any) -> dict[str, list[Any]]:
    """What both say, and say otherwise: ``{field: [known, told]}``. The same words in another script do not differ."""
    found = {
        name: [getattr(known, name), getattr(told, name)]
        for name in COMPARED
        if _both_said(known, told, name) and _key(getattr(known, name)) != _key(getattr(told, name))
    }
    if told.reporter and told.reporter != known.reporter:
        found["reported_by"] = [known.reporter, told.reporter]
    if told.area and not (paths.holds(told.area, known.area) or paths.holds(known.area, told.area)):
        found["area"] = [known.area, told.area]
    return found


def additions(known: Any, told: Any) -> tuple[str, ...]:
    """The facts that only the later registration has; a village counts where the first one was not assigned yet."""
    added = [name for name in ADDABLE if _said(getattr(told, name)) and not _said(getattr(known, name))]
    if known.unassigned and not told.unassigned and told.area != known.area and paths.holds(known.area, told.area):
        added.append("area")
    return tuple(added)


def is_fever(temperature_c: Decimal | None, fever_c: float) -> bool:
    """Whether a measured temperature reaches the pack's threshold."""
    return temperature_c is not None and float(temperature_c) >= fever_c


def is_unassigned(path: str) -> bool:
    """Whether a path lies above the villages, so that nobody in particular looks after who is registered there."""
    return paths.LEVELS.index(paths.level(path)) < paths.LEVELS.index("village")


def is_decided(class_id: str) -> bool:
    """Whether a class says what to do with the person."""
    return class_id not in ("", UNDECIDED)


def check_facts(told: Any, registered_on: date) -> None:
    """Refuse a registration that lacks what it must have, or whose days cannot be. Names are checked by ``people``."""
    for name in ("from_place", "arrived_on"):
        if not _said(getattr(told, name)):
            raise Refused("REQUIRED_MISSING", choices.REQUIRED_MISSING, field=choices.FIELD_TITLES[name])
    if not (told.address or told.area_words or told.area):
        raise Refused("REQUIRED_MISSING", choices.WHERE_MISSING)
    latest = registered_on + FURTHEST_AHEAD if told.announced else registered_on
    for day in (told.arrived_on, told.left_on):
        if day is not None and day > latest:
            raise Refused("DATE_IN_FUTURE", choices.DATE_IN_FUTURE, day=day, registered=registered_on)
    check_lengths(told)


def check_moment(happened_at: datetime, now: datetime) -> None:
    """Refuse a registration from the future; clocks of devices may be some minutes ahead."""
    if happened_at > now + CLOCKS_DIFFER:
        raise Refused("DATE_IN_FUTURE", choices.MOMENT_IN_FUTURE)


def check_lengths(told: Any) -> None:
    """Refuse a text that its column cannot hold."""
    texts = _TEXTS(told)
    if max(map(len, texts)) <= SHORTEST_LIMIT:
        return
    for (name, most), text in zip(LONGEST.items(), texts, strict=True):
        if len(text) > most:
            raise Refused("TEXT_TOO_LONG", choices.TOO_LONG, field=choices.FIELD_TITLES.get(name, name), most=most)


def dates_reversed(told: Any) -> bool:
    """Whether the person is said to have arrived before leaving; a warning, since one of two dates is misread."""
    return told.left_on is not None and told.arrived_on < told.left_on


def check_give_back(*, given: bool, moved: bool, ordered: bool) -> None:
    """Refuse to take back to whom a return was given. Raises Refused nothing_to_undo, measure_ordered or changed_since."""
    if not given:
        raise Refused("nothing_to_undo", choices.NOTHING_TO_UNDO)
    if ordered:
        raise Refused("measure_ordered", choices.ORDERED_SINCE)
    if moved:
        raise Refused("changed_since", choices.GIVEN_SINCE)


def check_reason(reason: str) -> None:
    """Refuse a decision without a reason."""
    if not reason.strip():
        raise Refused("reason_missing", choices.REASON_MISSING)


def check_decided_by_officer(decided_by: str) -> None:
    """Refuse to take a decision back that no person made."""
    if decided_by != DecidedBy.OFFICER:
        raise Refused("not_decided", choices.NOT_DECIDED)


def check_mass_change(changed: int) -> None:
    """Refuse to change many decided classes in one go (DOMAIN 6.3): that is how health codes were misused."""
    if changed > MOST_CHANGED_AT_ONCE:
        raise Refused("mass_change", choices.MASS_CHANGE, most=MOST_CHANGED_AT_ONCE)


def check_open_conflict(state: str) -> None:
    """Refuse to decide a contradiction twice."""
    if state != State.CONFLICT:
        raise Refused("not_open", choices.NOT_OPEN)


def check_settlement(decision: Decision, told: Any, first: Any | None) -> None:
    """Refuse to replace what is gone, or to count two returns of one person on one day."""
    if decision == Decision.REPLACE and first is None:
        raise Refused("not_found", choices.NOT_FOUND)
    if decision == Decision.ANOTHER_RETURN and first is not None and first.arrived_on == told.arrived_on:
        raise Refused("same_day", choices.SAME_DAY)


def facts_said(told: Any) -> dict[str, Any]:
    """The facts a registration states, without those it is silent on."""
    return {name: getattr(told, name) for name in COMPARED if _said(getattr(told, name))}


def check_next_state(before: str, after: str) -> None:
    """Refuse a step that the table of states does not have."""
    if after not in NEXT_STATES.get(before, ()):
        raise Refused("wrong_state", choices.WRONG_STATE, before=State(before).label, after=State(after).label)


def can_become(before: str, after: str) -> bool:
    """Whether the table of states has this step."""
    return allowed(check_next_state, before, after)


def check_place(chosen: str) -> None:
    """Refuse to give somebody to a place where nobody in particular looks after them."""
    if not paths.is_path(chosen) or is_unassigned(chosen):
        raise Refused("not_a_village", choices.NOT_A_VILLAGE)


def state_after(class_id: str) -> State:
    """Where a return stands once a class was sought."""
    return State.CLASSIFIED if is_decided(class_id) else State.REGISTERED


def shown_state(state: str, observation: str) -> State:
    """Where a return stands to a reader: once classified, as far as its measure (the observation's state) has come."""
    if state == State.CLASSIFIED and observation in IN_FORCE:
        return State.UNDER_MEASURE
    return State.COMPLETED if state == State.CLASSIFIED and observation in ENDED else State(state)


def _went_again(known: Any, told: Any) -> bool:
    """One of them left the place of departure after the other had come back from it."""
    first, second = sorted((known, told), key=lambda one: one.arrived_on)
    return second.left_on is not None and first.arrived_on < second.left_on <= second.arrived_on


def _elsewhere(known: Any, told: Any) -> bool:
    """Both places are known, and lie in different provinces or are of different kinds."""
    if OriginKind.UNKNOWN in (known.origin, told.origin):
        return False
    if known.origin_code and told.origin_code:
        return known.origin_code[:2] != told.origin_code[:2]
    return known.origin != told.origin


def _said(value: Any) -> bool:
    return value is not None and value != "" and value != []


def _both_said(known: Any, told: Any, name: str) -> bool:
    return _said(getattr(known, name)) and _said(getattr(told, name))


def _key(value: Any) -> Any:
    return name_key(value) if isinstance(value, str) else sorted(value) if isinstance(value, list) else value
