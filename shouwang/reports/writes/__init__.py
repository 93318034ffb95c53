"""Everything that is done about the daily report."""

from shouwang.reports.writes.briefs import NewBrief, approve_briefs, put_aside_briefs, write_briefs
from shouwang.reports.writes.duties import NewDuty, set_duties
from shouwang.reports.writes.freezing import freeze
from shouwang.reports.writes.reminding import remind, remind_by_itself
from shouwang.reports.writes.saying import Say, say, type_figure

__all__ = [
    "NewBrief", "NewDuty", "Say", "approve_briefs", "freeze", "put_aside_briefs", "remind", "remind_by_itself", "say", "set_duties", "type_figure",
    "write_briefs",
]  # fmt: skip
