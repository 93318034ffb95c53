"""States, kinds and refusals of observation (DOMAIN 3.5, 3.6, 3.7)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shouwang.lib import numbers
from shouwang.people.choices import SET_ASIDE
from shouwang.quarantine.choices.conversions import ALONE_BEFORE, ANOTHER_MEASURE, NOTHING_TO_RECOMPUTE, Change
from shouwang.quarantine.choices.sites import (
    BookingEnd,
    CompanionReason,
    Need,
    RoomState,
    SampleOutcome,
    SpotCheckMode,
    SpotCheckResult,
    StayEnd,
    StayGroup,
    StayKind,
)

__all__ = [  # of the kinds that stand in a file of their own; the others are below
    "ALONE_BEFORE",
    "ANOTHER_MEASURE",
    "NOTHING_TO_RECOMPUTE",
    "BookingEnd",
    "Change",
    "CompanionReason",
    "Need",
    "RoomState",
    "SampleOutcome",
    "SpotCheckMode",
    "SpotCheckResult",
    "StayEnd",
    "StayGroup",
    "StayKind",
]

# --- measures that figures and rules name; their days, checks and teams are the pack's
HOME_OBSERVATION = "home_observation"
HOME_HEALTH_MONITORING = "home_health_monitoring"
HEALTH_MONITORING = "health_monitoring"
SELF_MONITORING = "self_monitoring"
CENTRAL_ISOLATION = "central_isolation"
FEVER_CLINIC = "fever_clinic"
HOSPITAL = "hospital"  # a stage of its own, so that whoever is in hospital is not counted at home
MONITORED = (HOME_HEALTH_MONITORING, HEALTH_MONITORING, SELF_MONITORING)
STRICTNESS = (SELF_MONITORING, HEALTH_MONITORING, HOME_HEALTH_MONITORING, HOME_OBSERVATION, CENTRAL_ISOLATION)  # mildest first
MEASURE_TITLES = {
    HOME_OBSERVATION: _("Home observation"), HOME_HEALTH_MONITORING: _("Home health monitoring"),
    HEALTH_MONITORING: _("Health monitoring"), SELF_MONITORING: _("Self-monitoring"), CENTRAL_ISOLATION: _("Central isolation"),
    FEVER_CLINIC: _("Fever clinic"), HOSPITAL: _("In hospital"),
}  # fmt: skip
SLOT_TITLES = {"am": _("Morning"), "pm": _("Afternoon"), "day": _("Day")}
SITE_TEAM = "site"  # looked after by the staff of the site: a team without roles


class State(TextChoices):
    """Where one observation stands. ``due`` (last day reached, release outstanding) is derived, never stored."""

    PROPOSED = "proposed", pgettext_lazy("a measure", "Proposed")
    ASSESSED = "assessed", _("Assessed")
    ACTIVE = "active", _("In force")
    IN_HOSPITAL = "in_hospital", _("In hospital")
    RELEASED = "released", _("Released")
    BECAME_CASE = "became_case", _("Became a case")
    TRANSFERRED_OUT = "transferred_out", _("Handed over to another place")
    LEFT_AGAIN = "left_again", _("Left again")
    ENDED_EARLY = "ended_early", _("Ended early")
    ENDED_BY_ITSELF = "ended_by_itself", _("Ended by itself")
    WITHDRAWN = "withdrawn", _("Withdrawn")


DUE, DUE_LABEL = "due", _("Last day reached")
WAITING = (State.PROPOSED, State.ASSESSED)
IN_FORCE = (State.ACTIVE, State.IN_HOSPITAL)
OPEN = (*WAITING, *IN_FORCE)
ENDED = (
    State.RELEASED, State.BECAME_CASE, State.TRANSFERRED_OUT, State.LEFT_AGAIN, State.ENDED_EARLY, State.ENDED_BY_ITSELF,
    State.WITHDRAWN,
)  # fmt: skip


class EventKind(TextChoices):
    """What happened to an observation; the figures count these."""

    STARTED = "started", _("Measure started")
    STAGE_BEGUN = "stage_begun", _("Next stage began")
    MOVED_TO_CENTRAL = "moved_to_central", _("Moved to a central site")
    MEASURE_CHANGED = "measure_changed", _("Measure changed")
    STEPPED_DOWN = "stepped_down", _("A milder measure follows")
    REASSESSED = "reassessed", _("Home assessed again")
    RENEWED = "renewed", _("Stays at home after a new assessment")
    EXTENDED = "extended", _("Extended")
    RECOMPUTED = "recomputed", _("Put under the rules in force")
    RELEASED = "released", _("Released")
    ENDED_EARLY = "ended_early", _("Ended early")
    ENDED_BY_ITSELF = "ended_by_itself", _("Ended by itself")
    WENT_TO_HOSPITAL = "went_to_hospital", _("Taken to hospital")
    CAME_BACK = "came_back", _("Came back from hospital")
    BECAME_CASE = "became_case", _("Became a case")
    TRANSFERRED_OUT = "transferred_out", _("Handed over to another place")
    LEFT_AGAIN = "left_again", _("Left again")
    BREACH = "breach", _("Left without leave")
    SENT_TO_CLINIC = "sent_to_clinic", _("Sent to the fever clinic")
    RECLASSIFIED = "reclassified", _("Class changed")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    OBJECTED = "objected", _("Objection received")
    TAKEN_BACK = "taken_back", _("Taken back")


class ActKind(TextChoices):
    """What can be taken back as a whole."""

    ORDER = "order", _("Order of the measure")
    RELEASE = "release", _("Release")
    ASSESSMENT = "assessment", _("Home assessment")


class EndKind(TextChoices):
    """Ways in which a measure ends before its last day, as somebody decides."""

    ENDED_EARLY = "ended_early", _("Ended early")
    TRANSFERRED_OUT = "transferred_out", _("Handed over to another place")
    LEFT_AGAIN = "left_again", _("Left again")


class ReadingKind(TextChoices):
    """What one check found."""

    MEASURED = numbers.MEASURED, _("Measured")
    NORMAL = numbers.NORMAL, _("Asked, no number")
    NOT_MEASURED = numbers.NOT_MEASURED, _("Not measured")
    AWAY = numbers.AWAY, _("Not at home")


DONE_KINDS = (ReadingKind.MEASURED, ReadingKind.NORMAL)  # the check was made; the other two say why it was not


class Symptom(TextChoices):
    """Symptoms that a check asks for; a pack names those of its disease."""

    FEVER = "fever", _("Fever")
    DRY_COUGH = "dry_cough", _("Dry cough")
    FATIGUE = "fatigue", _("Fatigue")
    SORE_THROAT = "sore_throat", _("Sore throat")
    DIARRHOEA = "diarrhoea", _("Diarrhoea")
    SHORTNESS_OF_BREATH = "shortness_of_breath", _("Shortness of breath")
    RASH = "rash", _("Rash")
    RUNNY_NOSE = "runny_nose", _("Runny nose")
    RED_EYES = "red_eyes", _("Red eyes")
    JOINT_PAIN = "joint_pain", _("Joint pain")
    MUSCLE_PAIN = "muscle_pain", _("Muscle pain")
    HEADACHE = "headache", _("Headache")
    OTHER = "other", _("Other")


SYMPTOM_WORDS: dict[str, str] = {
    "发热": Symptom.FEVER, "发烧": Symptom.FEVER, "干咳": Symptom.DRY_COUGH, "咳嗽": Symptom.DRY_COUGH, "乏力": Symptom.FATIGUE,
    "咽痛": Symptom.SORE_THROAT, "咽喉痛": Symptom.SORE_THROAT, "腹泻": Symptom.DIARRHOEA, "气促": Symptom.SHORTNESS_OF_BREATH,
    "呼吸困难": Symptom.SHORTNESS_OF_BREATH, "皮疹": Symptom.RASH, "流涕": Symptom.RUNNY_NOSE, "红眼": Symptom.RED_EYES,
    "关节痛": Symptom.JOINT_PAIN, "肌肉酸痛": Symptom.MUSCLE_PAIN, "头痛": Symptom.HEADACHE,
}  # fmt: skip


class Counting(TextChoices):
    """What a reading is worth for the check it belongs to; the pack says it of those that people report themselves."""

    COUNTS = "counts", _("Counts")
    TO_CONFIRM = "to_confirm", _("Counts when the team confirms it")
    SHOWN = "shown", _("Shown, does not count")


class LateReason(TextChoices):
    """Why a check came after its slot."""

    NOBODY_HOME = "nobody_home", _("Nobody answered earlier")
    NO_SIGNAL = "no_signal", _("No signal")
    BUSY = "busy", _("Other homes took longer")
    THERMOMETER = "thermometer", _("No working thermometer")
    OTHER = "other", _("Other")


class Pattern(TextChoices):
    """Why a reading is marked for a person to look at; it is kept all the same."""

    SAME_MINUTE = "same_minute", _("Several homes within one minute")
    SAME_VALUE = "same_value", _("The same value for everybody")
    AHEAD = "ahead", _("Written down for a time to come")
    BEFORE_VISIT = "before_visit", _("Written down before the check was due")


PATTERN_SENTENCES = {
    Pattern.SAME_MINUTE: _("The same person checked several homes within one minute."),
    Pattern.SAME_VALUE: _("Everybody in this round has the same value."),
    Pattern.AHEAD: _("This check is written down for a time that has not come yet."),
    Pattern.BEFORE_VISIT: _("This check is written down long before its time of day began."),
}


class FlagState(TextChoices):
    """What somebody made of a marked reading."""

    OPEN = "open", _("To look at")
    CONFIRMED = "confirmed", _("Not credible")
    CLEARED = "cleared", _("Credible")


class AlertKind(TextChoices):
    """Why the team and the township are alerted."""

    FEVER = "fever", pgettext_lazy("alert", "Fever")
    SYMPTOM = "symptom", pgettext_lazy("alert", "Symptoms")
    BREACH = "breach", _("Left without leave")
    AWAY = "away", _("Not at home")
    UNSUITABLE = "unsuitable", _("Home not suitable any more")
    CLINIC = "clinic", _("To be seen at the fever clinic")


class Answer(TextChoices):
    """What the clinic says of somebody it was sent (DOMAIN 3.5)."""

    SENT = "sent", _("Waiting for the clinic")
    REGISTERED = "registered", _("Arrived at the clinic")
    UNDER_OBSERVATION = "under_observation", _("Under observation at the clinic")
    EXCLUDED = "excluded", _("Excluded")
    SUSPECTED = "suspected", _("Suspected case")
    CONFIRMED = "confirmed", _("Confirmed case")
    TRANSFERRED = "transferred", _("Taken to another hospital")
    LEFT = "left", _("Left without being seen")


CLOSING_ANSWERS = (Answer.EXCLUDED,)
HOSPITAL_ANSWERS = (Answer.SUSPECTED, Answer.TRANSFERRED)
CASE_ANSWERS = (Answer.CONFIRMED,)
WAITING_ANSWERS = (Answer.SENT, Answer.REGISTERED, Answer.UNDER_OBSERVATION, Answer.LEFT)


class DocumentKind(TextChoices):
    """Papers that are put into a person's hands."""

    KEY_POINTS_CARD = "key_points_card", _("“What you must know” card")
    PROCESS_CHART = "process_chart", _("Process chart")
    START_NOTICE = "start_notice", _("Notice of the measure")
    PLEDGE = "pledge", _("Pledge")
    EXTENSION_NOTICE = "extension_notice", _("Notice of extension")
    RELEASE_NOTICE = "release_notice", _("Release notice")
    COMPLETION_CERTIFICATE = "certificate_of_completed_observation", _("Certificate of completed observation")


