"""Kinds of spot checks, samples, rooms and stays."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class SpotCheckMode(TextChoices):
    """How a supervisor looked."""

    VIDEO = "video", _("Video call")
    DOOR = "door", _("At the door")
    PHONE = "phone", _("Telephone")


class SpotCheckResult(TextChoices):
    """What a supervisor found."""

    AT_HOME = "at_home", _("At home")
    SHARES_ROOM = "shares_room", _("Shares a room")
    NOT_AT_HOME = "not_at_home", _("Not at home")
    NO_ANSWER = "no_answer", _("No answer")


class SampleOutcome(TextChoices):
    """What a laboratory says of a sample."""

    PENDING = "pending", _("Not known yet")
    NEGATIVE = "negative", _("Negative")
    POSITIVE = "positive", _("Positive")
    INVALID = "invalid", _("Invalid")


class StayKind(TextChoices):
    """Why somebody has a room at an isolation site."""

    OBSERVED = "observed", _("Under observation")
    COMPANION = "companion", _("Companion")


class StayEnd(TextChoices):
    """Where somebody went from an isolation site."""

    HOME = "out_home", _("Home")
    OTHER_ROOM = "out_other_room", _("Another room")
    HOSPITAL = "out_hospital", _("Hospital")
    OTHER_SITE = "out_other_site", _("Another site")


class RoomState(TextChoices):
    """What a room is now; derived from stays, disinfection and closure."""

    FREE = "free", _("Free")
    RESERVED = "reserved", _("Reserved")
    OCCUPIED = "occupied", _("Occupied")
    TO_DISINFECT = "to_disinfect", _("To be disinfected")
    CLOSED = "closed", _("Closed")
    STAFF = "staff", pgettext_lazy("room", "Staff")


class StayGroup(TextChoices):
    """The groups of people that a site's daily sheet counts apart."""

    CONTACT = "contact", _("Close contact")
    CONTACT_OF_CONTACT = "contact_of_contact", _("Contact of a contact")
    OVERSEAS = "overseas", _("From abroad")
    OTHER = "other", pgettext_lazy("group of a stay", "Other")


class Need(TextChoices):
    """What somebody at a site needs besides a room; these are counted as special persons."""

    PREGNANT = "pregnant", _("Pregnant")
    ELDERLY = "elderly", _("Elderly")
    CHILD = "child", pgettext_lazy("special need", "Child")
    DISABLED = "disabled", _("Disabled")
    ILL = "ill", _("Chronically ill")


class CompanionReason(TextChoices):
    """Why two people may share a room (DOMAIN 3.7); nobody else may."""

    CHILD = "child", _("Looks after a child")
    ELDERLY = "elderly", _("Looks after an old person")
    DISABLED = "disabled", _("Looks after a disabled person")


class BookingEnd(TextChoices):
    """What became of a reservation."""

    CAME = "came", _("Came")
    CANCELLED = "cancelled", _("Cancelled")
    NEVER_CAME = "never_came", _("Did not come")
    GIVEN_UP = "given_up", _("Sent elsewhere, or the measure ended")
