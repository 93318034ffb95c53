"""The kind of place somebody came from, seen from the home county; independent of the class that follows."""

from collections.abc import Mapping
from functools import lru_cache

from shouwang.policy.choices import OriginKind
from shouwang.policy.facts import Origin
from shouwang.policy.packs import Pack
from shouwang.policy.places_words import Place, with_aliases

_LEVELS = {"county": 6, "prefecture": 4, "province": 2}  # digits of the official code
_ALL = frozenset({"county", "prefecture", "province", "country"})
_OUTSIDE_BUT_NEARER = {
    "county": frozenset({"county"}),
    "province": frozenset({"county", "prefecture", "province"}),
    "country": _ALL,
}
NO_ALIASES: Mapping[str, str] = {}


def origin(code_or_words: str, *, home_county_code: str, pack: Pack, aliases: Mapping[str, str] = NO_ALIASES) -> Origin:
    """Where a person came from.

    ``home_county_code`` is the official six-digit code of the county; key areas are those the pack's own lines name.
    ``aliases`` are local names with their codes, the home county's own name among them (``{"扶沟": "411621"}``).
    A prefecture named without a county counts as outside the home county.
    """
    return _cached(code_or_words, home_county_code, pack.key_areas, frozenset(aliases.items()))


@lru_cache(maxsize=16384)
def _cached(words: str, home: str, key_areas: tuple[str, ...], aliases: frozenset[tuple[str, str]]) -> Origin:
    return _origin_of(with_aliases(words, dict(aliases)), home, key_areas, words)


def _origin_of(place: Place, home: str, key_areas: tuple[str, ...], words: str) -> Origin:
    if place.abroad:
        return Origin(OriginKind.OVERSEAS, place.code, _ALL, words)
    if place.outside:
        return Origin(_kind_of_relation(place.outside), "", _OUTSIDE_BUT_NEARER[place.outside], words)
    if not place.code:
        return Origin(OriginKind.UNKNOWN, words=words)
    outside = frozenset(level for level, digits in _LEVELS.items() if place.code[:digits] != home[:digits])
    return Origin(_kind(place.code, outside, key_areas), place.code, outside, words)


def _kind_of_relation(level: str) -> OriginKind:
    return OriginKind.OTHER_PROVINCE if level == "province" else OriginKind.IN_PROVINCE


def _kind(code: str, outside: frozenset[str], key_areas: tuple[str, ...]) -> OriginKind:
    if "county" not in outside:
        return OriginKind.IN_COUNTY
    if key_areas and code.startswith(key_areas):
        return OriginKind.KEY_AREA
    return OriginKind.OTHER_PROVINCE if "province" in outside else OriginKind.IN_PROVINCE
