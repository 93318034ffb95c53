"""What a stored row says, as sealed text: days, moments and decimals come back as what they were."""

import json
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from shouwang.ledger.schemas import plain
from shouwang.lib.sealed import Sealed, seal
from shouwang.lib.verdicts import Verdict, Warned

PURPOSE = "import row"
FILE_PURPOSE = "import file"
_READERS: dict[str, Any] = {
    "moment": datetime.fromisoformat,
    "day": date.fromisoformat,
    "clock": time.fromisoformat,
    "decimal": Decimal,
}


def close_row(values: dict[str, Any], verdict: Verdict, *, read: int) -> Sealed:
    """Values and the words of the verdict, sealed together; the first ``read`` of its warnings are the engine's."""
    said = {
        "values": values,
        "read": read,
        "reason": str(verdict.reason),
        "warnings": [(warned.code, str(warned.sentence)) for warned in verdict.warnings],
        "facts": plain(verdict.facts),
        "of": verdict.of and str(verdict.of),
    }
    return seal().close(PURPOSE, json.dumps(said, ensure_ascii=False, separators=(",", ":"), default=_tagged))


def open_row(content: Sealed) -> dict[str, Any]:
    """What was sealed: values, reason, warnings (as ``Warned``), read, facts, of."""
    said = json.loads(seal().open(PURPOSE, content), object_hook=_untagged)
    warnings = tuple(Warned(code, sentence) for code, sentence in said["warnings"])
    return said | {"warnings": warnings, "of": UUID(said["of"]) if said["of"] else None}


def _tagged(value: Any) -> Any:
    if isinstance(value, datetime):
        return {"$moment": value.isoformat()}
    if isinstance(value, date):
        return {"$day": value.isoformat()}
    if isinstance(value, time):
        return {"$clock": value.isoformat()}
    if isinstance(value, Decimal):
        return {"$decimal": str(value)}
    if isinstance(value, tuple | set | frozenset):
        return list(value)
    return str(value)


def _untagged(found: dict[str, Any]) -> Any:
    if len(found) == 1:
        [(tag, value)] = found.items()
        if tag.startswith("$") and tag[1:] in _READERS:
            return _READERS[tag[1:]](value)
    return found
