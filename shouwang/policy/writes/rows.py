"""What the writes of the policy take."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any
from uuid import UUID

from shouwang.policy import shelf


@dataclass(frozen=True)
class NewPack:
    """A pack to put in force: from the shelf by its id, or with a content of its own (the tables of a TOML file).

    The period is the decision's, not the pack's: a county may go on with a pack whose own dates are over. ``cutoff``
    and ``freeze`` are the area's own statistics time. ``basis`` names the order or plan. ``alone_because`` is the
    operator's reason for doing alone what takes two people. ``recompute``: periods already begun get the last day that
    this pack gives them, each by a decision with author and reason; otherwise they keep the rules they began under.
    """

    area: str
    valid_from: date
    reason: str
    pack_id: str = ""
    content: Mapping[str, Any] | None = None
    valid_to: date | None = None
    cutoff: time | None = None
    freeze: time | None = None
    basis: str = ""
    alone_because: str = ""
    recompute: bool = False

    @property
    def tables(self) -> Mapping[str, Any]:
        """The tables of the pack. Raises Refused pack_unknown, or PackFaulty."""
        return shelf.content(self.pack_id) if self.content is None else self.content

    @property
    def file(self) -> str:
        """What faults call the file."""
        return f"{self.pack_id or 'pack'}.toml"


@dataclass(frozen=True)
class NewOverlay:
    """The rules of one unit to put over the pack of its area. ``{"unit": code}`` alone ends the unit's own rules."""

    unit: str
    area: str
    content: Mapping[str, Any]
    valid_from: date
    reason: str
    valid_to: date | None = None
    basis: str = ""
    alone_because: str = ""


@dataclass(frozen=True)
class Decision:
    """The second person's answer to a proposal; declining needs a remark."""

    proposal: UUID
    confirmed: bool
    remark: str = ""
