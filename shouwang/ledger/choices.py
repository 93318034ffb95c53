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


WORKING = (State.RECEIVED, State.JUDGING, State.COMMITTING, State.UNDOING)  # something goes on in the background
RECORDABLE = (State.JUDGED, State.COMMITTED, State.FAILED)
MENDABLE = (State.JUDGED, State.COMMITTED)

NOT_FOUND = _("There is no such import in your area.")
ROW_NOT_FOUND = _("There is no such row in this import.")
NOT_NOW = _("This cannot be done while the file is %(state)s.")
NOTHING_TO_RECORD = _("No row of this file waits to be recorded.")
CANNOT_UNDO = _("What came from “%(title)s” cannot be taken back as a whole; correct it row by row.")
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
NO_TEXT = _("There is nothing to change.")
