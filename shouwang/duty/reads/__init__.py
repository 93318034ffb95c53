"""Doors to duty: staff with their present duty, and the teams of observations."""

from shouwang.duty.reads.staff import (
    StaffCard,
    card,
    code_holders,
    gaps,
    on_duty,
    staff_card,
    staff_cards,
    staff_list,
    units_at_work,
)
from shouwang.duty.reads.teams import (
    Contact,
    TeamCard,
    contacts,
    incomplete_teams,
    inside,
    missing_roles,
    staffed_teams,
    team_of,
    teams,
    teams_below,
)

__all__ = [
    "Contact",
    "StaffCard",
    "TeamCard",
    "card",
    "code_holders",
    "contacts",
    "gaps",
    "incomplete_teams",
    "inside",
    "missing_roles",
    "on_duty",
    "staff_card",
    "staff_cards",
    "staff_list",
    "staffed_teams",
    "team_of",
    "teams",
    "teams_below",
    "units_at_work",
]
