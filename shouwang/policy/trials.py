"""Tries a pack on made-up persons: its own examples before it is put in force, or anybody an officer makes up."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language

from shouwang.policy import choices
from shouwang.policy.facts import ArrivalFacts, Origin
from shouwang.policy.origins import origin
from shouwang.policy.overlays import Overlay
from shouwang.policy.pack_tables import Fault, PackFaulty
from shouwang.policy.packs import ArrivalClass, Condition, Example, Pack
from shouwang.policy.tables import Classification, classify


def classify_from(
    facts: ArrivalFacts, from_place: str, pack: Pack, overlays: Sequence[Overlay] = (), *, home: str, on: date
) -> Classification:
    """The class of a person of the county ``home`` (official code) who came from a place given as code or words."""
    came_from = origin(from_place, home_county_code=home, pack=pack)
    return classify(facts, pack, overlays, on=on, origin=came_from)


@dataclass(frozen=True)
class Tried:
    """One line of the table held against a person: which conditions do not hold, which proofs are lacking."""

    line: ArrivalClass
    failed: tuple[Condition, ...]
    lacking: tuple[str, ...]

    @property
    def fits(self) -> bool:
        """Whether this line decides."""
        return not self.failed and not self.lacking


def lines_tried(facts: ArrivalFacts, came_from: Origin, rules: Pack) -> list[Tried]:
    """The lines in their order, up to the first that fits; all of them where none does."""
    tried: list[Tried] = []
    for line in rules.classes:
        failed = tuple(condition for condition in line.when if not condition.test(facts, came_from))
        lacking = tuple(need for need in line.needs if getattr(facts, need) is not True)
        tried.append(Tried(line, failed, lacking))
        if tried[-1].fits:
            break
    return tried


def check_examples(pack: Pack) -> None:
    """Refuse a pack without examples, or that gives another class, measure or date than they say. Raises PackFaulty."""
    if not pack.examples:
        raise PackFaulty([Fault(pack.source.file, "example", choices.NO_EXAMPLES)])
    faults = [fault for number, example in enumerate(pack.examples, 1) for fault in _faults(pack, example, number)]
    if faults:
        raise PackFaulty(faults)


def _faults(pack: Pack, example: Example, number: int) -> Iterator[Fault]:
    got = classify_from(example.facts, example.from_place, pack, home=example.home, on=example.on)
    expect = example.expect
    pairs = {
        "class": (got.class_id, expect.class_id),
        "measure": (got.measure, expect.measure),
        "due_on": (got.due_on, expect.due_on),
    }
    for what, (found, wanted) in pairs.items():
        if wanted is not None and found != wanted:
            facts = {"title": _name(example), "what": what, "got": str(found), "wanted": str(wanted)}
            yield Fault(pack.source.file, f"example[{number}].expect.{what}", choices.EXAMPLE_WRONG, facts)


def _name(example: Example) -> str:
    return example.titles.inside(get_language() or "en")
