"""Addresses that open something are never written into a log: a resident's code stands in one, a paper's signed token in another."""

import logging
import re
from typing import Any

CODE = re.compile(r"/(r|verify)/[0-9A-Za-z-]{16,}", re.IGNORECASE)  # a code or a token and everything that could be one, mistyped or not
MASKED = r"/\1/…"
TOO_MANY = 429


class Masked(logging.Filter):
    """Puts a mark in the place of a resident's code or a paper's token, in whatever a log is about to say."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let everything pass, without codes; who was told to wait is counted elsewhere and would fill the log."""
        if getattr(record, "status_code", 0) == TOO_MANY:
            return False
        record.msg = _masked(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(_masked(value) for value in record.args)
        return True


def _masked(value: Any) -> Any:
    return CODE.sub(MASKED, value) if isinstance(value, str) else value
