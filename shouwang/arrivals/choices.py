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
NOTHING_TO_UNDO = _("There is nothing to take back here: this return was not given to anybody, or that was taken back already.")
ORDERED_SINCE = _("The measure has been ordered there since. Take the order back first, or end the measure.")
GIVEN_SINCE = _("The return lies elsewhere since. Give it to the right village instead.")
SIGNED_ALREADY = _("The report of that day is signed and stays as it was signed; this stands there as a change after the signature.")
NOTHING_WAITS = _("Nothing waits for the village here: the class is decided and the measure started, or none is asked.")
NOT_FOUND = _("There is no such return in the area of your post.")
UNKNOWN_CLASS = _("The class %(class_id)s is not in the policy in force; nobody may be given a status outside it.")
SAME_CLASS = _("The person is in this class already.")
MASS_CHANGE = _("Not more than %(most)s decided classes may be changed at once; a second approver would be needed.")
NOT_OPEN = _("This is decided already.")
SAME_DAY = _("Nobody comes back twice on one day: take the new facts, or dismiss them.")
NOT_A_VILLAGE = _("Choose a village, a community or a grid.")
WRONG_STATE = _("From “%(before)s” it cannot become “%(after)s”.")
NO_MEASURE_PROPOSED = _("No measure is proposed for this return: decide its class first.")
NOT_DECIDED = _("This class follows from the rules: there is no decision to take back.")
NOT_STARTED = _("No measure is in force for this person: order it first.")
STARTED = _("The measure has been started already; end it there first.")

# What stands against making one person of two, by the constraint that says so (people.writes.collisions).
ONE_EACH = {
    "arrival_once": _("Both have a return registered for the same day. Withdraw one of the two registrations first."),
    "passenger_one_open": _("Both are in a transfer that is not over. Hand them over, or give one of the two up first."),
    "hand_over_once": _("Both were in the same vehicle: they are two persons, or one of the two was written down by mistake."),
}

# --- point-to-point transfer (DOMAIN 3.3)
class TransferState(TextChoices):
    """Where one transfer stands."""

    REQUESTED = "requested", _("Requested")
    APPROVED = "approved", _("Approved, no vehicle yet")
    DISPATCHED = "dispatched", _("Vehicle sent")
    PICKED_UP = "picked_up", _("Picked up")
    HANDED_OVER = "handed_over", _("Handed over")
    CLOSED = "closed", _("Closed")
    FAILED = "failed", _("Given up")


ON_THE_WAY = (TransferState.DISPATCHED, TransferState.PICKED_UP)
TRANSFER_OPEN = (TransferState.REQUESTED, TransferState.APPROVED, *ON_THE_WAY)


class Place(TextChoices):
    """Kinds of places where a transfer begins or ends."""

    STATION = "station", _("Station or airport")
    EXIT = "exit", _("Expressway exit")
    SITE = "site", _("Central isolation site")
    HOSPITAL = "hospital", _("Designated hospital")
    HOME = "home", _("Home")
    OTHER = "other", _("Other place")


DESTINATIONS = (Place.SITE, Place.HOME, Place.HOSPITAL)


class Protection(TextChoices):
    """Protection worn by driver and escort."""

    FIRST = "first", _("Level 1 protection")
    SECOND = "second", _("Level 2 protection")
    THIRD = "third", _("Level 3 protection")


class HandOverStep(TextChoices):
    """Moments at which a person passes from one side to the other."""

    PICK_UP = "pick_up", _("Picked up")
    ONWARD = "onward", _("Handed to the next vehicle")
    ARRIVAL = "arrival", _("Handed over at the destination")


class WhatNext(TextChoices):
    """What follows a leg that failed."""

    ANOTHER_VEHICLE = "another_vehicle", _("Another vehicle is sent")
    GIVEN_UP = "given_up", _("The transfer is given up")


class ViolationKind(TextChoices):
    """Who organised a pick-up without the right to."""

    VILLAGE = "village", _("a village")
    RELATIVE = "relative", _("a relative")


class TransferFlag(TextChoices):
    """What a person should look at in a transfer."""

    ARRIVED_BEFORE = "arrived_before", _("Arrived before the pick-up")
    DRIVER_TWICE = "driver_twice", _("Driver in two places")


VILLAGE_WORDS = frozenset({"village", "village_committee", "village_officer", "residents_committee", "村", "村委会", "村干部", "社区", "居委会"})
RELATIVE_WORDS = frozenset({"relative", "relatives", "family", "亲属", "家属", "亲友", "家人"})

TRANSFER_ORGANISER = _(
    "A pick-up from a risk area is organised by the township or above, never by %(organiser)s. "
    "This is recorded as a violation; ask the township to send a vehicle."
)
TRANSFER_UNKNOWN_PERSON = _("Nobody with this number is registered here as a returnee: register the return first.")
TRANSFER_OPEN_ALREADY = _("A transfer of this person is open already: go on with that one, under transfers.")
TRANSFER_NOT_FOUND = _("There is no such transfer in the area of your post.")
TRANSFER_STATE = _("This transfer is “%(before)s”; it cannot become “%(after)s” now.")
TRANSFER_SITE = _("No site with the code %(site)s is known here: kept as words.")
TRANSFER_TIME_ORDER = _("%(later)s lies before %(earlier)s, when the step before it was: check day and time.")
TRANSFER_IN_FUTURE = _("%(later)s has not come yet: check day and time.")
TRANSFER_VEHICLE_MISSING = _("Say which vehicle goes, by its plate or in words.")
TRANSFER_DRIVER_MISSING = _("Say who drives.")
TRANSFER_NOBODY = _("Nobody is left in this transfer: give it up instead.")
TRANSFER_STRANGER = _("One of these persons is not in this transfer.")
ARRIVED_BEFORE_PICK_UP = _("The person arrived on %(day)s, before the pick-up: look into how they came.")
DRIVER_IN_TWO_PLACES = _("%(driver)s drives another transfer at the same time.")
TRANSFER_PLAN_REVERSED = _("The planned hand-over lies before the planned pick-up: check both times.")
NOTHING_WAIVED = _("Nobody decided that this person needs no transfer, or it was taken back already.")
TRANSFER_SENT = _("A vehicle was sent, or the transfer is over. Say on its page what became of it.")
