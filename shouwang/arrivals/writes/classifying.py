"""The class of every row of a batch, by the rules in force on the day of registration."""

from typing import Any

from shouwang.arrivals import choices
from shouwang.arrivals.reads.rulings import Rules, facts_of
from shouwang.arrivals.rules import returns as rules
from shouwang.arrivals.writes.cases import Batch, Case
from shouwang.lib.refusals import Refused
from shouwang.policy.choices import OriginKind
from shouwang.policy.explanations import explanation_of
from shouwang.policy.packs import Pack
from shouwang.policy.rules import check_temperature
from shouwang.policy.tables import Classification, classify


def judge_classes(batch: Batch) -> None:
    """Find rules, origin and class of every open row. Refuses a temperature no body has; warns of a fever."""
    found = Rules(batch.book, list(batch.open()))
    for case in batch.open():
        try:
            case.found_rules = pack = found.pack(case)
            case.from_origin = found.origin(case, pack)
            _check_body(case, pack)
        except Refused as refusal:
            case.refuse(refusal)
            continue
        found_class = classify(facts_of(case.row, case.age), pack, on=case.on, origin=case.from_origin)
        if case.row.announced:
            case.expected = found_class
        else:
            case.classification = found_class


def rule_of(classification: Classification) -> dict[str, Any]:
    """The rule that made a class, with its explanation not yet said in any language; plain JSON."""
    rule, explanation = classification.rule, explanation_of(classification)
    return {
        "pack": rule.pack_id, "version": rule.version, "unit": rule.unit, "class": rule.class_id,
        "then": list(classification.then), "needs_missing": list(classification.needs_missing),
        "explanation": {"key": explanation.key, "facts": explanation.facts},
    }  # fmt: skip


def _check_body(case: Case, found: Pack) -> None:
    if case.row.temperature_c is not None:
        check_temperature(float(case.row.temperature_c), found.signs)
        if rules.is_fever(case.row.temperature_c, found.signs.fever_c):
            case.warn("FEVER", choices.FEVER % {"value": case.row.temperature_c})
    if case.from_origin.kind == OriginKind.UNKNOWN:
        case.warn("UNKNOWN_VALUE", choices.FROM_UNKNOWN % {"words": case.row.from_place})
