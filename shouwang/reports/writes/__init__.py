"""Everything that is done about the daily report."""

from shouwang.reports.writes.duties import NewDuty, set_duties
from shouwang.reports.writes.freezing import freeze
from shouwang.reports.writes.reminding import remind, remind_by_itself
from shouwang.reports.writes.saying import Say, say, type_figure

__all__ = ["NewDuty", "Say", "freeze", "remind", "remind_by_itself", "say", "set_duties", "type_figure"]
