"""Names of areas for the frame of a page. The places feature stands higher, so ``project`` supplies the names."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from shouwang.lib import paths

Namer = Callable[[Iterable[str]], Mapping[str, str]]
Linker = Callable[[str], str]


@dataclass(frozen=True)
class Crumb:
    """One step of the way down the area tree."""

    label: str
    url: str = ""


def _unnamed(wanted: Iterable[str]) -> Mapping[str, str]:
    return {path: path for path in wanted}


def _unlinked(_path: str) -> str:
    return ""


@dataclass
class _Source:
    name_all: Namer = _unnamed
    link: Linker = _unlinked


_source = _Source()


def supply(name_all: Namer, link: Linker = _unlinked) -> None:
    """Say how areas are called (paths in, names by path out, one query) and where an area's page is."""
    _source.name_all, _source.link = name_all, link


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
