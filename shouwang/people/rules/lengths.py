"""How much each text may hold. A longer one is refused with its name, before the database would refuse the whole batch."""

from collections.abc import Mapping
from typing import Any

from shouwang.lib.refusals import Refused
from shouwang.people.choices import TEXT_TOO_LONG, Field

MOST = {
    "full_name": 60, "head_name": 60, "no_document_reason": 120, "registered_address": 200, "address": 200, "employer": 120,
    "relation_to_head": 40, "away_place": 120, "remark": 500, "code": 60, "source": 40, "compound": 60, "building": 40,
    "unit_no": 40, "door": 40, "tenure": 10, "sex": 10,
}  # fmt: skip


def check_lengths(texts: Mapping[str, Any]) -> None:
    """Refuses a text that is longer than its column. Raises Refused TEXT_TOO_LONG."""
    for name, text in texts.items():
        most = MOST.get(name)
        if most is not None and isinstance(text, str) and len(text) > most:
            raise Refused("TEXT_TOO_LONG", TEXT_TOO_LONG, field=Field(name).label, most=most)
