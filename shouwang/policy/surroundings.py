"""What higher floors know and these pages need: names of units, the official code of a county. ``project`` supplies it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

NameUnits = Callable[[Iterable[str]], Mapping[str, str]]
CodeOf = Callable[[str], str]


@dataclass
class _Known:
    name_units: NameUnits = lambda codes: {code: code for code in codes}
    county_code: CodeOf = lambda _area: ""


_known = _Known()


def supply(name_units: NameUnits, county_code: CodeOf) -> None:
    """Say how units are called and which official code the county of an area has."""
    _known.name_units, _known.county_code = name_units, county_code


def unit_names(codes: Iterable[str]) -> dict[str, str]:
    """The names of units, by code; a unit without a name is shown by its code."""
    asked = sorted(set(codes) - {""})
    found = _known.name_units(asked) if asked else {}
    return {code: found.get(code, code) for code in asked}


def county_code(area: str) -> str:
    """The official code of the county an area lies in; empty where it is not known or the area lies above a county."""
    return _known.county_code(area)
