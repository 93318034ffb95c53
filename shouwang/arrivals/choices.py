"""States, kinds and refusals of returnees (DOMAIN 3.2, 6.2)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from shouwang.policy.choices import OriginKind

COUNTED_ORIGINS = (OriginKind.KEY_AREA, OriginKind.OTHER_PROVINCE, OriginKind.IN_PROVINCE, OriginKind.OVERSEAS)


class State(TextChoices):
    """Where one return stands."""

    ANNOUNCED = "announced", _("Announced")
    REGISTERED = "registered", _("Registered, class open")
    CLASSIFIED = "classified", _("Classified")
    UNDER_MEASURE = "under_measure", _("Under a measure")
    COMPLETED = "completed", _("Completed")
    LEFT_AGAIN = "left_again", _("Left again")
    FORWARDED = "forwarded", _("Forwarded")
    NOT_FOUND = "not_found", _("Not found")
    CONFLICT = "conflict", _("Contradicts another registration")
    DISMISSED = "dismissed", _("Dismissed")


class DecidedBy(TextChoices):
    """Who made the class."""

    PACK = "pack", _("the policy pack")
    OFFICER = "officer", _("an officer")


class Transport(TextChoices):
    """How somebody came."""

    RAIL = "rail", _("Train")
    AIR = "air", _("Plane")
    COACH = "coach", _("Coach")
    OWN_CAR = "own_car", _("Own car")
    FERRY = "ferry", _("Ferry")
    OTHER = "other", _("Other")


class DeclaredBy(TextChoices):
    """Who told us of the return."""

    SELF = "self", _("The person")
    GRID = "grid", _("Grid worker")
    CHECKPOINT = "checkpoint", _("Checkpoint")
    EMPLOYER = "employer", _("Employer")
    LETTER = "letter", _("Letter from another office")


class Decision(TextChoices):
    """What a person decides about two registrations that contradict each other."""

    REPLACE = "replace", _("The new facts are right")
    ANOTHER_RETURN = "another_return", _("It is another return")
    DISMISS = "dismiss", _("The first registration is right")


# the register's fields, by the name other rooms use (DOMAIN 5.1)
FIELD_TITLES = {
    "address": _("Home address"),
    "registered_address": _("Registered address"),
    "employer": _("Employer"),
    "from_place": _("Came from"),
    "via_place": _("Via"),
    "via_key_area": _("Passed through a key area"),
    "left_on": _("Left on"),
    "arrived_on": _("Arrived on"),
    "transport": _("Transport"),
    "transport_no": _("Train, flight or plate"),
    "companions": _("Companions"),
    "case_contact": _("Contact with a case"),
    "temperature_c": _("Temperature"),
    "symptoms": _("Symptoms"),
    "vaccination": _("Vaccination"),
    "test": _("Test"),
    "health_certificate": _("Health certificate"),
    "fever_history": _("Had a fever"),
    "work_need": _("Needed for work"),
    "stay_in_risk_area_days": _("Days in a risk area"),
    "stay_in_risk_county_days": _("Days in a county with a risk area"),
    "responsible": _("Responsible person"),
    "grid_worker": _("Grid worker"),
    "declared_by": _("Declared by"),
    "reported_by": _("Reporting unit"),
    "external_no": _("External number"),
    "area": _("Place"),
    "remark": _("Remark"),
}

# --- refusals and verdicts
REQUIRED_MISSING = _("%(field)s is missing.")
DATE_IN_FUTURE = _("%(day)s lies after the day of registration, %(registered)s.")
MOMENT_IN_FUTURE = _("The time of registration has not come yet.")
DATES_REVERSED = _("The day of arrival, %(arrived)s, lies before the day of leaving, %(left)s.")
TOO_LONG = _("%(field)s is longer than %(most)s characters.")
OUT_OF_AREA = _("This place does not belong to the area of your post.")
NO_AREA = _("The place %(place)s is not known here.")
WHERE_MISSING = _("Say where the person lives now.")
UNKNOWN_UNIT = _("There is no unit with the code %(unit)s.")
SAME_RETURN = _("This return is registered already, with the same facts.")
SAME_PERSON = _("This return is registered already; other facts: %(fields)s.")
SAME_PERSON_MORE = _("This return is registered already; new facts were added: %(fields)s.")
CONTRADICTS = _("This return is registered with contradicting facts: %(fields)s. Both are kept until somebody decides.")
FEVER = _("%(value)s °C is a fever: to the fever clinic, by special vehicle.")
AREA_TO_CONFIRM = _("“%(words)s” is not certain to be %(place)s: please confirm.")
AREA_SEVERAL = _("“%(words)s” may be one of several places: please decide.")
AREA_NOT_FOUND = _("No place called “%(words)s” was found: please assign it.")
FROM_UNKNOWN = _("“%(words)s” is not known as a place; an officer decides the class.")
ANOTHER_RETURN_SOON = _("The same person came back on %(day)s already.")
REASON_MISSING = _("Say why.")
NOT_FOUND = _("There is no such return in the area of your post.")
UNKNOWN_CLASS = _("The class %(class_id)s is not in the policy in force; nobody may be given a status outside it.")
SAME_CLASS = _("The person is in this class already.")
MASS_CHANGE = _("Not more than %(most)s decided classes may be changed at once; a second approver would be needed.")
NOT_OPEN = _("This is decided already.")
SAME_DAY = _("Nobody comes back twice on one day: take the new facts, or dismiss them.")
NOT_A_VILLAGE = _("Choose a village, a community or a grid.")
WRONG_STATE = _("From “%(before)s” it cannot become “%(after)s”.")
STARTED = _("The measure has been started already; end it there first.")

# What stands against making one person of two, by the constraint that says so (people.writes.collisions).
ONE_EACH = {
    "arrival_once": _("Both have a return registered for the same day. Withdraw one of the two registrations first."),
}
