"""Reads made-up persons: the ``[[example]]`` entries of a pack, and the facts of somebody to try."""

from typing import Any

from shouwang.policy.choices import UNDECIDED, CaseStatus, ContactOf, RiskLevel
from shouwang.policy.facts import YES_NO_FACTS, ArrivalFacts
from shouwang.policy.pack_tables import Table
from shouwang.policy.packs import Example, Expected, Titles

_DAYS = ("arrived_on", "left_on", "last_exposure_on")
_NUMBERS = ("temperature_c",)
_WHOLE = ("stay_in_risk_area_days", "stay_in_risk_county_days", "age")
_TEXTS = ("contact_with_class", "transport", "declared_by")


def read_examples(tables: list[Table]) -> tuple[Example, ...]:
    """The ``[[example]]`` entries."""
    return tuple(_read_example(table) for table in tables)


def _read_example(table: Table) -> Example:
    facts = table.table("facts") or Table({}, table.path("facts"), table.faults)
    expect = table.table("expect") or Table({}, table.path("expect"), table.faults)
    from_place = facts.text("from_place", "")
    example = Example(
        titles=_read_titles(table),
        home=table.text("home"),
        on=table.day("on"),
        facts=read_facts(facts),
        from_place=from_place,
        expect=_read_expected(expect),
    )
    table.finish()
    return example


def _read_titles(table: Table) -> Titles:
    """``title`` says in English who it is, ``title_zh`` in Chinese; either stands for the other where one is missing."""
    title = table.text("title")
    return Titles(table.text("title_zh", title), title)


def _read_expected(table: Table) -> Expected:
    expected = Expected(table.text("class", UNDECIDED), table.text("measure", None), table.day("due_on", None))
    table.finish()
    return expected


def read_facts(table: Table) -> ArrivalFacts:
    """The facts of a person from a table; keys not written are unknown facts."""
    read: dict[str, Any] = {key: table.day(key, None) for key in _DAYS}
    read |= {key: table.number(key, None) for key in _NUMBERS}
    read |= {key: table.whole(key, None) for key in _WHOLE}
    read |= {key: table.yes_no(key, None) for key in YES_NO_FACTS}
    read |= {key: table.text(key, None) for key in _TEXTS}
    facts = ArrivalFacts(
        **read,
        symptoms=frozenset(table.texts("symptoms", ())),
        contact_of=table.text("contact_of", None, one_of=ContactOf.values),
        case_status=table.text("case_status", None, one_of=CaseStatus.values),
        risk_level=table.text("risk_level", None, one_of=RiskLevel.values),
        via_code=table.text("via_code", ""),
    )
    table.finish()
    return facts
