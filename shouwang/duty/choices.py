"""Shifts, states and refusals of staff and teams (DOMAIN 3.6, 3.18)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Sex(TextChoices):
    """As registered; empty where nobody said."""

    MALE = "male", _("Male")
    FEMALE = "female", _("Female")


class Shift(TextChoices):
    """When somebody stands at a post."""

    DAY = "day", _("Day shift")
    EVENING = "evening", _("Evening shift")
    NIGHT = "night", _("Night shift")


class StaffChange(TextChoices):
    """What can happen to somebody on duty."""

    ON_LEAVE = "on_leave", _("On leave")
    RETURNED = "returned_from_leave", _("Back from leave")
    ENDED = "ended", _("Duty ended")


class StaffState(TextChoices):
    """Where somebody stands now; derived from assignments and absences."""

    ON_POST = "on_post", _("On duty")
    ON_LEAVE = "on_leave", _("On leave")
    ENDED = "ended", _("Ended")


NAME_MISSING = _("The name is missing.")
CODE_MISSING = _("The code is missing.")
CODE_TAKEN = _("The code %(given)s is already used elsewhere. Choose another one.")
ROLE_UNKNOWN = _("There is no duty called %(role)s.")
SHIFT_UNKNOWN = _("There is no shift called %(shift)s.")
CHANGE_UNKNOWN = _("There is no change called %(change)s.")
AREA_UNKNOWN = _("There is no area %(area)s.")
UNIT_UNKNOWN = _("There is no unit with the code %(unit)s.")
SITE_UNKNOWN = _("There is no site with the code %(site)s in your area.")
GRID_ELSEWHERE = _("The grid %(grid)s does not lie in the area given.")
STAFF_UNKNOWN = _("Nobody on duty in your area has the code %(given)s.")
STAFF_KNOWN = _("This person is on this duty already.")
SEX_MISMATCH = _("The sex given differs from the identity number, which counts.")
ID_MISSING = _("No identity document is given.")
ALREADY_ENDED = _("The duty of %(name)s has ended already.")
ALREADY_ON_LEAVE = _("%(name)s is on leave already.")
NOT_ON_LEAVE = _("%(name)s was not on leave.")
BEFORE_START = _("This lies before the duty began.")
ROLE_NOT_IN_TEAM = _("This team has no %(role)s.")
TEAM_UNKNOWN = _("This person under observation has no team.")
TEAM_KNOWN = _("This team stands already.")
ROLES_MISSING = _("A team needs at least one role.")
OWN_SUBSTITUTE = _("Nobody can stand in for themselves.")
GRID_UNKNOWN = _("There is no grid %(grid)s in your area.")
GRID_VACANT = _("Nobody looks after %(grid)s: there is nothing to hand over. Put somebody on duty there.")
OWN_GRID = _("%(name)s looks after this grid already.")
SUBSTITUTE_KNOWN = _("%(name)s stands in for this grid already.")
LEAVES_GRID = _("%(name)s looked after another grid (%(grid)s), which has nobody from then on.")
HAND_OVER_UNKNOWN = _("There is no such hand-over in your area.")
HAND_OVER_UNDONE = _("This hand-over was undone already.")
UNDO_TOO_LATE = _("This hand-over is more than a day old: sheets were signed with it. Hand the grid over again instead.")
CHANGED_SINCE = _("Something changed after this hand-over: a duty or a team. Hand the grid over again instead.")


class Afterwards(TextChoices):
    """What becomes of whoever hands a grid over."""

    STAYS = "stays", _("stays in the village, without a grid")
    ENDED = "ended", _("leaves duty")


class GapKind(TextChoices):
    """What nobody looks after."""

    GRID = "grid", _("Grid without a grid worker")
    SUBSTITUTE = "substitute", _("Grid without a substitute")
    HOUSEHOLD = "household", _("Households in no grid")
    CHECKPOINT = "checkpoint", _("Checkpoint without anybody")


TEAM_ROLES = {
    "community_officer": _("Community officer"),
    "community_manager": _("Community manager"),
    "grid_worker": _("Grid worker"),
    "micro_grid_worker": _("Micro-grid worker"),
    "health_worker": _("Health worker"),
    "doctor": _("Doctor"),
    "village_doctor": _("Village doctor"),
    "police": _("Police"),
    "volunteer": _("Volunteer"),
    "responsible": _("Responsible person"),
    "township_leader": _("Township leader"),
    "village_officer": _("Village officer"),
    "group_head": _("Group head"),
    "relative": _("Relative"),
    "health_centre": _("Township health centre"),
}
