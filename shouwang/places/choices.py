"""Levels, kinds and states of places, and why a change of them is refused (DOMAIN 2)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

FUZZY, AMBIGUOUS, UNKNOWN = "AREA_FUZZY", "AREA_AMBIGUOUS", "AREA_UNKNOWN"


class Level(TextChoices):
    """The levels of the area tree, from the top; the length of a path says the same."""

    PROVINCE = "province", _("Province")
    PREFECTURE = "prefecture", _("Prefecture")
    COUNTY = "county", _("County")
    TOWNSHIP = "township", _("Township")
    VILLAGE = "village", _("Village or community")
    GRID = "grid", _("Grid")
    MICRO_GRID = "micro_grid", _("Micro-grid")


class AreaKind(TextChoices):
    """What an area is, within its level."""

    SUBDISTRICT = "subdistrict", _("Subdistrict")
    TOWN = "town", _("Town")
    TOWNSHIP = "township", _("Township")
    SPECIAL = "special", _("Special unit (farm, zone, prison)")
    RESIDENTS_COMMITTEE = "residents_committee", _("Residents' committee")
    VILLAGERS_COMMITTEE = "villagers_committee", _("Villagers' committee")
    SIMILAR = "similar", _("Similar unit")
    GRID = "grid", _("Grid")
    MICRO_GRID = "micro_grid", _("Micro-grid")
    SCATTERED_AREA = "scattered_area", _("Area of scattered homes")


GRID_KINDS = (AreaKind.GRID, AreaKind.MICRO_GRID, AreaKind.SCATTERED_AREA)


class UnitKind(TextChoices):
    """What an organisation is."""

    COMMAND_POST = "command_post", _("Command post")
    TOWNSHIP_GROUP = "township_group", _("Township group")
    VILLAGE_COMMITTEE = "village_committee", _("Village or residents' committee")
    FUNCTIONAL_ZONE = "functional_zone", _("Functional zone")
    DEPARTMENT = "department", _("Department")
    HEALTH_CENTRE = "health_centre", _("Township health centre")
    HOSPITAL = "hospital", _("Hospital")
    CDC = "cdc", _("Centre for disease control")
    SUPERVISION_TEAM = "supervision_team", _("Supervision team")
    WORK_TEAM = "work_team", _("Work team")
    VOLUNTEER_GROUP = "volunteer_group", _("Volunteer group")
    CHARITY = "charity", _("Charity")


class SiteKind(TextChoices):
    """What a place with a door or a barrier is (DOMAIN 2.3)."""

    CHECKPOINT = "checkpoint", _("Checkpoint")
    BLOCKED_CROSSING = "blocked_crossing", _("Blocked crossing")
    COMPOUND = "compound", _("Residential compound")
    ISOLATION_SITE = "isolation_site", _("Central isolation site")
    HOSPITAL = "hospital", _("Designated hospital")
    FEVER_CLINIC = "fever_clinic", _("Fever clinic")
    HEALTH_CENTRE = "health_centre", _("Township health centre")
    VILLAGE_CLINIC = "village_clinic", _("Village clinic")
    PHARMACY = "pharmacy", _("Pharmacy")
    ENTERPRISE = "enterprise", _("Enterprise")
    WORKSHOP = "workshop", _("Workshop")
    SCHOOL = "school", _("School")
    CONSTRUCTION_SITE = "construction_site", _("Construction site")
    MARKET = "market", _("Market")
    VENUE = "venue", _("Venue")
    TESTING_POINT = "testing_point", _("Testing point")
    LABORATORY = "laboratory", _("Laboratory")
    WAREHOUSE = "warehouse", _("Warehouse")
    PRODUCTION_LINE = "production_line", _("Production line")
    PARCEL_STATION = "parcel_station", _("Parcel station")
    CARE_HOME = "care_home", _("Care home")
    TRANSPORT_HUB = "transport_hub", _("Station or port")
    STAFF_TEMPERATURE_POST = "staff_temperature_post", _("Staff temperature post")


class SiteState(TextChoices):
    """Where a site stands; only an open one counts."""

    PLANNED = "planned", _("Planned")
    OPEN = "open", _("Open")
    SUSPENDED = "suspended", _("Suspended")
    WITHDRAWN = "withdrawn", _("Withdrawn")


CODE_MALFORMED = _("%(given)s is no area code: it has 2 to 12 digits and does not begin with 0.")
LEVEL_UNKNOWN = _("There is no level called %(level)s.")
NAME_MISSING = _("The name is missing.")
PARENT_UNKNOWN = _("The area above, %(parent)s, is neither in this list nor in the tree.")
PARENT_TOO_LOW = _("A %(level)s cannot stand below %(parent)s.")
PERIOD_REVERSED = _("The last day lies before the first day.")
CODE_TWICE = _("The code %(given)s stands twice in this list, with different content.")
TREE_FULL = _("%(parent)s already has the most areas that can stand below one: 999.")
AREA_UNKNOWN = _("There is no area %(area)s.")
AREA_KNOWN = _("This area is in the tree already.")
AREA_CLOSED = _("%(name)s was closed on %(day)s.")
UNIT_UNKNOWN = _("There is no unit with the code %(unit)s.")
UNIT_KIND_UNKNOWN = _("There is no kind of unit called %(kind)s.")
UNIT_KNOWN = _("This unit is known already.")
UNIT_CYCLE = _("%(unit)s cannot stand below itself.")
SITE_KIND_UNKNOWN = _("There is no kind of site called %(kind)s.")
SITE_STATE_UNKNOWN = _("There is no state of a site called %(state)s.")
SITE_KNOWN = _("This site is known already.")
GRID_KIND_UNKNOWN = _("There is no kind of grid called %(kind)s.")
GRID_PLACE = _("A grid stands below a village or a township.")
GRID_KNOWN = _("This grid is known already.")
CODE_MISSING = _("The code is missing.")
CODE_TAKEN = _("The code %(given)s is already used elsewhere. Choose another one.")
IN_FUTURE = _("%(day)s has not come yet: enter a change of the tree on its day.")
SAME_PLACE = _("%(name)s stands there already.")
BELOW_ITSELF = _("An area cannot be moved below itself.")
SUCCESSOR_SELF = _("An area cannot be its own successor.")

DOUBTS = {
    FUZZY: _(
        "“%(words)s” is not quite the name of a place here: %(offered)s may be meant. Kept at %(kept)s until decided."
    ),
    AMBIGUOUS: _("“%(words)s” may be several places: %(offered)s. Kept at %(kept)s until decided."),
    UNKNOWN: _("“%(words)s” is no place known here. Kept at %(kept)s until decided."),
}
NOT_HERE = _("“%(words)s” is no place in your area.")
