"""What other rules change for somebody whose measure has begun, and why they change nothing."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Change(TextChoices):
    """What other rules change for somebody whose measure has begun."""

    LAST_DAY = "last_day", _("Last day")
    CHECKS = "checks", _("Checks")
    TEAM = "team", _("Team")
    TESTS = "tests", _("Days of samples")
    TERMS = "terms", _("Thresholds and release")
    MEASURE = "measure", _("Another measure")


NOTHING_TO_RECOMPUTE = _("The rules in force change nothing here, or leave what has begun as it is.")
ANOTHER_MEASURE = _("Under the rules in force this class leads to another measure. That is decided for each person: move, extend or end the measure on the person's page, with the reason.")
ALONE_BEFORE = _("You put these rules in force alone. Somebody else has to apply them to measures that have begun.")
