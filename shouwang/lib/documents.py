"""Identity documents: what is written in a cell becomes one document or a refusal with its reason.

Sources: GB 11643 (resident identity number), DOMAIN 6.1. The area part of a number says where it was first issued; it
may be abolished or unknown and is never looked at. Only the forms are checked that DOMAIN confirms: of a foreign
permanent residence card, a travel permit or a passport nothing but the shape.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from operator import getitem
from typing import Any

from django.utils.translation import gettext_lazy as _

from shouwang.lib import clocks
from shouwang.lib.refusals import Refused

RESIDENT_ID = "resident_id"
RESIDENCE_PERMIT = "residence_permit"  # of residents of Hong Kong, Macau and Taiwan
FOREIGN_RESIDENT_CARD = "foreign_resident_card"
TRAVEL_PERMIT = "travel_permit"
PASSPORT = "passport"

MALE = "male"
FEMALE = "female"

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_DIGITS = "10X98765432"
EXACT_DIGITS = 15  # a spreadsheet's number cell keeps no more
EARLIEST_BIRTH_YEAR = 1850

_NOISE = re.compile(r"[\s\u200b-\u200f\u202a-\u202e\ufeff'`\"‘’“”]+")
_NUMBERED = re.compile(r"[0-9]{17}[0-9X]")
_OLD_NUMBERED = re.compile(r"[0-9]{15}")
_PERMIT_STARTS = ("810000", "820000", "830000")
_OTHER_SHAPES = (
    (FOREIGN_RESIDENT_CARD, re.compile(r"[A-Z]{3}[0-9]{12}")),
    (TRAVEL_PERMIT, re.compile(r"[HM][0-9]{8}(?:[0-9]{2})?|[0-9]{8}")),
    (PASSPORT, re.compile(r"[A-Z]{1,2}[0-9]{7,8}")),
)
_SCIENTIFIC = re.compile(r"[0-9]+(?:\.[0-9]+)?E\+?[0-9]+")
_BY_DIGIT = tuple({str(digit): digit * weight for digit in range(10)} for weight in WEIGHTS)


@dataclass(frozen=True, slots=True)
class Document:
    """One identity document in its normal form. Birth date and sex only where the number itself says them."""

    kind: str
    number: str
    birth_date: date | None = None
    sex: str | None = None

    def __repr__(self) -> str:
        """The number stays out of logs and error pages."""
        return f"Document({self.kind})"


def read_document(value: Any) -> Document:
    """The document written in a cell (text, or a number no longer than 15 digits).

    Raises Refused: ID_MISSING for nothing, ID_LENGTH for what has no known form, ID_CHECK_DIGIT, ID_BIRTH_DATE,
    ID_PRECISION_LOST.
    """
    check_not_rounded(value)
    text = tidy_number(value)
    if not text:
        raise Refused("ID_MISSING", _("No identity document is given."))
    if _NUMBERED.fullmatch(text):
        return _numbered(text)
    if _OLD_NUMBERED.fullmatch(text):
        return _numbered(with_check_digit(f"{text[:6]}19{text[6:]}"))
    for kind, shape in _OTHER_SHAPES:
        if shape.fullmatch(text):
            return Document(kind, text)
    raise Refused("ID_LENGTH", _("An identity number has 18 characters; this one has %(length)s."), length=len(text))


def check_not_rounded(value: Any) -> None:
    """Refuses a number cell of more than 15 digits: the last ones are lost already, even if the check digit fits."""
    if isinstance(value, str):
        rounded = "+" in value and _SCIENTIFIC.fullmatch(tidy_number(value)) is not None
    else:
        rounded = isinstance(value, (int, float)) and abs(value) >= 10**EXACT_DIGITS
    if rounded:
        raise Refused(
            "ID_PRECISION_LOST",
            _("The cell holds a number, not text: the spreadsheet has lost the last digits. Enter it again as text."),
        )


def tidy_number(value: Any) -> str:
    """A document number as it is compared: half-width, upper case, without blanks, invisible marks and quotes."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value)
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return (text if text.isalnum() else _NOISE.sub("", text)).upper()


def check_digit(first_17: str) -> str:
    """The 18th character of a resident identity number."""
    return CHECK_DIGITS[sum(map(getitem, _BY_DIGIT, first_17)) % 11]


def with_check_digit(first_17: str) -> str:
    """The whole number of 18 characters."""
    return first_17 + check_digit(first_17)


def age_on(birth_date: date, day: date) -> int:
    """Completed years of life on a day."""
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))


def _numbered(number: str) -> Document:
    """A number of 18 characters built after GB 11643."""
    if number.startswith("9"):
        return _foreign(number)
    if check_digit(number[:17]) != number[17]:
        raise Refused("ID_CHECK_DIGIT", _("The last character does not fit the others: one of them is misread."))
    birth_date = _birth_date(number[6:14])
    if birth_date is None:
        raise Refused("ID_BIRTH_DATE", _("Digits 7 to 14 are no possible date of birth."))
    kind = RESIDENCE_PERMIT if number.startswith(_PERMIT_STARTS) else RESIDENT_ID
    return Document(kind, number, birth_date, _sex(number))


def _foreign(number: str) -> Document:
    """The card of 2023. Its check digit is not confirmed from a text: it derives facts but never refuses."""
    birth_date = _birth_date(number[6:14]) if check_digit(number[:17]) == number[17] else None
    return Document(FOREIGN_RESIDENT_CARD, number, birth_date, _sex(number) if birth_date else None)


def _sex(number: str) -> str:
    return MALE if int(number[16]) % 2 else FEMALE


def _birth_date(digits: str) -> date | None:
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
    this_year = clocks.now().year
    if day.year < this_year:
        return day if day.year >= EARLIEST_BIRTH_YEAR else None
    return day if day <= clocks.today() else None
