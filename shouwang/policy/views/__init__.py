"""Pages of the rules: in words, compared, tried, looked ahead, and put in force by two people."""

from shouwang.policy.views.deciding import (
    confirm,
    decline,
    proposal,
    proposals,
    propose,
    propose_unit,
    upload,
    withdraw,
)
from shouwang.policy.views.looking import outlook, outlook_rows
from shouwang.policy.views.reading import compare, in_words, index
from shouwang.policy.views.trying import try_person

__all__ = [
    "compare",
    "confirm",
    "decline",
    "in_words",
    "index",
    "outlook",
    "outlook_rows",
    "proposal",
    "proposals",
    "propose",
    "propose_unit",
    "try_person",
    "upload",
    "withdraw",
]
