"""What somebody has to do now. Computed from orders, rosters and rounds whenever it is asked for; never stored."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Duty:
    """One line of *my day*: what, how many, how many of them late, and where to do it.

    ``do`` is what the button says (“Start the round”); without it, and without ``icon``, ``project.day`` finds words.
    """

    kind: str
    title: Any
    count: int
    late: int
    url: str
    order: int = 50
    do: Any = ""
    icon: str = ""
    note: Any = ""
