"""Reads one table of a pack key by key, and notes every fault instead of stopping at the first.

A table that was read through ``Table`` knows which keys nobody asked for; ``finish`` reports them as unknown. Dates and
times may be TOML values or ISO text (packs come back from the database and through the API as JSON).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from shouwang.policy import choices

REQUIRED: Any = object()


@dataclass(frozen=True)
class Fault:
    """One thing wrong in a pack: where, and why in a sentence."""

    file: str
    key: str
    sentence: Any
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def reason(self) -> str:
        """The reason in the reader's language."""
        return str(self.sentence) % self.facts if self.facts else str(self.sentence)

    def __str__(self) -> str:
        """File, key and reason in one line."""
        return str(choices.FAULT_LINE) % {"file": self.file, "key": self.key, "reason": self.reason}


class PackFaulty(Exception):
    """A pack cannot be used; ``faults`` are all that is wrong in the file, in its order."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(faults)
        self.faults = tuple(faults)

    def __str__(self) -> str:
        """One line for each fault."""
        return "\n".join(str(fault) for fault in self.faults)


class Faults:
    """The faults of one file, gathered while it is read."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.found: list[Fault] = []

    def note(self, key: str, sentence: Any, **facts: Any) -> None:
        """Write down one fault."""
        self.found.append(Fault(self.file, key, sentence, facts))

    def stop_if_any(self) -> None:
        """Raise PackFaulty when something was wrong."""
        if self.found:
            raise PackFaulty(self.found)


