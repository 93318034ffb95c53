"""Names in the reader's language for what packs name by codes; a code that nobody knows here is shown as it is."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import get_language, gettext, pgettext
from django.utils.translation import gettext_lazy as _

from shouwang.policy.explanations import PROOFS
from shouwang.policy.packs import Titles

SYMPTOMS = {
    "fever": _("Fever"), "dry_cough": _("Dry cough"), "cough": _("Cough"), "fatigue": _("Fatigue"),
    "sore_throat": _("Sore throat"), "diarrhoea": _("Diarrhoea"), "shortness_of_breath": _("Shortness of breath"),
    "rash": _("Rash"), "runny_nose": _("Runny nose"), "red_eyes": _("Red eyes"), "koplik_spots": _("Koplik spots"),
    "loss_of_smell": _("Loss of smell or taste"), "joint_pain": _("Joint pain"), "headache": _("Headache"), "muscle_pain": _("Muscle pain"),
}  # fmt: skip
ROLES = {
    "community_officer": _("Community officer"), "grid_worker": _("Grid worker"), "health_worker": _("Health worker"),
    "police": _("Police"), "volunteer": _("Volunteer"), "responsible": _("Responsible person"), "doctor": _("Doctor"),
    "village_officer": _("Village officer"), "township_officer": _("Township officer"),
}  # fmt: skip
LEVELS = {
    "village": _("Village"), "township": _("Township"), "health_centre": _("Township health centre"),
    "county": _("County"), "prefecture": _("Prefecture"), "province": _("Province"),
}  # fmt: skip
RELEASE = {
    "due_date_reached": _("the last day is reached"), "no_open_alert": _("no alert is open"),
    "tests_negative": _("the tests due are negative"), "team_confirms": _("the team confirms"),
}  # fmt: skip
DOCUMENTS = {
    "release_notice": _("release notice"),
    "certificate_of_completed_observation": _("certificate of completed observation"),
}
SLOTS = {"am": _("Morning"), "pm": _("Afternoon"), "day": _("Day")}
ZONES = {"high": _("high risk"), "medium": _("medium risk"), "low": _("low risk"), "met": _("met")}
THEN = {"protection_training": _("training in protection"), "work_permit": _("work permit")}
ASSESSMENTS = {"home_6": _("home assessment with six questions")}
DISEASES = {
    "covid-19": _("COVID-19"), "measles": _("Measles"), "chikungunya": _("Chikungunya"), "dengue": _("Dengue"),
    "none": _("no disease"),
}  # fmt: skip
TRANSPORT = {
    "rail": _("Train"), "air": _("Plane"), "coach": _("Coach"), "own_car": _("Own car"), "ferry": _("Ferry"),
    "other": _("Other"),
}  # fmt: skip
DECLARED_BY = {
    "self": _("The person"), "grid": _("Grid worker"), "checkpoint": _("Checkpoint"), "employer": _("Employer"),
    "letter": _("Letter from another office"),
}  # fmt: skip
VISIT = {
    "stay_in_affected_area_14d": _("Stay in an affected area in the last 14 days"),
    "fever_or_joint_pain": _("Fever or joint pain"), "plant_vessels": _("Vessels of plants"),
    "buckets_jars": _("Buckets and jars"), "roof_and_gutter": _("Roof and gutter"),
    "tyres_waste": _("Tyres and waste"), "taught": _("Explained to the household"),
    "larvicide_used": _("Larvicide used"), "kind": _("Kind"), "wet": _("Holds water"), "positive": _("With larvae"),
    "emptied": _("Emptied"), "joint_team_with_police": _("together with the police"), "home": _("home"),
    "workplace": _("workplace"),
}  # fmt: skip
COLOURS = {"green": _("green"), "yellow": _("yellow"), "orange": _("orange"), "red": _("red")}


def language() -> str:
    """The reader's language code."""
    return get_language() or "en"


def titled(titles: Titles) -> str:
    """A title in the reader's language; marked where the pack has it only in the other one."""
    said = titles.inside(language())
    if titles.zh != titles.en or not said:
        return said
    if language().startswith("zh"):
        is_latin = said.isascii() and any(letter.isalpha() for letter in said) and " " in said
        return gettext("%(text)s (only in English)") % {"text": said} if is_latin else said
    return said if said.isascii() else gettext("%(text)s (only in Chinese)") % {"text": said}


def chinese(text: str) -> str:
    """A text that packs have in Chinese only, marked for readers of English."""
    return titled(Titles(text, text))


def named(names: dict[str, Any], code: str) -> str:
    """A code in words."""
    return str(names.get(code, code))


def joined(parts: Iterable[Any]) -> str:
    """Parts of a list, as the language separates them."""
    return pgettext("between the parts of a list", ", ").join(str(part) for part in parts)


def all_named(names: dict[str, Any], codes: Iterable[str]) -> str:
    """Codes in words, one after the other."""
    return joined(named(names, code) for code in codes)


def proofs(needs: Iterable[str]) -> str:
    """What somebody has to show."""
    return all_named(PROOFS, needs)