HANDOUTS = (DocumentKind.KEY_POINTS_CARD, DocumentKind.PROCESS_CHART)
RELEASE_DOCUMENTS = (DocumentKind.RELEASE_NOTICE, DocumentKind.COMPLETION_CERTIFICATE)


class CheckState(TextChoices):
    """How one due check stands; derived."""

    NOT_YET = "not_yet", _("Not yet due")
    OPEN = "open", _("Due now")
    DONE = "done", _("Done")
    LATE = "late", _("Done late")
    MISSED = "missed", _("Missed")
    NOT_DUE = "not_due", _("Not due")


ASSESSMENT_LINES = {
    "home_6": (
        _("Lives alone, or has a well-aired room alone"),
        _("Has a bathroom alone"),
        _("A table outside the door for handing things over"),
        _("Thermometer, tissues, masks, gloves, disinfectant, bin with a lid"),
        _("No shared air conditioning"),
        _("Excreta can be disinfected"),
    ),
}
HOME_6 = "home_6"

# --- refusals and warnings
NO_PERSON = _("Nobody with this number is known here. Register the person first.")
PERSON_MISSING = _("Say who: identity number, person or observation.")
NO_OBSERVATION = _("This person is not under observation here.")
NOT_STARTED = _("The measure of this person has not been started yet: start it first.")
NOT_COVERED = _("This person was not under observation at that time.")
OBSERVED_ELSEWHERE = _("This person is already under observation in another place. Ask the office there.")
AREA_MISSING = _("Say where the person stays.")
MEASURE_UNKNOWN = _("The policy in force has no measure called %(measure)s.")
HOME_UNSUITABLE = _("The home is not suitable (%(lines)s): only a central site can be offered.")
ASSESSMENT_INCOMPLETE = _("The assessment has %(given)s answers; it needs %(needed)s.")
ASSESSMENT_MISSING = _("The home has not been assessed yet: assess it on the page of the person first.")
SIGNATURE_MISSING = _("The assessment needs the signatures of the community and of a health worker.")
DUE_DIFFERS = _("By the policy the last day is %(due)s, not %(said)s.")
TEAM_INCOMPLETE = _("The team lacks: %(roles)s.")
STARTED_ALREADY = _("This measure is in force already.")
EXPOSURE_MISSING = _("The day of the last exposure is not known; the days are counted from the start.")
ALREADY_OBSERVED = _("This person is already under observation.")
ALREADY_STRICTER = _("A stricter measure is already in force; it stays.")
CHANGE_PROPOSED = _("A stricter measure follows from the new class; somebody must order it.")
OPEN_ALERT = _("An alert is still open: %(alerts)s. Close it first.")
RELEASE_BEFORE_DUE = _("The last day is %(due)s; nobody is released earlier without a decision.")
STAGE_RELEASED = _("This measure is over today; the milder one that follows goes on until %(due)s.")
TESTS_OUTSTANDING = _("The samples due have not all been found negative.")
TEAM_NOT_CONFIRMED = _("The team has not confirmed the release.")
BEFORE_START = _("The measure began only on %(start)s.")
IN_FUTURE = _("This time has not come yet: check day and time.")
REASON_MISSING = _("Say why.")
WRONG_STATE = _("From “%(before)s” it cannot become “%(after)s”.")
NO_SUCH_SLOT = _("There is no check called “%(slot)s” in this measure.")
SLOT_MISSING = _("Say the day and the time of day of the check.")
VALUE_MISSING = _("Enter a temperature, or say why there is none.")
FEVER_WARNING = _("%(value)s °C is a fever: measure again, no travel of their own, special vehicle to the fever clinic.")
SYMPTOM_WARNING = _("Symptoms: measure again, no travel of their own, special vehicle to the fever clinic.")
AWAY_WARNING = _("Not at home although a measure is in force: find out where the person is.")
LATE_REASON_MISSING = _("The check came after its slot: say why.")
SLOT_NOT_DUE = _("No check was due then; it is kept but not counted.")
SAME_READING = _("This check is recorded already.")
CONFLICTING_READING = _("Another value is recorded for the same check at the same time; both are kept.")
REPORT_UNKNOWN = _("There is no self-reported check like that in the area of your post.")
REPORT_SETTLED = _("The team has said already what it makes of this self-reported check.")
REPORT_COUNTS = _("This check counts already.")
REPORT_NEVER_COUNTS = _("By the policy a self-reported check never counts: measure, and enter the value you found.")
CONFIRMED_BY_TEAM = _("Confirmed by the team.")
MEASURED_BY_TEAM = _("Measured by the team; the self-reported value stays on record.")
SUPERSEDED_UNKNOWN = _("The check to be corrected is not known here.")
ALERT_UNKNOWN = _("There is no such alert.")
ALERT_CLOSED = _("This alert is closed already.")
REFERRAL_UNKNOWN = _("There is no open referral of this person.")
REFERRED_ALREADY = _("This person has been sent to the clinic already and the answer is awaited.")
ANSWER_UNKNOWN = _("There is no answer called “%(answer)s”.")
DOCUMENT_UNKNOWN = _("There is no document called “%(kind)s”.")
DOCUMENT_TWICE = _("This paper was handed out that day already.")
NOT_EXTENDED = _("This measure was not extended, so there is nothing to give notice of. Extend it first, with the reason.")
CERTIFICATE_TOO_EARLY = _("The certificate of completed observation is issued with the release, not before.")
DUE_NOT_LATER = _("The new last day, %(due)s, does not lie after the present one, %(present)s.")
DUE_MISSING = _("Say the new last day.")
SAME_MEASURE = _("This measure is in force already.")
DRAW_SIZE = _("Say either how many people to draw or how many percent: at most %(most)s people in one draw.")
DRAW_EMPTY = _("Nobody is, or was on these days, under such a measure there, so nobody can be drawn.")
DRAW_DAYS = _("Say the first and the last day, both gone by or today, the first one first; or neither for those in force now.")
DRAW_UNKNOWN = _("There is no such draw of spot checks here.")
NOT_DRAWN = _("This person was not drawn for this spot check.")
LOOK_UNKNOWN = _("The spot check to be corrected is not known here.")
LOOK_CORRECTED = _("The spot check was corrected: %(why)s")
SEED_SHORT = _("A seed has 4 to 40 characters.")
SITE_NOT_OPEN = _("There is no open isolation site with the code %(site)s in the county: no bed is reserved. Choose one from the list.")
NO_BED = _("No room is free at %(site)s: no bed is reserved. Send the person to another site, or ask the site.")
ROOM_NOT_RESERVED = _("Room %(room)s is not free: any room of %(site)s is reserved.")
SITE_UNKNOWN = _("There is no isolation site with the code %(site)s.")
ROOM_UNKNOWN = _("This site has no room %(room)s.")
ROOM_TAKEN = _("Room %(room)s is not free: take another room.")
ROOM_KNOWN = _("This room is known already.")
COMPANION_REASON = _("A companion needs a reason: only a child, an old or a disabled person may have somebody in the room.")
COMPANION_ROOM = _("A companion shares the room of somebody: room %(room)s has nobody under observation in it.")
ROOM_RESERVED = _("Room %(room)s is reserved for somebody else. Cancel the reservation first, or take another room.")
BOOKED_ALREADY = _("A room is reserved for this person already.")
BOOKING_UNKNOWN = _("There is no such reservation here.")
BOOKING_CLOSED = _("This reservation is closed already.")
BOOKING_FOR = _("Say for whom the room is reserved.")
SITE_FULL = _("No room is free at this site: %(rooms)s rooms, all in use, reserved, closed or waiting for disinfection. Disinfect one, or choose another site.")
STAY_UNKNOWN = _("There is no such stay at this site.")
REQUEST_UNKNOWN = _("There is no such request here.")
REQUEST_DONE = _("This request is settled already.")
TEXT_MISSING = _("Say what is asked for.")
QUANTITY_NEGATIVE = _("A number of bins is wanted, 0 or more.")
STAYS_ALREADY = _("This person has a room there already.")
STAYS_ELSEWHERE = _("This person has a room at another site. End that stay first.")
NO_STAY = _("This person has no room at a site.")
ROOM_IN_USE = _("Room %(room)s is in use.")
OUT_BEFORE_IN = _("The time of leaving lies before the time of coming: check both.")
UNKNOWN_VALUE = _("“%(value)s” is not known here.")
SEVERAL_OF_NAME = _("Several people of this name are under observation here. Give the identity number.")
FROM_SHEET = _("The observation was not known here; it was taken from the sheet. Assessment and team are missing.")
ALERT_OPEN = _("This alert is open.")
ALERT_AGAIN = _("Another alert of this kind is open for the person meanwhile.")
FLAG_OPEN = _("Nobody has decided on this check, or it was opened again already.")
NOTHING_TO_UNDO = _("There is nothing to take back here: it was taken back already, or it was done before this could be undone.")
CHECKED_SINCE = _("A check has been entered since. It stays; end the measure on the page of the person instead.")
CHANGED_SINCE = _("Something was decided, assessed or handed out since. Decide anew on the page of the person instead.")
OBSERVED_AGAIN = _("The person is under another observation meanwhile. End that one first.")
UNDO_TOO_LATE = _("This is more than a day ago: reports were signed with it. Decide anew on the page of the person instead.")
SIGNED_ALREADY = _("The report of that day is signed and stays as it was signed; this stands there as a change after the signature.")
NOT_FOUND = _("There is no such observation in the area of your post.")
FLAG_DECIDED = _("This was decided already.")
END_KIND_UNKNOWN = _("There is no way of ending called “%(kind)s”.")

# What stands against making one person of two, by the constraint that says so (people.writes.collisions).
ONE_EACH = {
    "observation_one_open": _("Both are under observation. End or take back one of the two observations first."),
    "referral_one_open": _("Both are on their way to a clinic. Let the clinic answer one of the two referrals first."),
    "stay_one_open": _("Both have a room in an isolation site. Let one of the two move out first."),
    "booking_one_a_person": _("A room is reserved for both. Cancel one of the two reservations first."),
    "document_once_a_day": SET_ASIDE,
}
