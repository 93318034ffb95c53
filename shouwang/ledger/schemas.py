"""The shapes every API speaks: verdicts out, refusals out."""

from typing import Any
from uuid import UUID

from ninja import Schema

from shouwang.lib.verdicts import Verdict


class WarningOut(Schema):
    """Something a person should look at."""

    code: str
    sentence: str


class VerdictOut(Schema):
    """What became of one row."""

    outcome: str
    id: UUID | None = None
    code: str = ""
    reason: str = ""
    of: UUID | None = None
    warnings: list[WarningOut] = []
    facts: dict[str, Any] = {}


class Answer(Schema):
    """One verdict for each row sent, in the same order."""

    verdicts: list[VerdictOut]


class RefusalOut(Schema):
    """Why a whole request was not carried out."""

    code: str
    reason: str


def answer(verdicts: list[Verdict]) -> dict[str, Any]:
    """The body of an answer."""
    return {"verdicts": [_out(verdict) for verdict in verdicts]}


def _out(verdict: Verdict) -> dict[str, Any]:
    return {
        "outcome": verdict.outcome, "id": verdict.id, "code": verdict.code, "reason": verdict.reason, "of": verdict.of,
        "warnings": [{"code": warned.code, "sentence": str(warned.sentence)} for warned in verdict.warnings],
        "facts": {name: plain(value) for name, value in verdict.facts.items()},
    }


def plain(value: Any) -> Any:
    """A fact as JSON can carry it."""
    if isinstance(value, list | tuple | set):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    return value if isinstance(value, str | int | float | bool | None) else str(value)
