"""Shapes of a page that are more than a table: a story in time, steps, tabs, a tree, something that is under way."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

STEP_STATES = ("done", "now", "open", "refused")


@dataclass(frozen=True)
class Event:
    """One line of a story in time."""

    at: datetime
    title: Any
    text: Any = ""
    icon: str = "circle"
    tone: str = "neutral"
    by: Any = ""
    url: str = ""
    kind: str = ""  # what it is about, for a story that can be narrowed: ledger.choices.About


@dataclass(frozen=True)
class Step:
    """One stage of a chain, such as a signature: its state, and by whom and when it was done."""

    label: Any
    state: str = "open"
    by: Any = ""
    at: datetime | None = None
    note: Any = ""

    def __post_init__(self) -> None:
        if self.state not in STEP_STATES:
            raise ValueError(f"no step state {self.state!r}: one of {', '.join(STEP_STATES)}")


@dataclass(frozen=True)
class Tab:
    """One of several pages about the same thing."""

    label: Any
    url: str
    here: bool = False
    count: int | None = None


@dataclass(frozen=True)
class Node:
    """An area in a tree: open or shut, with what is to be said about it."""

    label: Any
    url: str = ""
    note: Any = ""
    mark: Any = ""
    children: Sequence["Node"] = ()
    open: bool = False


@dataclass(frozen=True)
class Progress:
    """How far something is. With ``poll_url`` it asks again every second: that address answers with this component."""

    label: Any
    done: int
    due: int
    tone: str = "info"
    poll_url: str = ""
    note: Any = ""

    @property
    def percent(self) -> int:
        """Whole percent, rounded down: 100 only when all is done."""
        return self.done * 100 // self.due if self.due else 0


@dataclass(frozen=True)
class Task:
    """A line of a day's work: what, how many, how many of them late, and the one click that leads to doing it."""

    key: str
    label: Any
    count: int
    url: str
    do: Any
    icon: str = "circle"
    late: int = 0
    note: Any = ""


@dataclass(frozen=True)
class Look:
    """The state of something that is watched: what it is, how it is, and what to do where it is not well."""

    label: Any
    value: Any
    tone: str = "good"
    note: Any = ""
    url: str = ""
    do: Any = ""


@dataclass(frozen=True)
class Found:
    """One thing that a search found, and where it is."""

    label: Any
    url: str
    note: Any = ""


@dataclass(frozen=True)
class FoundGroup:
    """What a search found of one kind."""

    label: Any
    icon: str
    found: Sequence[Found]
