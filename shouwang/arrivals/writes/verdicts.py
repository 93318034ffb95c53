"""What a judged row is answered."""

from dataclasses import replace
from typing import Any

from shouwang.arrivals import choices
from shouwang.arrivals.rules.returns import Compared, Relation
from shouwang.arrivals.writes.cases import Case
from shouwang.lib.verdicts import Verdict, Warned, accepted, duplicate, refused

NAME_VARIANT = "NAME_VARIANT"
EXACT, PERSON, CONFLICT = "DUPLICATE_EXACT", "DUPLICATE_PERSON", "CONFLICT"


def verdict_of(case: Case) -> Verdict:
    """The answer to one row, as far as it is judged; recording gives the same answer."""
    if case.refusal:
        return refused(case.refusal)
    if case.compared and case.compared.relation in (Relation.EXACT, Relation.SAME, Relation.CONFLICT):
        return replace(_known(case, case.compared), warnings=_of_the_name(case))
    return accepted(case.id, tuple(case.warnings), **facts_of_case(case))


def _of_the_name(case: Case) -> tuple[Warned, ...]:
    """A known return under another name is looked at by a person: a document may have been copied into the wrong row."""
    return tuple(warned for warned in case.warnings if warned.code == NAME_VARIANT)


def facts_of_case(case: Case) -> dict[str, Any]:
    """What follows from the row: place, origin, class, measure, dates."""
    found = case.classification
    facts: dict[str, Any] = {"area": case.area, "origin": case.origin} | case.person_facts
    if case.candidates:
        facts["candidates"] = case.candidates
    if found:
        facts |= {
            "arrival_class": found.class_id, "measure": found.measure, "from_date": found.from_date,
            "to_date": found.ends_on,
            "needs_missing": list(found.needs_missing), "then": list(found.then),
            "transfer_required": found.transfer_required,
        }  # fmt: skip
    return facts


def _known(case: Case, compared: Compared) -> Verdict:
    root = case.known.root
    if compared.relation is Relation.EXACT:
        return duplicate(root, EXACT, str(choices.SAME_RETURN))
    shown = shown_differences(compared)
    if compared.relation is Relation.CONFLICT:
        return duplicate(
            root, CONFLICT, choices.CONTRADICTS % {"fields": titles(shown)}, differences=shown, kept=str(case.id)
        )
    sentence = choices.SAME_PERSON if shown else choices.SAME_PERSON_MORE
    named = titles(shown or compared.additions)
    return duplicate(root, PERSON, sentence % {"fields": named}, differences=shown, added=list(compared.additions))


def shown_differences(compared: Compared) -> dict[str, list[Any]]:
    """What is said otherwise, as JSON and a person can read it: ``{field: [known, told]}``."""
    return {name: [_plain(value) for value in pair] for name, pair in compared.differences.items()}


def titles(names: Any) -> str:
    """The titles of fields, for a sentence."""
    return ", ".join(str(choices.FIELD_TITLES.get(name, name)) for name in names)


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, str | int | bool | list) else str(value)
