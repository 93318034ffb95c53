"""Finds the area that words mean: an exact hit is taken, a near one offered, between two equal ones nobody guesses."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from shouwang.lib import paths
from shouwang.lib.names import differ_by_one
from shouwang.places.choices import AMBIGUOUS, FUZZY, UNKNOWN
from shouwang.places.rules import names

MOST_OFFERED = 5
SURE_LENGTH = 3  # a bare name this long may be misprinted in a whole county; a shorter one only within a township
_DIGITS = "0123456789"
_DOOR = _DIGITS + "一二三四五六七八九十第东西南北前后"
_DEPTH = {level: depth for depth, level in enumerate(paths.LEVELS)}


@dataclass(frozen=True, slots=True)
class Place:
    """An area as the matcher knows it; ``aliases`` are further names."""

    path: str
    name: str
    level: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class AreaMatch:
    """The area that words mean; else why not, and what they may mean."""

    path: str | None
    code: str = ""
    candidates: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Entry:
    path: str
    key: str
    kind: str
    level: str


_Index = dict[str, list[_Entry]]


class Directory:
    """The areas in which a post may look, the root included, ready for any number of questions.

    ``above`` are the places over the root: their names may stand in front of an address and say nothing new.
    """

    def __init__(self, places: Iterable[Place], root: str, above: Sequence[Place] = ()) -> None:
        self.root = root
        self._full: _Index = {}
        self._bare: _Index = {}
        self._written: _Index = {}  # villages, with every ending they may be written with
        self._upper: _Index = {}  # townships and higher by whole name
        self._upper_bare: _Index = {}  # and without their endings
        for place in places:
            for name in (place.name, *place.aliases):
                self._enter(place, names.fold(name))
        self._above = [names.fold(place.name) for place in above]
        self._near_found: dict[tuple[str, ...], list[str]] = {}
        self._bare_by_length: dict[int, list[str]] = {}
        for key in self._bare:
            self._bare_by_length.setdefault(len(key), []).append(key)

    def _enter(self, place: Place, name: str) -> None:
        village = place.level == "village"
        key = names.bare(name) if village else names.upper_key(name)
        entry = _Entry(place.path, key, names.committee(name), place.level)
        self._full.setdefault(name, []).append(entry)
        if village or _DEPTH[place.level] < _DEPTH["village"]:
            (self._bare if village else self._upper_bare).setdefault(key, []).append(entry)
            for way in names.ways_to_write_village(name) if village else names.ways_to_write_upper(name):
                (self._written if village else self._upper).setdefault(way, []).append(entry)

    def match(self, words: str) -> AreaMatch:
        """What the words mean: a name, names from above down, or an address that begins with them."""
        text = names.fold(words)
        if not text:
            return AreaMatch(None, UNKNOWN)
        if exact := self._exact(text, [self.root]):
            return exact
        inside = self._without_above(text)
        scopes, rest = self._narrow([self.root], inside)
        if rest:
            return self._exact(rest, scopes) or self._begins(rest, scopes) or self._near(rest, scopes)
        return _decided(scopes) if inside else AreaMatch(None, UNKNOWN, [self.root])

    def _without_above(self, text: str) -> str:
        """The words without leading names of the places over the root."""
        for name in self._above:
            for way in (name, names.upper_key(name)):
                rest = text[len(way) :]
                if text.startswith(way) and not names.goes_on_as_village(rest):
                    text = rest
                    break
        return text

    def _narrow(self, scopes: list[str], text: str) -> tuple[list[str], str]:
        """The areas that leading names of counties and townships mean, and what is left of the words."""
        for length in range(len(text), 1, -1):
            word, rest = text[:length], text[length:]
            if found := _within(self._upper.get(word, ()), scopes):
                return self._narrow([entry.path for entry in found], rest)
            if found := [e for e in _within(self._upper_bare.get(word, ()), scopes) if self._may_stand_bare(e, rest)]:
                return self._narrow([entry.path for entry in found], rest)
        return scopes, text

    def _may_stand_bare(self, entry: _Entry, rest: str) -> bool:
        """A township without its ending may as well begin a village's name; it counts only if what follows is sure."""
        if not rest:
            return True
        if entry.level == "township":
            return self._exact(rest, [entry.path]) is not None
        return not names.goes_on_as_village(rest)

    def _exact(self, text: str, scopes: list[str]) -> AreaMatch | None:
        """The area of exactly this name; else the one of this bare name, told apart by the ending."""
        if whole := _within(self._full.get(text, ()), scopes):
            return _decided([entry.path for entry in whole])
        kind = names.committee(text)
        found = _within(self._bare.get(names.bare(text), ()), scopes)
        if not kind:
            upper = _within(self._upper_bare.get(text, ()), scopes)
            found += [entry for entry in upper if entry.path == self.root or entry.path not in scopes]
        told = [entry for entry in found if kind and entry.kind == kind]
        return _decided([entry.path for entry in told or found]) if found else None

    def _begins(self, text: str, scopes: list[str]) -> AreaMatch | None:
        """The village whose written name begins the words, when what follows looks like a hamlet, a group or a door."""
        for length in range(len(text) - 1, 1, -1):
            word, rest = text[:length], text[length:]
            index = self._bare if rest[0] in _DIGITS and word in self._bare else self._written
            if _within(index.get(word, ()), scopes) and (len(rest) > 1 or rest[0] in _DOOR):
                return self._exact(word, scopes)
        return None

    def _near(self, text: str, scopes: list[str]) -> AreaMatch:
        """What is one character away, offered to a person; else nothing, and the narrowest area that is sure."""
        if offered := self._near_village(text, scopes) or self._near_township(text, scopes):
            return AreaMatch(None, FUZZY, offered[:MOST_OFFERED])
        return AreaMatch(None, UNKNOWN, [] if scopes == [self.root] else scopes)

    def _near_village(self, text: str, scopes: list[str]) -> list[str]:
        word = names.village_word(text)
        asked = (word, *scopes)
        if asked not in self._near_found:
            self._near_found[asked] = self._look_near(names.bare(word), names.committee(word), scopes)
        return self._near_found[asked]

    def _look_near(self, key: str, kind: str, scopes: list[str]) -> list[str]:
        if len(key) < (2 if _is_narrow(scopes) else SURE_LENGTH):
            return []
        keys = [
            other for length in (len(key) - 1, len(key), len(key) + 1) for other in self._bare_by_length.get(length, ())
        ]
        near = [entry for other in keys if differ_by_one(key, other) for entry in _within(self._bare[other], scopes)]
        near.sort(key=lambda entry: (len(entry.key) != len(key), entry.kind != kind, entry.path))
        return [entry.path for entry in near]

    def _near_township(self, text: str, scopes: list[str]) -> list[str]:
        """A misprinted township: the village in it when the rest is exact, else the township itself."""
        cut = names.township_word(text)
        if not cut or _is_narrow(scopes):
            return []
        key = names.upper_key(cut[0])
        near = sorted(
            {
                e.path
                for other in self._upper_bare
                if differ_by_one(key, other)
                for e in _within(self._upper_bare[other], scopes)
            }
        )
        inside = self._exact(cut[1], near) if near and cut[1] else None
        return [inside.path] if inside and inside.path else near


def _within(entries: Iterable[_Entry], scopes: list[str]) -> list[_Entry]:
    return [entry for entry in entries if any(entry.path.startswith(scope) for scope in scopes)]


def _decided(found: list[str]) -> AreaMatch:
    """One is the answer; several are a question."""
    only = sorted(set(found))
    return AreaMatch(only[0]) if len(only) == 1 else AreaMatch(None, AMBIGUOUS, only)


def _is_narrow(scopes: list[str]) -> bool:
    return all(paths.is_path(scope) and _DEPTH[paths.level(scope)] >= _DEPTH["township"] for scope in scopes)
