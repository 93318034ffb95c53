"""Whether a unit's rules are milder than the pack they lie on: an overlay may be stricter, never milder.

Compared are the parts that bind people, measure by measure, and what the pack's own examples would get. A person whom
the unit leaves to an officer is not freed by that.
"""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import get_language

from shouwang.policy import choices
from shouwang.policy.choices import MeasurePlace
from shouwang.policy.packs import Measure, Pack
from shouwang.policy.tables import Classification
from shouwang.policy.trials import classify_from

Milder = tuple[str, Any, dict[str, Any]]  # key of the part, sentence, facts


def milder_parts(pack: Pack, over: Pack) -> list[Milder]:
    """Everything in which ``over`` (the pack with a unit's overlay) asks less than ``pack``."""
    return [*_signs(pack, over), *_measures(pack, over), *_release(pack, over), *_examples(pack, over)]


def severity(measure: Measure) -> int:
    """How much a measure binds a person: 0 nothing, 4 the way to a clinic."""
    if measure.place == MeasurePlace.CLINIC:
        return 4
    if measure.place == MeasurePlace.SITE:
        return 3
    if not measure.leave_home:
        return 2
    return 1 if measure.binds else 0


def _signs(pack: Pack, over: Pack) -> Iterator[Milder]:
    if over.signs.fever_c > pack.signs.fever_c:
        yield "signs.fever_c", choices.MILDER_FEVER, {"was": pack.signs.fever_c, "now": over.signs.fever_c}


def _measures(pack: Pack, over: Pack) -> Iterator[Milder]:
    for was in pack.measures.values():
        now = over.measures[was.id]
        if was.days is not None and (now.days is None or now.days < was.days):
            yield f"measure.{was.id}.days", choices.MILDER_DAYS, {"was": was.days, "now": now.days or 0}
        if len(now.slots) < len(was.slots):
            yield f"measure.{was.id}.slots", choices.MILDER_SLOTS, {"was": len(was.slots), "now": len(now.slots)}
        if now.leave_home and not was.leave_home:
            yield f"measure.{was.id}.leave_home", choices.MILDER_HOME, {}


def _release(pack: Pack, over: Pack) -> Iterator[Milder]:
    for condition in pack.release.require:
        if condition not in over.release.require:
            yield "release.require", choices.MILDER_RELEASE, {"what": condition}


def _examples(pack: Pack, over: Pack) -> Iterator[Milder]:
    for number, example in enumerate(pack.examples, 1):
        was, now = (
            classify_from(example.facts, example.from_place, rules, home=example.home, on=example.on)
            for rules in (pack, over)
        )
        if not _left_to_the_pack(now) and _is_milder(now, was):
            facts = {"title": example.titles.inside(get_language() or "en"), "was": _title(was), "now": _title(now)}
            yield f"example[{number}]", choices.MILDER_EXAMPLE, facts


def _left_to_the_pack(now: Classification) -> bool:
    """A line of the pack itself decided, in a unit whose other people all come to an officer."""
    return bool(now.pack.otherwise) and now.line is not None and not now.line.unit


def _is_milder(now: Classification, was: Classification) -> bool:
    if not now.decided or not was.decided:
        return False
    weights = [severity(one.first.measure) if one.first else 0 for one in (now, was)]
    if weights[0] != weights[1]:
        return weights[0] < weights[1]
    return now.ends_on is not None and was.ends_on is not None and now.ends_on < was.ends_on


def _title(found: Classification) -> str:
    return found.first.measure.titles.inside(get_language() or "en") if found.first else found.class_id
