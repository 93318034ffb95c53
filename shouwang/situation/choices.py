"""What the board shows: figures by name and column, those that may colour the map, what counts as late."""

from django.utils.translation import gettext_lazy as _

NUMBERS = [
    ("cases_confirmed", "today"), ("fever_persons", "today"), ("returnees_total", "today"), ("arrivals_unclassified", "now"), ("home_observed", "now"),
    ("central_isolated", "now"), ("health_monitored", "now"), ("readings_done", "today"), ("readings_missed", "today"), ("rooms_free", "now"),
    ("sent_to_fever_clinic", "today"), ("reports_received", "today"),
]  # fmt: skip
TRENDS = [("home_observed", "now"), ("returnees_total", "today"), ("readings_missed", "today"), ("fever_persons", "today")]
MAPS = [("home_observed", "now"), ("returnees_total", "today"), ("readings_missed", "today"), ("fever_persons", "today"), ("reports_missing", "today")]
LATE = [("reports_missing", "today"), ("readings_missed", "today"), ("arrivals_unclassified", "now"), ("teams_incomplete", "now")]
LATE_KINDS = (*(name for name, _column in LATE), "referrals")  # by name, in the order of the board
REPORTS = "reports_missing"  # late only once its hour has passed
REFERRALS = _("Referrals unanswered for a day")
# Figures of which more is worse: a rise is marked, never by colour alone.
WORSE_WHEN_MORE = {"cases_confirmed", "fever_persons", "arrivals_unclassified", "readings_missed", "teams_incomplete", "sent_to_fever_clinic"}
