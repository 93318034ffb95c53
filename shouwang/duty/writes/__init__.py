"""Changes of duty: staff and what becomes of them, teams and their hand-overs. Each answers a batch row by row."""

from shouwang.duty.writes.changes import Change, change_staff
from shouwang.duty.writes.staff import NewDuty, NewStaff, reassign, record_staff
from shouwang.duty.writes.teams import HandOver, Member, NewTeam, TeamEnd, change_members, end_teams, form_teams

__all__ = [
    "Change",
    "HandOver",
    "Member",
    "NewDuty",
    "NewStaff",
    "NewTeam",
    "TeamEnd",
    "change_members",
    "change_staff",
    "end_teams",
    "form_teams",
    "reassign",
    "record_staff",
]
