"""The answer to one row of a batch."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from shouwang.lib.refusals import Refused

ACCEPTED = "accepted"
WITH_WARNINGS = "accepted_with_warnings"
DUPLICATE = "duplicate"
CORRECTED = "corrected"
REFUSED = "refused"


@dataclass(frozen=True)
class Warned:
    """Something a person should look at, although the row was taken."""

    code: str
    sentence: str = ""


@dataclass(frozen=True)
class Verdict:
    """What became of a row: outcome, reason, the id it got or already had."""

    outcome: str
    id: UUID | None = None
    code: str = ""
    reason: str = ""
    of: UUID | None = None  # the record it duplicates or corrects
    warnings: tuple[Warned, ...] = ()
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def taken(self) -> bool:
        """Whether the row is now in the record (newly, corrected, or already)."""
        return self.outcome != REFUSED


def accepted(id: UUID | None, warnings: tuple[Warned, ...] = (), **facts: Any) -> Verdict:
    """The row was taken; with warnings if there are any."""
    return Verdict(WITH_WARNINGS if warnings else ACCEPTED, id=id, warnings=warnings, facts=facts)


def refused(refusal: Refused) -> Verdict:
    """The row was not taken, for the rule's reason."""
    return Verdict(REFUSED, code=refusal.code, reason=str(refusal), facts=refusal.facts)


def duplicate(of: UUID | None, code: str = "DUPLICATE_EXACT", reason: str = "", **facts: Any) -> Verdict:
    """The row is known already; nothing was counted twice."""
    return Verdict(DUPLICATE, id=of, of=of, code=code, reason=reason, facts=facts)
