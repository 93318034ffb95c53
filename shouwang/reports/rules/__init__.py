"""Pure rules of reports: deadlines and signing, personal data in public texts, small numbers."""

from shouwang.reports.rules.keys import MOST_KEPT, packed, unpacked
from shouwang.reports.rules.sheets import (
    AREA_LEVEL,
    MINUTES_AFTER_CUTOFF,
    NEWS,
    SIGNERS,
    Word,
    check_below,
    check_day,
    check_height,
    check_remark,
    check_returnable,
    check_returner,
    check_signer,
    counting_itself,
    deadline,
    differences,
    is_late,
    levels_above,
    moment_passed,
    news,
    plain,
    refuse_typing,
    reminding_moments,
    returners,
    state,
)

__all__ = [
    "AREA_LEVEL", "MINUTES_AFTER_CUTOFF", "MOST_KEPT", "NEWS", "SIGNERS", "Word", "check_below", "check_day", "check_height", "check_remark",
    "check_returnable", "check_returner", "check_signer", "counting_itself", "deadline", "differences", "is_late", "levels_above", "moment_passed", "news", "packed",
    "plain", "refuse_typing", "reminding_moments", "returners", "state", "unpacked",
]  # fmt: skip
