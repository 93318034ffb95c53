"""The rules that apply to a return, and what follows from them."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from typing import Any

from shouwang.accounts.actors import Actor
from shouwang.arrivals import choices
from shouwang.lib import clocks, paths
from shouwang.lib.refusals import Refused
from shouwang.places import reads as places
from shouwang.policy import shelf
from shouwang.policy.facts import ArrivalFacts, Origin
from shouwang.policy.origins import origin
from shouwang.policy.overlays import effective
from shouwang.policy.packs import ArrivalClass, Pack
from shouwang.policy.places_words import place_of
from shouwang.policy.reads import Rulebook, rulebook
from shouwang.policy.tables import Classification, classify, classify_as

COUNTY, TOWNSHIP = (paths.WIDTH * (paths.LEVELS.index(level) + 1) for level in ("county", "township"))
WITHOUT_PLAN = "register-only"  # the pack that applies where none was put in force: registered, and left to an officer
COUNTY_ENDINGS = ("自治县", "县", "区", "市")


class Rules:
    """Rules and names of home for a batch, in a constant number of queries; asked with cases or stored returns."""

    def __init__(self, book: Rulebook, about: Sequence[Any]) -> None:
        self.book = book
        self._chains = unit_chains({code for one in about for code in (one.reporter, one.unit)})
        self._homes = _homes({one.area[:COUNTY] for one in about})
        self._packs: dict[tuple[str, str, str, date], Pack | Refused] = {}

    def pack(self, one: Any) -> Pack:
        """The pack with the overlays of the reporting unit and those above it, then of the managing unit and above.

        Where none is in force people are registered and left to an officer.
        """
        key = (one.reporter, one.unit, one.area[:TOWNSHIP], one.on)
        found = self._packs.get(key)
        if found is None:
            found = self._packs[key] = self._find(*key)
        if isinstance(found, Refused):
            raise found
        return found

    def origin(self, one: Any, pack: Pack) -> Origin:
        """Where somebody came from, seen from the county where the return is registered."""
        code, aliases = self._homes[one.area[:COUNTY]]
        return origin(one.from_place, home_county_code=code, pack=pack, aliases=aliases)

    def classify(self, one: Any) -> Classification:
        """The class of a stored return by the rules of the day of registration. Raises Refused no_pack."""
        pack = self.pack(one)
        return classify(facts_of(one, one.age), pack, on=one.on, origin=self.origin(one, pack))

    def classify_as(self, class_id: str, one: Any) -> Classification:
        """What follows when an officer decides on a class. Raises Refused unknown_class, no_pack."""
        pack = self.pack(one)
        found = classify_as(class_id, facts_of(one, one.age), pack, on=one.on, origin=self.origin(one, pack))
        if found is None:
            raise Refused("unknown_class", choices.UNKNOWN_CLASS, class_id=class_id)
        return found

    def _find(self, reporter: str, unit: str, area: str, day: date) -> Pack | Refused:
        try:
            return self.book.rules_for([*self._chains.get(reporter, ()), *self._chains.get(unit, ())], area, day)
        except Refused as refusal:
            return _without_plan() if refusal.code == "no_pack" else refusal


@cache
def _without_plan() -> Pack:
    return shelf.pack(WITHOUT_PLAN)


def facts_of(told: Any, age: int | None) -> ArrivalFacts:
    """What the decision table may test, from anything with the register's fields; ``age`` in completed years."""
    return ArrivalFacts(
        arrived_on=told.arrived_on,
        left_on=told.left_on,
        temperature_c=None if told.temperature_c is None else float(told.temperature_c),
        symptoms=frozenset(told.symptoms),
        case_contact=told.case_contact,
        health_certificate=told.health_certificate,
        fever_history=told.fever_history,
        work_need=told.work_need,
        via_key_area=told.via_key_area,
        via_code=place_of(told.via_place).code if told.via_place else "",
        stay_in_risk_area_days=told.stay_in_risk_area_days,
        stay_in_risk_county_days=told.stay_in_risk_county_days,
        age=age,
        transport=told.transport or None,
        declared_by=told.declared_by or None,
    )


def classes_open_to(one: Any) -> list[ArrivalClass]:
    """The classes an officer may choose from: those of the rules that apply to the return."""
    return list(Rules(rulebook(), [one]).pack(one).classes)


def classes_known(*, by: Actor) -> list[ArrivalClass]:
    """Every class that the rules of today know in the post's county: the pack's and those of single units."""
    book, today = rulebook(), clocks.today()
    try:
        pack = book.pack_for(by.area, today)
    except Refused:
        return []
    packs = [pack, *(effective(pack, (overlay,)) for overlay in book.overlays_since(by.area, today))]
    return list({line.id: line for one in packs for line in one.classes}.values())


def unit_chains(codes: Iterable[str]) -> dict[str, list[str]]:
    """Each unit with the units above it, nearest first; one query for each step of the longest chain."""
    parents: dict[str, str] = {}
    asked = {code for code in codes if code}
    waiting = asked
    while waiting:
        found = places.units(waiting)
        parents |= {code: found[code].parent if code in found else "" for code in waiting}
        waiting = {parent for parent in parents.values() if parent and parent not in parents}
    return {code: _chain(code, parents) for code in asked}


def _chain(code: str, parents: dict[str, str]) -> list[str]:
    chain: list[str] = []
    while code and code not in chain:
        chain.append(code)
        code = parents.get(code, "")
    return chain


def _homes(counties: set[str]) -> dict[str, tuple[str, dict[str, str]]]:
    """The official code of each county, and its own name with and without its ending as words that mean it."""
    codes, names = places.codes_of(counties), places.names(counties)
    return {
        county: (codes.get(county, "")[:6], _aliases(names.get(county, ""), codes.get(county, "")[:6]))
        for county in counties
    }


def _aliases(name: str, code: str) -> dict[str, str]:
    bare = next((name.removesuffix(ending) for ending in COUNTY_ENDINGS if name.endswith(ending)), name)
    return {word: code for word in {name, bare} if len(word) > 1 and code}
