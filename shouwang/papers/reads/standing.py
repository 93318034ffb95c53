"""How a paper stands that somebody shows at a door, for everybody: valid, withdrawn or not valid, initials and dates, no more."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from shouwang.lib.refusals import Refused
from shouwang.papers.choices import PaperKind
from shouwang.papers.reads.keys import key_named
from shouwang.papers.rules import Claim, check_code, read_claim, verify

VALID, WITHDRAWN, NOT_VALID = "valid", "withdrawn", "not_valid"


@dataclass(frozen=True)
class Shown:
    """What everybody may know. Of what is not valid nothing is known."""

    state: str
    kind: str = ""
    number: str = ""
    initials: str = ""
    issued_on: date | None = None
    from_day: date | None = None
    last_day: date | None = None
    withdrawn_on: date | None = None

    @property
    def title(self) -> Any:
        """What kind of paper it is."""
        return PaperKind(self.kind).label if self.kind else ""


def standing_of(token: str) -> Shown:
    """How the paper of a scanned token stands: signed by a county of this installation, issued, not withdrawn."""
    wanted = token.strip().upper()
    try:
        claim, name = read_claim(wanted)
        key = key_named(claim.county, name)
        if key is None:
            return Shown(NOT_VALID)
        verify(wanted, key, claim.county)
    except Refused:
        return Shown(NOT_VALID)
    kept, withdrawn_at = _kept(claim.number)
    return _shown(claim, withdrawn_at) if kept == wanted else Shown(NOT_VALID)


def standing_by_code(number: str, code: str) -> Shown:
    """The same for who types the number and the check code."""
    kept, _withdrawn_at = _kept(number.strip().upper())
    letters = code.strip().upper().replace("-", "").replace(" ", "")
    if not kept or check_code(kept).replace("-", "") != letters:
        return Shown(NOT_VALID)
    return standing_of(kept)


def standing_of_number(number: str) -> Shown:
    """The same for a number that a record names."""
    kept, _withdrawn_at = _kept(number)
    return standing_of(kept) if kept else Shown(NOT_VALID)


def _kept(number: str) -> tuple[str, datetime | None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT token, withdrawn_at FROM papers_standing(%s)", [number[:40]])
        return cursor.fetchone() or ("", None)


def _shown(claim: Claim, withdrawn_at: datetime | None) -> Shown:
    return Shown(
        WITHDRAWN if withdrawn_at else VALID, claim.kind, claim.number, claim.initials, claim.issued_on, claim.from_day, claim.last_day,
        withdrawn_at.date() if withdrawn_at else None,
    )  # fmt: skip
