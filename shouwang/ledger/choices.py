"""States of an imported file, and how the steps of an import refuse."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    """received → judging → judged → committing → committed → undoing → undone; failed where a step cannot go on."""

    RECEIVED = "received", _("received")
    JUDGING = "judging", _("being checked")
    JUDGED = "judged", _("checked")
    COMMITTING = "committing", _("being recorded")
    COMMITTED = "committed", _("recorded")
    UNDOING = "undoing", _("being taken back")
    UNDONE = "undone", _("taken back")
    FAILED = "failed", _("stopped")


class About(TextChoices):
    """What an entry of a person's story is about, to narrow it by."""

    REGISTER = "register", _("Register")
    RETURN = "return", _("Return and class")
    MEASURE = "measure", _("Measure")
    TEAM = "team", _("Team and home")
    ALERT = "alert", _("Alerts and clinic")
    PAPER = "paper", _("Papers")
    OBJECTION = "objection", _("Objections and requests")
    SPOT_CHECK = "spot_check", _("Spot checks and samples")
    LOOK = "look", _("Who looked")


WORKING = (State.RECEIVED, State.JUDGING, State.COMMITTING, State.UNDOING)  # something goes on in the background
RECORDABLE = (State.JUDGED, State.COMMITTED, State.FAILED)
MENDABLE = (State.JUDGED, State.COMMITTED)

REASONS = {  # in few words, for a list that can be narrowed to one of them; the codes are those of DOMAIN 6.2
    "NAME_MISSING": _("name missing"),
    "REQUIRED_MISSING": _("a needed cell is empty"),
    "ID_LENGTH": _("identity number: length"),
    "ID_CHECK_DIGIT": _("identity number: last digit"),
    "ID_BIRTH_DATE": _("identity number: date of birth"),
    "ID_PRECISION_LOST": _("identity number: digits lost"),
    "DATE_UNREADABLE": _("date unreadable"),
    "DATE_IN_FUTURE": _("date after the sheet's"),
    "TEMP_IMPLAUSIBLE": _("temperature implausible"),
    "QTY_NOT_NUMBER": _("quantity is no number"),
    "ROW_FAILED": _("could not be processed"),
    "DUPLICATE_EXACT": _("the same row again"),
    "DUPLICATE_PERSON": _("the same person again"),
    "CONFLICT": _("contradicts what is known"),
}

NOT_FOUND = _("There is no such import in your area.")
ROW_NOT_FOUND = _("There is no such row in this import.")
NOT_NOW = _("This cannot be done while the file is %(state)s.")
NOTHING_TO_RECORD = _("No row of this file waits to be recorded.")
CANNOT_UNDO = _("What came from “%(title)s” cannot be taken back as a whole; correct it row by row.")
CHANGES_NOT_KEPT = _(
    "This list was recorded before it was kept what a list changes, so it cannot be taken back as a whole. Correct its rows one by one."
)
CHANGED_AFTER_IMPORT = _(
    "Nothing was taken back: “%(what)s” was changed after this import. Correct the rows of this list one by one."
)
USED_AFTER_IMPORT = _(
    "Nothing was taken back: “%(what)s” is in use by now (entries that name it: %(number)s). Remove or move those first."
)
ALREADY_RECORDED_FILE = _("Rows of this file are recorded. Take the import back first, then say what its headings mean.")
NOT_A_HEADING = _("This file has no heading “%(heading)s”. Open the import again and choose anew.")
UNKNOWN_FIELD = _("This ledger has no column “%(field)s”. Choose one from the list.")
FIELD_TWICE = _(
    "Both “%(first)s” and “%(second)s” would be “%(column)s”. Let one of them go to the remark or mean something else."
)
ALREADY_RECORDED = _("This row is recorded; correct it where it stands now.")
HEADER_NOT_FOUND = _(
    "No table of “%(title)s” was found: the headings of its columns are missing. Needed are %(columns)s."
)
POST_ENDED = _(
    "The post in whose name this was to be done is no longer in force. Somebody in office has to order it again."
)
BROKE_OFF = _(
    "The work broke off %(tries)s times. What is recorded stays; the rest can be ordered again. Tell the operator."
)
ROW_FAILED = _(
    "This row could not be processed. Look for unusual characters or very long texts in it; "
    "tell the operator if it stays."
)
SAME_ROW = _("Row %(row)s of this sheet says the same.")
HEADINGS_TO_NAME = _(
    "No table of “%(title)s” was found. Below are the headings that were seen: say what each of them means, and the file "
    "is read again. Needed are %(columns)s."
)
NO_TEXT = _("There is nothing to change.")
