"""Words of the policy that both people and machines use: measures, origins, and why something is refused."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

UNDECIDED = "undecided"  # the class of a person whom no line of the table fits: an officer decides


class OriginKind(TextChoices):
    """Where a returnee came from, seen from the home county and the pack; independent of the class."""

    KEY_AREA = "key_area", _("Key area")
    OTHER_PROVINCE = "other_province", _("Other province")
    IN_PROVINCE = "in_province", _("Same province")
    IN_COUNTY = "in_county", _("Same county")
    OVERSEAS = "overseas", _("Abroad, Hong Kong, Macau or Taiwan")
    UNKNOWN = "unknown", _("Unknown place")


class Starts(TextChoices):
    """When a measure begins to bind."""

    AT_ONCE = "at_once", _("as soon as the person is classified")
    ON_ORDER = "on_order", _("when somebody starts it for the person")


class MeasurePlace(TextChoices):
    """Where a measure is lived through."""

    HOME = "home", _("at home")
    SITE = "site", _("at a central site")
    CLINIC = "clinic", _("in a clinic")
    ANYWHERE = "anywhere", _("wherever the person is")


class CountFrom(TextChoices):
    """The day from which the days of a measure are counted."""

    LAST_EXPOSURE = "last_exposure", _("last exposure")
    ARRIVAL = "arrival", _("arrival")


class SelfReports(TextChoices):
    """What a temperature is worth that the person reported themselves. A fever among them alerts whatever the pack says."""

    CONFIRM = "confirm", _("counts when the team confirms it")
    COUNT = "count", _("counts at once")
    NEVER = "never", _("never counts: the team measures")


class ContactOf(TextChoices):
    """Whom a contact had contact with."""

    CASE = "case", _("a case")
    SUSPECTED_CASE = "suspected_case", _("a suspected case")
    ASYMPTOMATIC = "asymptomatic", _("an infected person without symptoms")
    CLOSE_CONTACT = "close_contact", _("a close contact")
    CONTACT_OF_CONTACT = "contact_of_contact", _("a contact of a contact")
    GENERAL_CONTACT = "general_contact", _("a general contact")


class CaseStatus(TextChoices):
    """What is known of the person's own illness."""

    SUSPECTED = "suspected", _("suspected case")
    CLINICAL = "clinical", _("clinically diagnosed case")
    CONFIRMED = "confirmed", _("confirmed case")
    ASYMPTOMATIC = "asymptomatic", _("infected without symptoms")


class RiskLevel(TextChoices):
    """The level of the risk area a person stayed in."""

    HIGH = "high", _("high risk")
    MEDIUM = "medium", _("medium risk")
    LOW = "low", _("low risk")


class Timing(TextChoices):
    """A reading's time against its slot."""

    BEFORE = "before", _("before the slot")
    IN_TIME = "in_time", _("in time")
    LATE = "late", _("late")


