"""Names of areas for floors below the places feature: it stands higher, so ``project`` supplies how to find and call them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from shouwang.lib import paths

Namer = Callable[[Iterable[str]], Mapping[str, str]]
Linker = Callable[[str], str]
Finder = Callable[[str, str], str | None]


@dataclass(frozen=True)
class Crumb:
    """One step of the way down the area tree."""

    label: str
    url: str = ""


def _unnamed(wanted: Iterable[str]) -> Mapping[str, str]:
    return {path: path for path in wanted}


def _unlinked(_path: str) -> str:
    return ""


def _unfound(words: str, within: str) -> str | None:
    return words if paths.is_path(words) and paths.holds(within, words) else None


@dataclass
class _Source:
    name_all: Namer = _unnamed
    link: Linker = _unlinked
    find: Finder = _unfound


_source = _Source()


def supply(name_all: Namer, link: Linker = _unlinked, find: Finder = _unfound) -> None:
    """Say how areas are called (paths in, names by path out, one query), where their pages are, and how words find one."""
    _source.name_all, _source.link, _source.find = name_all, link, find


def find(words: str, within: str) -> str | None:
    """The area inside ``within`` that a path, a code or words surely mean; else none."""
    return _source.find(words, within)


def names(wanted: Iterable[str]) -> Mapping[str, str]:
    """The names of these areas, by path; an area without a name is shown as its path."""
    asked = sorted(set(wanted) - {""})
    found = _source.name_all(asked) if asked else {}
    return {path: found.get(path, path) for path in asked}


def crumbs(path: str, top: str = "") -> list[Crumb]:
    """The way from ``top`` (the area of the acting post) down to an area, each step linked."""
    steps = [step for step in [*paths.ancestors(path), path] if step and step.startswith(top)]
    named = names(steps)
    return [Crumb(named[step], _source.link(step)) for step in steps]
