"""Names of areas for floors below the places feature: it stands higher, so ``project`` supplies how to find and call them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from shouwang.lib import paths

Namer = Callable[[Iterable[str]], Mapping[str, str]]
Linker = Callable[[str], str]
Finder = Callable[[str, str], str | None]
Neighbours = Callable[[str, str], Sequence[tuple[str, str]]]


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


def _alone(_path: str, _top: str) -> Sequence[tuple[str, str]]:
    return ()


@dataclass(frozen=True)
class Within:
    """Where a page may be narrowed to from an area: up the way, down into it, over to what lies beside it."""

    here: str
    up: Sequence[Crumb] = ()
    below: Sequence[Crumb] = ()
    beside: Sequence[Crumb] = ()

    def __bool__(self) -> bool:
        """Whether there is anywhere to go."""
        return bool(self.up or self.below or self.beside)


@dataclass
class _Source:
    name_all: Namer = _unnamed
    link: Linker = _unlinked
    find: Finder = _unfound
    near: Neighbours = _alone


_source = _Source()


def supply(name_all: Namer, link: Linker = _unlinked, find: Finder = _unfound, near: Neighbours = _alone) -> None:
    """Say how areas are called (paths in, names by path out, one query), where their pages are, how words find one, and what lies near one.

    ``near`` gets an area and the topmost one to be seen, and answers path and name of those right below it and of those beside it, in one query.
    """
    _source.name_all, _source.link, _source.find, _source.near = name_all, link, find, near


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
    return [Crumb(name, _source.link(step)) for step, name in _way(path, top)]


def _way(path: str, top: str) -> list[tuple[str, str]]:
    steps = [step for step in [*paths.ancestors(path), path] if step and step.startswith(top)]
    named = names(steps)
    return [(step, named[step]) for step in steps]


def within(path: str, top: str, address: Callable[[str | None], str]) -> Within:
    """Where a page may be narrowed to from an area; ``address`` answers where the page shows an area (None: all down from ``top``). Two queries."""
    *up, (_path, here) = _way(path, top) or [("", "")]
    near = _source.near(path, top)
    return Within(
        here=here,
        up=[Crumb(name, address(None if step == top else step)) for step, name in up],
        below=[Crumb(name, address(step)) for step, name in near if paths.parent(step) == path],
        beside=[Crumb(name, address(step)) for step, name in near if paths.parent(step) != path],
    )
