"""Changes of duty: staff and what becomes of them, teams and their hand-overs. Each answers a batch row by row."""

from shouwang.duty.writes.changes import Change, change_staff
from shouwang.duty.writes.grids import (
    GridChange,
    NewSubstitute,
    hand_over_grids,
    may_undo,
    name_substitutes,
    undo_hand_overs,
)
from shouwang.duty.writes.returning import TeamReturn, return_teams
from shouwang.duty.writes.staff import NewDuty, NewStaff, reassign, record_staff
from shouwang.duty.writes.teams import HandOver, Member, NewTeam, TeamEnd, change_members, end_teams, form_teams
from shouwang.duty.writes.undoing import undo_import

__all__ = [
    "Change",
    "GridChange",
    "HandOver",
    "Member",
    "NewDuty",
    "NewStaff",
    "NewSubstitute",
    "NewTeam",
    "TeamEnd",
    "TeamReturn",
    "change_members",
    "change_staff",
    "end_teams",
    "form_teams",
    "hand_over_grids",
    "may_undo",
    "name_substitutes",
    "reassign",
    "record_staff",
    "return_teams",
    "undo_hand_overs",
    "undo_import",
]
