"""Classes, measures and reasons in the reader's words, from what was kept with each decision."""

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from shouwang.arrivals.choices import DecidedBy
from shouwang.policy.choices import UNDECIDED
from shouwang.policy.explanations import Explanation, sentence
from shouwang.policy.packs import Titles

NO_CLASS = _("No class yet")
UNDECIDED_LABEL = _("Undecided: an officer decides")
NO_MEASURE = _("No measure")
BY_OFFICER = _("An officer decided on “%(class)s”: %(reason)s")


def class_label(decision: Any) -> str:
    """The class of a return or of a decision in its history."""
    if not decision.arrival_class:
        return str(NO_CLASS)
    if decision.arrival_class == UNDECIDED:
        return str(UNDECIDED_LABEL)
    titles = _facts(decision).get("class_titles")
    return _say(titles) if titles else decision.arrival_class


def measure_label(decision: Any) -> str:
    """The first measure of a return or of a decision in its history."""
    steps = _facts(decision).get("steps")
    return _say(steps[0]["titles"]) if steps else str(NO_MEASURE) if decision.arrival_class else ""


def why(decision: Any, reason: str = "") -> str:
    """The sentence that explains a class; of one that an officer decided, with the officer's reason."""
    kept = decision.rule.get("explanation")
    if not kept:
        return ""
    if decision.decided_by == DecidedBy.OFFICER:
        return str(BY_OFFICER) % {"class": class_label(decision), "reason": reason}
    return sentence(Explanation(kept["key"], kept["facts"]), _language())


def _facts(decision: Any) -> dict[str, Any]:
    return decision.rule.get("explanation", {}).get("facts", {})


def _say(titles: list[str]) -> str:
    return Titles(*titles).inside(_language())


def _language() -> str:
    return get_language() or "en"
