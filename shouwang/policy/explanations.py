"""Says in one sentence what was decided for a person, why, by which rule, from when and until when.

An explanation is a key and facts (plain JSON), so that it can be kept beside a decision and said again in any language.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from shouwang.policy import shelf
from shouwang.policy.choices import UNDECIDED, CaseStatus, ContactOf, RiskLevel
from shouwang.policy.packs import Condition, Pack, Titles
from shouwang.policy.tables import Classification, PlannedStep
from shouwang.ui import formats

SENTENCES = {
    "until": _("%(measure)s from %(from)s until %(due)s, because of: %(reasons)s (%(rule)s)."),
    "steps": _("%(measure)s from %(from)s until %(due)s, then %(next)s, because of: %(reasons)s (%(rule)s)."),
    "open": _("%(measure)s, because of: %(reasons)s (%(rule)s)."),
    "over": _("Nothing any more: %(measure)s ended on %(due)s; it followed from: %(reasons)s (%(rule)s)."),
    "undecided": _("No rule fits what is known, so an officer decides (%(rule)s)."),
    "proof_missing": _("No rule fits without %(missing)s, so an officer decides (%(rule)s)."),
}
NEXT_STEP = _("%(measure)s until %(due)s")
PACK_RULE = _("rule “%(class)s” of “%(pack)s”, version %(version)s")
NO_PACK_RULE = _("“%(pack)s”, version %(version)s")
NO_UNIT_RULE = _("rules of %(unit)s under “%(pack)s”, version %(version)s")
UNIT_RULE = _("rule “%(class)s” of %(unit)s under “%(pack)s”, version %(version)s")

PROOFS = {
    "health_certificate": _("a health certificate"),
    "negative_test": _("a negative test"),
    "immune": _("proof of immunity"),
    "work_need": _("being needed for work"),
    "case_contact": _("contact with a case"),
    "fever_history": _("an earlier fever"),
    "via_key_area": _("having passed through a key area"),
}
YES = {
    "case_contact": _("contact with a case"),
    "immune": _("immune to the disease"),
    "health_certificate": _("health certificate shown"),
    "negative_test": _("negative test shown"),
    "fever_history": _("had a fever before"),
    "work_need": _("needed for work"),
    "via_key_area": _("passed through a key area"),
}
NO = {
    "case_contact": _("no contact with a case"),
    "immune": _("not immune to the disease"),
    "health_certificate": _("no health certificate"),
    "negative_test": _("no negative test"),
    "fever_history": _("never had a fever"),
    "work_need": _("not needed for work"),
    "via_key_area": _("did not pass through a key area"),
}
OUTSIDE = {
    "county": _("came from outside the county%(place)s"),
    "prefecture": _("came from outside the prefecture%(place)s"),
    "province": _("came from outside the province%(place)s"),
    "country": _("came from abroad%(place)s"),
}
INSIDE = {
    "county": _("came from within the county%(place)s"),
    "prefecture": _("came from within the prefecture%(place)s"),
    "province": _("came from within the province%(place)s"),
    "country": _("came from within the country%(place)s"),
}
WITH_VALUE = {
    "from_area_in": _("came from a listed area%(place)s"),
    "from_area_not_in": _("did not come from a listed area%(place)s"),
    "via_area_in": _("passed through a listed area"),
    "contact_with_class": _("contact with people of: %(value)s"),
    "symptoms_any": _("symptoms"),
    "transport": _("way of travelling"),
    "declared_by": _("who declared the return"),
    "temperature_c_min": _("body temperature of %(value)s °C or more"),
    "temperature_c_below": _("body temperature below %(value)s °C"),
    "stay_in_risk_area_days": _("%(value)s days or more in a risk area"),
    "stay_in_risk_county_days": _("%(value)s days or more in a county with a risk area"),
    "age_min": _("%(value)s years old or older"),
    "age_below": _("younger than %(value)s years"),
}
CONTACT_WITH = pgettext_lazy("reason", "contact with %(whom)s")


@dataclass(frozen=True)
class Explanation:
    """A sentence not yet said: which one, and the facts that fill it (plain JSON)."""

    key: str
    facts: dict[str, Any]


def explain(classification: Classification, language: str) -> str:
    """The sentence about a classification for readers of a language (``zh-hans``, ``en``)."""
    return sentence(explanation_of(classification), language)


def explanation_of(classification: Classification) -> Explanation:
    """What is to be said about a classification."""
    rule, line = classification.rule, classification.line
    facts: dict[str, Any] = {
        "pack": _both(classification.pack.titles),
        "version": rule.version,
        "unit": rule.unit,
        "class": rule.class_id,
        "class_titles": _both(line.titles) if line and line.titles else None,
        "reasons": [_reason(condition, classification.pack) for condition in line.when] if line else [],
        "place": classification.origin.words,
        "missing": list(classification.needs_missing),
        "steps": [_step(step) for step in classification.measure_steps],
    }
    return Explanation(_key(classification), facts)


def sentence(explanation: Explanation, language: str) -> str:
    """The sentence of an explanation in a language."""
    with translation.override(language):
        facts = explanation.facts
        filled = {"rule": _rule(facts, language), "reasons": _reasons(facts, language), "missing": _missing(facts)}
        if facts["steps"]:
            filled |= _dates(facts["steps"], language)
        return str(SENTENCES[explanation.key]) % filled


def _key(classification: Classification) -> str:
    if not classification.decided:
        return "proof_missing" if classification.needs_missing else "undecided"
    first, ends_on = classification.first, classification.ends_on
    if first is None or first.due_on is None:
        return "open"
    if ends_on is not None and classification.from_date is not None and ends_on <= classification.from_date:
        return "over"
    return "steps" if len(classification.measure_steps) > 1 else "until"


# ---------------------------------------------------------------------- facts, plain
def _both(titles: Titles) -> list[str]:
    return [titles.zh, titles.en]


def _step(step: PlannedStep) -> dict[str, Any]:
    return {"titles": _both(step.measure.titles), "from": _iso(step.from_on), "due": _iso(step.due_on)}


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _reason(condition: Condition, pack: Pack) -> list[Any]:
    value = condition.value
    if condition.key == "contact_with_class":
        titles = {line.id: line.titles for line in pack.classes}
        return [condition.key, [_both(titles.get(name) or Titles(name, name)) for name in value]]
    return [condition.key, list(value) if isinstance(value, tuple) else value]


# ---------------------------------------------------------------------- words
def _title(both: list[str], language: str) -> str:
    return Titles(*both).inside(language)


def _day(iso: str) -> str:
    return formats.day(date.fromisoformat(iso)) if iso else ""


def _dates(steps: list[dict[str, Any]], language: str) -> dict[str, str]:
    first, *later = steps
    said = _said(first, language)
    following = [str(NEXT_STEP) % _said(step, language) for step in later]
    return {**said, "from": _day(first["from"]), "next": _joined(following)}


def _said(step: dict[str, Any], language: str) -> dict[str, str]:
    return {"measure": _title(step["titles"], language), "due": _day(step["due"])}


def _joined(parts: list[str]) -> str:
    return pgettext("between the parts of a list", ", ").join(parts)


def _rule(facts: dict[str, Any], language: str) -> str:
    name = _title(facts["class_titles"], language) if facts["class_titles"] else facts["class"]
    filled = {**facts, "class": name, "pack": _title(facts["pack"], language)}
    if facts["class"] == UNDECIDED:
        return str(NO_UNIT_RULE if facts["unit"] else NO_PACK_RULE) % filled
    return str(UNIT_RULE if facts["unit"] else PACK_RULE) % filled


def _missing(facts: dict[str, Any]) -> str:
    return _joined([str(PROOFS[need]) for need in facts["missing"]])


def _reasons(facts: dict[str, Any], language: str) -> str:
    place = pgettext("a place after a phrase", " (%(place)s)") % {"place": facts["place"]} if facts["place"] else ""
    phrases = [_phrase(key, value, place, language) for key, value in facts["reasons"]]
    return _joined(phrases or [pgettext("no condition was set", "the rule for everybody")])


def condition_phrase(condition: Condition, pack: Pack, language: str, place: str = "") -> str:
    """One condition in words, in the language that is active; ``place`` follows where the condition is about a place."""
    key, value = _reason(condition, pack)
    return _phrase(key, value, place, language)


def _phrase(key: str, value: Any, place: str, language: str) -> str:
    if isinstance(value, bool):
        return str(YES[key] if value else NO[key])
    if key in _ENUMERATED:
        return _ENUMERATED[key](value)
    if key in ("from_outside", "from_inside"):
        return str((OUTSIDE if key == "from_outside" else INSIDE)[value]) % {"place": place}
    if key == "contact_with_class":
        value = _joined([_title(both, language) for both in value])
    return str(WITH_VALUE[key]) % {"value": value, "place": place}


def _labels(choices: Any, values: list[str]) -> str:
    return _joined([str(choices(value).label) for value in values])


_ENUMERATED: dict[str, Callable[[list[str]], str]] = {
    "contact_of": lambda values: str(CONTACT_WITH) % {"whom": _labels(ContactOf, values)},
    "risk_level": lambda values: _labels(RiskLevel, values),
    "case_status": lambda values: _labels(CaseStatus, values),
}


def plan_of(rule: Mapping[str, Any], language: str) -> str:
    """The plan a kept rule belongs to, by title and version, in a language; empty where no plan made the decision."""
    titles = rule.get("explanation", {}).get("facts", {}).get("pack") or _titles_on_the_shelf(rule.get("pack", ""))
    if not titles:
        return str(rule.get("pack", ""))
    with translation.override(language):
        return str(NO_PACK_RULE) % {"pack": Titles(*titles).inside(language), "version": rule.get("version", "")}


def _titles_on_the_shelf(pack_id: str) -> list[str] | None:
    return _both(shelf.pack(pack_id).titles) if pack_id in shelf.files() else None
