"""Telephone numbers, stored as E.164 (DOMAIN 6.1). A phone is not a person: families and grid workers share one."""

import re
import unicodedata
from typing import Any

from django.utils.translation import gettext_lazy as _

from shouwang.lib.refusals import Refused

COUNTRY = "+86"

_SEVERAL = re.compile(r"[/、,;|]")
_SEPARATORS = re.compile(r"[\s\u200b-\u200f\u202a-\u202e\ufeff\-–—−()\[\].·'\"]+")
_PREFIX = re.compile(r"^(?:(?:\+|00)86|86(?=1[3-9]\d{9}$))")
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_LANDLINE = re.compile(r"0[1-9]\d{1,2}\d{7,8}")
_ABROAD = re.compile(r"(?:\+|00)([1-9]\d{7,14})")


def read_phone(value: Any) -> str:
    """The number in E.164 (+86...); of several in one cell the first. Raises Refused PHONE_MISSING, PHONE_INVALID."""
    if isinstance(value, str) and _MOBILE.fullmatch(value):
        return COUNTRY + value
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = _SEVERAL.split(unicodedata.normalize("NFKC", str(value)).strip())[0]
    digits = _SEPARATORS.sub("", text)
    if not digits:
        raise Refused("PHONE_MISSING", _("No telephone number is given."))
    number = _chinese(digits) or _abroad(digits)
    if number is None:
        raise Refused("PHONE_INVALID", _("This is neither a mobile number of 11 digits nor a landline with area code."))
    return number


def national(number: str) -> str:
    """An E.164 number as people here write it: mobile without prefix, landline with its leading 0, others unchanged."""
    digits = number.removeprefix(COUNTRY)
    if digits == number or _MOBILE.fullmatch(digits):
        return digits
    return f"0{digits}"


def _chinese(digits: str) -> str | None:
    local = _PREFIX.sub("", digits, count=1)
    if _MOBILE.fullmatch(local):
        return COUNTRY + local
    with_zero = local if local == digits or local.startswith("0") else f"0{local}"
    return COUNTRY + with_zero[1:] if _LANDLINE.fullmatch(with_zero) else None


def _abroad(digits: str) -> str | None:
    match = _ABROAD.fullmatch(digits)
    return f"+{match[1]}" if match and not match[1].startswith("86") else None
