"""The conditions a class may set: each key reads its value and compiles one test of the facts.

All conditions of a class must hold. A fact that nobody has stated fits no condition: ignorance never restricts
anybody and never frees anybody; such a person comes to an officer.
"""

from collections.abc import Callable
from typing import Any

from shouwang.policy.choices import NOT_AN_AREA_CODE, OUTSIDE_LEVELS, CaseStatus, ContactOf, RiskLevel
from shouwang.policy.facts import YES_NO_FACTS, ArrivalFacts, Origin
from shouwang.policy.pack_tables import Table
from shouwang.policy.packs import Condition, Test

CODE_LENGTHS = (2, 4, 6, 9, 12)
AT_LEAST = {
    "temperature_c_min": "temperature_c",
    "stay_in_risk_area_days": "stay_in_risk_area_days",
    "stay_in_risk_county_days": "stay_in_risk_county_days",
    "age_min": "age",
}
BELOW = {"temperature_c_below": "temperature_c", "age_below": "age"}

Reader = Callable[[Table, str], Any]


def read_conditions(table: Table) -> tuple[Condition, ...]:
    """The conditions of a ``when`` table, in its order; unknown keys are noted as faults."""
    conditions = [_read(table, key) for key in table.raw if key in KINDS]
    table.finish(known=KINDS)
    return tuple(conditions)


def prefix(code: str) -> str:
    """The part of an official code that says something: ``420000`` and ``42`` both mean all that begins with ``42``."""
    length = next(length for length in (2, 4, 6, 9, 12) if not code[length:].strip("0"))
    return code[:length]


def _read(table: Table, key: str) -> Condition:
    reader, compile_test = KINDS[key]
    value = reader(table, key)
    return Condition(key, value, compile_test(value))


# ---------------------------------------------------------------------- values
def _areas(table: Table, key: str) -> tuple[str, ...]:
    found = []
    for number, code in enumerate(table.texts(key), 1):
        if not (code.isascii() and code.isdigit() and len(code) in CODE_LENGTHS and code[0] != "0"):
            table.note(f"{key}[{number}]", NOT_AN_AREA_CODE, value=code)
        else:
            found.append(prefix(code))
    return tuple(found)


def _one_or_more(one_of: tuple[str, ...] = ()) -> Reader:
    def read(table: Table, key: str) -> tuple[str, ...]:
        if isinstance(table.raw.get(key), str):
            return (table.text(key, one_of=one_of),)
        return table.texts(key, one_of=one_of)

    return read


def _level(table: Table, key: str) -> str:
    return table.text(key, one_of=OUTSIDE_LEVELS)


# ---------------------------------------------------------------------- tests
def _equals(fact: str) -> Callable[[Any], Test]:
    return lambda value: lambda facts, _origin: getattr(facts, fact) is value


def _among(fact: str) -> Callable[[Any], Test]:
    return lambda values: lambda facts, _origin: getattr(facts, fact) in values


def _at_least(fact: str) -> Callable[[Any], Test]:
    def compile_test(least: float) -> Test:
        return lambda facts, _origin: (value := getattr(facts, fact)) is not None and value >= least

    return compile_test


def _below(fact: str) -> Callable[[Any], Test]:
    def compile_test(limit: float) -> Test:
        return lambda facts, _origin: (value := getattr(facts, fact)) is not None and value < limit

    return compile_test


def _from_area_in(areas: tuple[str, ...]) -> Test:
    return lambda _facts, origin: bool(origin.code) and origin.code.startswith(areas)


def _from_area_not_in(areas: tuple[str, ...]) -> Test:
    return lambda _facts, origin: bool(origin.code) and not origin.code.startswith(areas)


def _via_area_in(areas: tuple[str, ...]) -> Test:
    return lambda facts, _origin: bool(facts.via_code) and facts.via_code.startswith(areas)


def _from_outside(level: str) -> Test:
    return lambda _facts, origin: origin.outside is not None and level in origin.outside


def _from_inside(level: str) -> Test:
    return lambda _facts, origin: origin.outside is not None and level not in origin.outside


def _has_symptom(symptoms: tuple[str, ...]) -> Test:
    def test(facts: ArrivalFacts, _origin: Origin) -> bool:
        return not facts.symptoms.isdisjoint(symptoms)

    return test


KINDS: dict[str, tuple[Reader, Callable[[Any], Test]]] = {
    "contact_of": (_one_or_more(tuple(ContactOf.values)), _among("contact")),
    "contact_with_class": (_one_or_more(), _among("contact_with_class")),
    "case_status": (_one_or_more(tuple(CaseStatus.values)), _among("case_status")),
    "risk_level": (_one_or_more(tuple(RiskLevel.values)), _among("risk_level")),
    "from_area_in": (_areas, _from_area_in),
    "from_area_not_in": (_areas, _from_area_not_in),
    "via_area_in": (_areas, _via_area_in),
    "from_outside": (_level, _from_outside),
    "from_inside": (_level, _from_inside),
    "symptoms_any": (_one_or_more(), _has_symptom),
    "transport": (_one_or_more(), _among("transport")),
    "declared_by": (_one_or_more(), _among("declared_by")),
    **{fact: (Table.yes_no, _equals(fact)) for fact in YES_NO_FACTS},
    **{key: (Table.number, _at_least(fact)) for key, fact in AT_LEAST.items()},
    **{key: (Table.number, _below(fact)) for key, fact in BELOW.items()},
}
