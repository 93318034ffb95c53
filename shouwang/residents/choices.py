"""States, kinds and refusals of the resident's side (DOMAIN 3.2, 3.6, 3.8, 6.3)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

ADDRESS = "/r/"  # where residents come in; nothing behind it but the code, which stands there once


class HelpKind(TextChoices):
    """What somebody who may not go out asks for."""

    ERRAND = "errand", _("Shopping or an errand")
    MEDICINE = "medicine", _("Medicine")
    DOCTOR = "doctor", _("A doctor")
    COUNSELLING = "counselling", _("Somebody to talk to")


class HelpState(TextChoices):
    """Where a request for help stands."""

    OPEN = "open", _("Waiting")
    ACCEPTED = "accepted", _("Somebody is on it")
    DONE = "done", _("Done")
    CANCELLED = "cancelled", _("Cancelled")


OPEN_HELP = (HelpState.OPEN, HelpState.ACCEPTED)


class ObjectionKind(TextChoices):
    """What an objection is against."""

    MEASURE = "measure", _("Objection to the measure")
    RECORD = "record", _("Request to correct what is held")


class Outcome(TextChoices):
    """What became of an objection."""

    GRANTED = "granted", _("Granted")
    PARTLY = "partly", _("Granted in part")
    REJECTED = "rejected", _("Not granted")


class DeclarationState(TextChoices):
    """Where a declared return stands."""

    WAITING = "waiting", _("Waits for the office")
    REGISTERED = "registered", _("In the register")
    DISMISSED = "dismissed", _("Dismissed")


class Who(TextChoices):
    """What somebody decides about a declared return that names no document."""

    KNOWN = "known", _("This person")
    NEW = "new", _("A new person without a document")
    CANNOT = "cannot", _("It cannot be settled who it is")


class Way(TextChoices):
    """How a declaration came."""

    LINK = "link", _("By the person's link")
    POSTER = "poster", _("By the public page, unverified")
    PAPER = "paper", _("On paper")


class LinkState(TextChoices):
    """Whether a link opens anything."""

    LIVE = "live", _("In use")
    REVOKED = "revoked", _("Revoked")
    EXPIRED = "expired", _("Expired")
    LEFT = "left", _("The person has left")


class Attempt(TextChoices):
    """What is counted for each connection, so that trying is slowed."""

    WRONG_CODE = "wrong_code", _("Wrong codes")
    DECLARATION = "declaration", _("Public declarations")


# What the log says was done, in words for the person concerned (the part before the dot is the feature)
LOOKED = {
    "people.open_person": _("looked at your details"),
    "people.reveal": _("saw a number of yours in full, with a reason"),
    "arrivals.open_arrival": _("looked at your return"),
    "people.open_household": _("looked at your household"),
    "people.export_person": _("took a copy of your file"),
    "residents.open_declaration": _("looked at your declaration"),
}
DID_SOMETHING = _("looked at your file")

# --- refusals
NO_TARGET = _("Choose a person or a household of your area.")
LINK_UNKNOWN = _("There is no such link in the area of your post.")
ALREADY_REVOKED = _("This link is revoked already.")
REASON_MISSING = _("Say why.")
NOT_YOURS = _("This page is not about that person.")
WORDS_MISSING = _("Write what it is about.")
TOO_LONG = _("Please write no more than %(most)s characters.")
KIND_UNKNOWN = _("Choose what you need.")
NOTHING_TO_OBJECT = _("No measure is in force against which to object.")
REQUEST_UNKNOWN = _("There is no such request in the area of your post.")
OBJECTION_UNKNOWN = _("There is no such objection in the area of your post.")
DECLARATION_UNKNOWN = _("There is no such declaration in the area of your post.")
WRONG_STATE = _("From “%(before)s” it cannot become “%(after)s”.")
ANSWERED = _("This is answered already.")
OUTCOME_MISSING = _("Choose what is decided.")
SAME_AUTHOR = _("You ordered or changed this measure. Somebody else has to answer the objection.")
NOT_DISMISSED = _("This declaration was not set aside, or somebody has taken it up again already.")
WHO_FIRST = _("This declaration names no document. Say first who it is.")
DOCUMENT_TOLD = _("This declaration names a document, so the register knows who it is: take it into the register.")
WHO_MISSING = _("Choose who it is.")
PERSON_UNKNOWN = _("There is no such person in the area of your post.")
NOT_REGISTERED_BY_IT = _("This return is not in the register by this declaration alone. Correct it on the page of the return.")
SETTLED = _("This declaration is settled already.")
NAME_MISSING = _("Please write your name.")
REACH_MISSING = _("Please give your identity number or a telephone number.")
NO_READING = _("No checks are due for you now.")
SAID_ALREADY = _("You have said this already.")
