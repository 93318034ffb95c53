"""Pure rules of papers: what each kind must say, how it is numbered, what its signature says, in which order it is carried."""

from shouwang.papers.rules.certificates import (
    Claim,
    check_code,
    check_same_claim,
    claimed_initials,
    key_name,
    read_claim,
    sign,
    verify,
)
from shouwang.papers.rules.kinds import KINDS, LEGAL, Kind, check_facts, numbered, whole
from shouwang.papers.rules.walking import walking_key

__all__ = [
    "KINDS", "LEGAL", "Claim", "Kind", "check_code", "check_facts", "check_same_claim", "claimed_initials", "key_name", "numbered", "read_claim", "sign",
    "verify", "walking_key", "whole",
]  # fmt: skip
