"""What other rules change for somebody whose measure has begun, and why they change nothing."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Change(TextChoices):
    """What other rules change for somebody whose measure has begun."""

    LAST_DAY = "last_day", _("Last day")
    CHECKS = "checks", _("Checks")
    TEAM = "team", _("Team")
    TESTS = "tests", _("Days of samples")
    TERMS = "terms", _("Thresholds and release")
    MEASURE = "measure", _("Another measure")


class RecomputationState(TextChoices):
    """Where a list of measures to be put under other rules stands."""

    PROPOSED = "proposed", _("Waits for another person")
    CONFIRMED = "confirmed", _("Confirmed")
    SET_ASIDE = "set_aside", pgettext_lazy("list of measures", "Set aside")


WAITS_FOR_ANOTHER = _("This person stands on a list already that waits for another person to confirm it.")
NOT_BY_WHO_PROPOSED = _("You proposed this list. Another person has to confirm it.")
RECOMPUTATION_UNKNOWN = _("There is no such list in the area of your post.")
RECOMPUTATION_DECIDED = _("Somebody has decided about this list already.")
NOTHING_TO_RECOMPUTE = _("The rules in force change nothing here, or leave what has begun as it is.")
ANOTHER_MEASURE = _("Under the rules in force this class leads to another measure. That is decided for each person: move, extend or end the measure on the person's page, with the reason.")
ALONE_BEFORE = _("You put these rules in force alone. Somebody else has to apply them to measures that have begun.")
