"""What a row about staff says, checked and normalised; when somebody is on duty."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shouwang.accounts.choices import Role
from shouwang.duty.choices import (
    BEFORE_START,
    CODE_MISSING,
    ID_MISSING,
    NAME_MISSING,
    ROLE_UNKNOWN,
    SEX_MISMATCH,
    SHIFT_UNKNOWN,
    Shift,
    StaffState,
)
from shouwang.lib.documents import FEMALE, MALE, read_document
from shouwang.lib.names import initials, name_key, tidy_name
from shouwang.lib.phones import read_phone
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import Warned


@dataclass(frozen=True)
class PersonFacts:
    """Who somebody is, normalised. ``document`` and ``phone`` are plain here and sealed before they are kept."""

    full_name: str
    name_key: str
    initials: str
    sex: str
    document: str
    phone: str
    warnings: tuple[Warned, ...]


def person_facts(full_name: str, sex: str, id_number: Any, phone: Any) -> PersonFacts:
    """Read who somebody is. A wrong document refuses the row (Refused); a missing one or a wrong phone is a warning."""
    name = tidy_name(full_name)
    if not name:
        raise Refused("NAME_MISSING", NAME_MISSING)
    warnings: list[Warned] = []
    document = read_document(id_number) if str(id_number or "").strip() else None
    if document is None:
        warnings.append(Warned("ID_MISSING", str(ID_MISSING)))
    elif document.sex and sex in (MALE, FEMALE) and document.sex != sex:
        warnings.append(Warned("SEX_MISMATCH", str(SEX_MISMATCH)))
    number = _or_warned(read_phone, phone or "", warnings)
    known_sex = (document.sex if document else None) or sex
    return PersonFacts(
        name, name_key(name), initials(name), known_sex, document.number if document else "", number, tuple(warnings)
    )


def _or_warned(read: Callable[[Any], str], value: Any, warnings: list[Warned]) -> str:
    try:
        return read(value)
    except Refused as refusal:
        warnings.append(Warned(refusal.code, str(refusal)))
        return ""


def check_duty(code: str, role: str) -> None:
    """Refuse a duty without a code, or one that does not exist."""
    if not code:
        raise Refused("code_missing", CODE_MISSING)
    if role not in Role.values:
        raise Refused("role_unknown", ROLE_UNKNOWN, role=role)


def known_shift(shift: str) -> tuple[str, tuple[Warned, ...]]:
    """The shift, or none with a warning when nobody knows it."""
    if not shift or shift in Shift.values:
        return shift, ()
    return "", (Warned("UNKNOWN_VALUE", str(SHIFT_UNKNOWN) % {"shift": shift}),)


def check_not_before(moment: datetime, began: datetime) -> None:
    """Refuse an end that lies before the beginning."""
    if moment < began:
        raise Refused("before_start", BEFORE_START)


def state(*, has_duty: bool, is_away: bool) -> StaffState:
    """Where somebody stands."""
    if not has_duty:
        return StaffState.ENDED
    return StaffState.ON_LEAVE if is_away else StaffState.ON_POST


def vacancies(roles: list[str], filled: set[str]) -> list[str]:
    """The roles of a team that nobody fills, in the template's order."""
    return [role for role in roles if role not in filled]