class ProposalState(TextChoices):
    """Where a proposal to put rules in force stands. One that nobody decided in time has expired; that is derived."""

    PROPOSED = "proposed", pgettext_lazy("proposal", "Waits for a second person")
    CONFIRMED = "confirmed", pgettext_lazy("proposal", "Confirmed")
    DECLINED = "declined", pgettext_lazy("proposal", "Declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("proposal", "Withdrawn")


EXPIRED = "expired"  # derived: its last hour went by without a decision
EXPIRED_LABEL = pgettext_lazy("proposal", "Expired")

OUTSIDE_LEVELS = ("county", "prefecture", "province", "country")
ORGANISER_LEVELS = ("village", "township", "county", "prefecture", "province")
RELEASE_CONDITIONS = ("due_date_reached", "no_open_alert", "tests_negative", "team_confirms")

# --- why a pack is refused; every sentence stands behind "file: key: "
NOT_TOML = _("the file is not valid TOML: %(why)s")
NOT_FOUND = _("there is no such file")
UNKNOWN_KEY = _("this key is not known here; known are %(known)s")
MISSING_KEY = _("this key is missing")
WRONG_TYPE = _("%(wanted)s is wanted, but it is %(got)s")
WANTS_TEXT = pgettext_lazy("wanted", "a text")
WANTS_WHOLE_NUMBER = pgettext_lazy("wanted", "a whole number")
WANTS_NUMBER = pgettext_lazy("wanted", "a number")
WANTS_YES_NO = pgettext_lazy("wanted", "true or false")
WANTS_DATE = pgettext_lazy("wanted", "a date such as 2020-01-28")
WANTS_TIME = pgettext_lazy("wanted", "a time such as 18:00:00")
WANTS_TABLE = pgettext_lazy("wanted", "a table")
WANTS_LIST = pgettext_lazy("wanted", "a list")
WANTS_TABLES = pgettext_lazy("wanted", "a list of tables")
NOT_ONE_OF = _("“%(value)s” is not one of %(known)s")
TOO_SMALL = _("%(value)s is less than %(least)s")
TWO_NUMBERS = _("two numbers are wanted, the lower first")
WRONG_ORDER = _("%(first)s must come before %(second)s")
NOT_BETWEEN = _("%(value)s does not lie between %(low)s and %(high)s")
TWICE = _("“%(id)s” is used twice")
NO_SUCH_MEASURE = _("there is no measure “%(id)s” in this pack")
NO_SUCH_TEAM = _("there is no team “%(id)s” in this pack")
NO_SUCH_CLASS = _("there is no class “%(id)s” in this pack")
NO_SUCH_SLOT = _("there is no slot “%(id)s” in this pack")
NO_SUCH_FACT = _("“%(id)s” is not a fact about a person")
NOT_AN_AREA_CODE = _("“%(value)s” is not an official area code; it must have 2, 4, 6, 9 or 12 digits")
MEASURE_AND_STEPS = _("a class has either one measure or steps")
MEASURE_WITHOUT_DAYS = _("the measure “%(id)s” has no length, so no step can follow it")
SLOTS_OVERLAP = _("the slots overlap or are not in order")
EXAMPLE_WRONG = _("the example “%(title)s” gives %(what)s %(got)s, but %(wanted)s was expected")
NO_EXAMPLES = _("a pack needs at least one example person before it can be put in force")
FAULT_LINE = _("%(file)s: %(key)s: %(reason)s")

# --- why a rule refuses
READING_BEFORE_SLOT = _("The reading for %(slot)s on %(day)s was taken before that slot began.")
TEMP_IMPLAUSIBLE = _("%(value)s °C is not a body temperature; it must lie between %(low)s and %(high)s.")
NO_PACK = _("No policy pack is in force in this area on %(day)s.")
PACK_UNKNOWN = _("There is no policy pack called “%(pack)s”.")
PACK_FAULTY = _("The policy pack cannot be put in force: %(faults)s")
PERIOD_REVERSED = _("The last day lies before the first day.")
REASON_MISSING = _("Say why.")
PACK_OVERLAPS = _("From %(day)s another pack for the same disease is already in force in this area.")
CUTOFF_AFTER_FREEZE = _("The report cannot be frozen before its statistics time.")
FACTS_UNREADABLE = _("These facts cannot be read: %(faults)s")

# --- why a decision by two people is refused
TWO_PEOPLE = _("Putting rules in force takes two people: propose it, and somebody else confirms.")
IN_FORCE_ALREADY = _(
    "“%(pack)s” is in force here since %(day)s, so this takes two people: propose it on the page of the rules. "
    "In an emergency the operator may do it alone and has to say why (--alone-because)."
)
NO_SUCH_PROPOSAL = _("There is no such proposal in the area of your post.")
NOT_OPEN = _("This proposal is decided already: %(state)s by %(name)s.")
PROPOSAL_EXPIRED = _("This proposal has expired. Propose it again if it is still wanted.")
SAME_PERSON = _("Whoever proposes cannot confirm: a second person must, with an account of their own.")
NOT_THE_PROPOSER = _("Only the person who proposed it can withdraw it; another person declines it.")
REMARK_MISSING = _("Say why you decline, so that the proposal can be mended.")
WAITS_ALREADY = _("The same proposal of %(name)s waits for confirmation already.")
UNIT_MISSING = _("Name the unit whose rules these are.")

# --- why a unit's own rules are refused: they may be stricter than the pack, never milder
MILDER_DAYS = _("%(was)s days in the pack, only %(now)s here")
MILDER_FEVER = _("fever from %(was)s °C in the pack, only from %(now)s °C here")
MILDER_SLOTS = _("%(was)s checks a day in the pack, only %(now)s here")
MILDER_HOME = _("the pack does not let these people leave home, the unit would")
MILDER_RELEASE = _("the pack asks for %(what)s before a release, the unit would not")
MILDER_EXAMPLE = _("the example “%(title)s” would get %(now)s instead of %(was)s")