class Table:
    """One table of a pack, at the key path ``at``."""

    def __init__(self, raw: Any, at: str, faults: Faults) -> None:
        self.raw: Mapping[str, Any] = raw if isinstance(raw, Mapping) else {}
        self.at = at
        self.faults = faults
        self.asked: set[str] = set()
        if not isinstance(raw, Mapping):
            self._wrong_type(at, raw, choices.WANTS_TABLE)

    def path(self, key: str) -> str:
        """The full path of a key of this table."""
        return f"{self.at}.{key}" if self.at else key

    def note(self, key: str, sentence: Any, **facts: Any) -> None:
        """Write down a fault of one key."""
        self.faults.note(self.path(key), sentence, **facts)

    def has(self, key: str) -> bool:
        """Whether the key is written; asking makes it a known key."""
        self.asked.add(key)
        return key in self.raw

    def finish(self, known: Iterable[str] = ()) -> None:
        """Report every key that nobody asked for."""
        names = sorted(self.asked | set(known))
        for key in self.raw:
            if key not in names:
                self.note(key, choices.UNKNOWN_KEY, known=", ".join(names))

    # ------------------------------------------------------------------ single values
    def text(self, key: str, default: Any = REQUIRED, one_of: Iterable[str] = ()) -> str:
        """A text that is not empty; one of the given values if there are any."""
        value = self._value(key, default, _as_text, choices.WANTS_TEXT, "")
        if one_of and value != default:
            self._check_one_of(key, value, one_of)
        return value

    def whole(self, key: str, default: Any = REQUIRED, least: int = 0) -> Any:
        """A whole number, at least ``least``."""
        value = self._value(key, default, _as_whole, choices.WANTS_WHOLE_NUMBER, least)
        return self._at_least(key, value, default, least)

    def number(self, key: str, default: Any = REQUIRED, least: float = 0) -> Any:
        """A number, at least ``least``."""
        value = self._value(key, default, _as_number, choices.WANTS_NUMBER, least)
        return self._at_least(key, value, default, least)

    def yes_no(self, key: str, default: Any = REQUIRED) -> Any:
        """true or false."""
        return self._value(key, default, _as_yes_no, choices.WANTS_YES_NO, False)

    def day(self, key: str, default: Any = REQUIRED) -> Any:
        """A date."""
        return self._value(key, default, _as_day, choices.WANTS_DATE, date.min)

    def clock(self, key: str, default: Any = REQUIRED) -> Any:
        """A time of day."""
        return self._value(key, default, _as_clock, choices.WANTS_TIME, time.min)

    # ------------------------------------------------------------------ lists and tables
    def items(self, key: str, default: Any = REQUIRED) -> list[Any]:
        """A list of anything."""
        return self._value(key, default, _as_list, choices.WANTS_LIST, [])

    def texts(self, key: str, default: Any = REQUIRED, one_of: Iterable[str] = ()) -> tuple[str, ...]:
        """A list of texts."""
        found = []
        for number, item in enumerate(self.items(key, default), 1):
            if _as_text(item) is None:
                self._wrong_type(self.path(f"{key}[{number}]"), item, choices.WANTS_TEXT)
            elif not one_of or self._check_one_of(f"{key}[{number}]", item, one_of):
                found.append(item)
        return tuple(found)

    def two(self, key: str, default: Any = REQUIRED) -> Any:
        """Two numbers, the lower first."""
        value = self._value(key, default, _as_list, choices.WANTS_LIST, [0, 1])
        if value is default:
            return default
        if len(value) != 2 or any(_as_number(item) is None for item in value) or not value[0] < value[1]:
            self.note(key, choices.TWO_NUMBERS)
            return (0, 1)
        return (value[0], value[1])

    def table(self, key: str) -> "Table | None":
        """The table below a key, if it is written."""
        return Table(self.raw[key], self.path(key), self.faults) if self.has(key) else None

    def tables(self, key: str) -> "list[Table]":
        """The tables of a list; a single table counts as a list of one."""
        raw = self.raw[key] if self.has(key) else []
        if isinstance(raw, Mapping):
            return [Table(raw, self.path(key), self.faults)]
        if not isinstance(raw, list | tuple):
            self._wrong_type(self.path(key), raw, choices.WANTS_TABLES)
            return []
        return [Table(item, self.path(f"{key}[{number}]"), self.faults) for number, item in enumerate(raw, 1)]

    # ------------------------------------------------------------------ inner
    def _value(self, key: str, default: Any, convert: Callable[[Any], Any], wanted: Any, placeholder: Any) -> Any:
        if not self.has(key):
            if default is REQUIRED:
                self.note(key, choices.MISSING_KEY)
                return placeholder
            return default
        value = convert(self.raw[key])
        if value is None:
            self._wrong_type(self.path(key), self.raw[key], wanted)
            return placeholder
        return value

    def _wrong_type(self, path: str, value: Any, wanted: Any) -> None:
        self.faults.note(path, choices.WRONG_TYPE, wanted=wanted, got=_shown(value))

    def _check_one_of(self, key: str, value: str, one_of: Iterable[str]) -> bool:
        known = list(one_of)
        if value in known:
            return True
        if value:
            self.note(key, choices.NOT_ONE_OF, value=value, known=", ".join(known))
        return False

    def _at_least(self, key: str, value: Any, default: Any, least: float) -> Any:
        if value is not default and value < least:
            self.note(key, choices.TOO_SMALL, value=value, least=least)
            return least
        return value


def _shown(value: Any) -> str:
    text = str(value)
    return f"“{text[:40]}”" if text else "“”"


def _as_text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None


def _as_whole(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _as_number(value: Any) -> float | None:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def _as_yes_no(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


def _as_list(value: Any) -> list[Any] | None:
    return list(value) if isinstance(value, list | tuple) else None


def _as_day(value: Any) -> date | None:
    if isinstance(value, date):
        return None if isinstance(value, datetime) else value
    return _parsed(date.fromisoformat, value)


def _as_clock(value: Any) -> time | None:
    return value if isinstance(value, time) else _parsed(time.fromisoformat, value)


def _parsed(parse: Callable[[str], Any], value: Any) -> Any:
    try:
        return parse(value) if isinstance(value, str) else None
    except ValueError:
        return None
