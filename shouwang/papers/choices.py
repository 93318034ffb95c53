"""Kinds of papers, their languages, and refusals (DOMAIN 3.2, 3.3, 3.6, 3.24, 5)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shouwang.accounts.choices import Permission


class PaperKind(TextChoices):
    """Papers that are printed. Those of observation have the names that the release rule of a pack uses."""

    START_NOTICE = "start_notice", _("Notice of the measure")
    KEY_POINTS_CARD = "key_points_card", _("“What you must know” card")
    PROCESS_CHART = "process_chart", _("Process chart")
    CHECK_SHEET = "check_sheet", _("Daily check sheet")
    TRANSFER_SLIP = "transfer_slip", _("Transfer slip")
    RELEASE_NOTICE = "release_notice", _("Release notice")
    COMPLETION_CERTIFICATE = "certificate_of_completed_observation", _("Certificate of completed observation")
    DOOR_NOTICE = "door_notice", _("Door notice")
    DAILY_REPORT = "daily_report", _("Daily report")
    TEMPERATURE_SHEET = "temperature_sheet", _("Temperature sheet")
    PLEDGE = "pledge", _("Pledge")
    EXTENSION_NOTICE = "extension_notice", _("Notice of extension")


class Language(TextChoices):
    """The language of a paper, chosen for each."""

    SIMPLIFIED = "zh-hans", _("Simplified Chinese")
    TRADITIONAL = "zh-hant", _("Traditional Chinese")
    ENGLISH = "en", _("English")


# What a home gets when a measure begins, in the order it is read.
AT_THE_START = (PaperKind.START_NOTICE, PaperKind.DOOR_NOTICE, PaperKind.KEY_POINTS_CARD, PaperKind.PROCESS_CHART, PaperKind.PLEDGE, PaperKind.CHECK_SHEET)
# Who may issue a paper: whoever may see what stands on it, and hand it out.
PERMISSIONS: dict[str, Permission] = {
    PaperKind.DAILY_REPORT: Permission.VIEW_REPORTS,
    PaperKind.TEMPERATURE_SHEET: Permission.VIEW_OBSERVATION,
    PaperKind.TRANSFER_SLIP: Permission.RECORD_ARRIVALS,
}
# Who may see and print one.
SEEING: dict[str, Permission] = {PaperKind.DAILY_REPORT: Permission.VIEW_REPORTS, PaperKind.TRANSFER_SLIP: Permission.VIEW_ARRIVALS}
SEE = Permission.VIEW_OBSERVATION
ISSUE = Permission.ISSUE_DOCUMENTS
MANAGE = Permission.MANAGE_PAPERS
KEEP = Permission.KEEP_PAPERS

FACT_TITLES = {
    "person_name": _("Name"), "document": _("Identity document"), "phone": _("Telephone"), "address": _("Address"),
    "measure": _("Measure"), "reason": _("Reason"), "rule": _("Rule"), "legal_basis": _("Legal basis"), "from_day": _("From"),
    "last_day": _("Last day"), "released_on": _("Released on"), "released_at": _("Released at"), "author": _("Decided by"),
    "objection_to": _("Where to object"), "contact": _("Whom to call"), "team": _("Team"), "fever": _("Fever threshold"),
    "slots": _("Times of the checks"), "days": _("Days"), "organiser": _("Organised by"), "planned_at": _("Planned time"),
    "from_place": _("From place"), "to_place": _("To place"), "vehicle": _("Vehicle"), "driver": _("Driver"), "escort": _("Escort"),
    "protection": _("Protection level"), "persons": _("Persons"), "legs": _("Hand-overs"), "reporting_unit": _("Reporting unit"),
    "day": _("Day"), "cutoff": _("Statistics time"), "rows": _("Lines"), "zero": _("Zero report"), "state": _("State"),
    "prepared_by": _("Prepared by"), "approved_by": _("Approved by"), "sent_at": _("Sent at"), "number": pgettext_lazy("paper", "Number"),
    "first_number": _("First day on the sheet"), "part": _("Part"), "issued_on": _("Date of issue"), "unit": _("Unit"), "code": _("Check code"),
}  # fmt: skip

# --- refusals
KIND_UNKNOWN = _("There is no paper called “%(kind)s”.")
LANGUAGE_UNKNOWN = _("Papers are not printed in “%(language)s”. Choose Simplified Chinese, Traditional Chinese or English.")
PAPER_INCOMPLETE = _("“%(paper)s” cannot be issued, because this is not known: %(missing)s. Enter it first.")
FACT_UNKNOWN = _("“%(paper)s” has no place for: %(facts)s.")
TOO_LONG = _("What stands on this paper is too long (%(count)s characters; the most is %(most)s). Shorten it.")
IN_FUTURE = _("The day of issue has not come yet.")
NO_COUNTY = _("This place lies in no county that has a code, so the paper cannot be numbered. Enter the county's code first.")
NOT_FOUND = _("There is no such paper in the area of your post.")
REASON_MISSING = _("Say why the paper is withdrawn.")
WITHDRAWN_ALREADY = _("This paper was withdrawn already.")
ISSUED_ALREADY = _("The same paper was issued that day already; print it again.")
LET_GO = _("What stood on this paper was deleted, because the time for which it is kept is over. Number, dates and whether it is valid remain.")
HOLD_REASON = _("Say who needs the paper and why, with the file number if there is one.")
HELD_ALREADY = _("This paper is kept already.")
NOT_HELD = _("Nobody asked for this paper to be kept.")
RECORD_CHANGED = _("The record says something else than what was signed on this paper, so it cannot be made again. Ask the office for a new one.")
NOTHING_TO_PRINT = _("No paper was chosen, or none of them is in the area of your post.")
TOO_MANY = _("%(count)s papers are too many for one print; at most %(most)s. Choose fewer.")
TOOK_TOO_LONG = _("The paper could not be set in %(seconds)s seconds. Print fewer at once, or return to the template as shipped.")
TOO_BIG = _("The print became too big. Print fewer at once.")
TEMPLATE_BROKEN = _("The template has a mistake in line %(line)s: %(mistake)s. The last good template stays in use.")
TEMPLATE_BROKEN_SOMEWHERE = _("The template has a mistake: %(mistake)s. The last good template stays in use.")
TEMPLATE_LACKS = _("In “%(language)s” these must stand on the paper and do not: %(missing)s. The last good template stays in use.")
OFF_THE_PAGE = _("off the page")
TOO_SMALL = _("%(size)s points high; at least %(least)s")
TOO_PALE = _("contrast to what lies beneath %(contrast)s; at least %(least)s")
COVERED = _("covered or cut off")
TEMPLATE_TOO_LONG = _("A template has at most %(most)s characters; this one has %(count)s.")
TEMPLATE_EMPTY = _("The template is empty. Write one, or return to the template as shipped.")
TEMPLATE_SAME = _("This is the template in use already.")
TEMPLATE_REASON = _("Say what was changed and why.")
OUTSIDE_COUNTY = _("Templates belong to a county; your post stands above or outside one.")

CERTIFICATE_UNREADABLE = _("This is no certificate of this kind, or it was not read whole.")
CERTIFICATE_CHANGED = _("The certificate was changed, or was not signed with this county's key.")
CERTIFICATE_FOREIGN = _("The certificate was issued by another county (%(county)s), whose key this is not.")
