"""What residents may do, and what the office does for them."""

from shouwang.residents.writes.declarations import (
    Told,
    declare_own,
    declare_publicly,
    dismiss_declarations,
    made_by,
    open_declaration,
    register_declarations,
    undo_dismissals,
)
from shouwang.residents.writes.keeping import let_papers_go
from shouwang.residents.writes.links import NewLink, give_links, index_of, revoke_links
from shouwang.residents.writes.objections import NewObjection, ObjectionAnswer, answer_objections, lodge_objections
from shouwang.residents.writes.opening import READER, Opened, open_link
from shouwang.residents.writes.papers import Paper, enter_paper
from shouwang.residents.writes.readings import OwnReading, report_reading
from shouwang.residents.writes.requests import HelpStep, NewHelp, ask_help, move_requests
from shouwang.residents.writes.settlements import Settlement, settle_declarations, undo_registrations
from shouwang.residents.writes.tries import Pace, count_try, pace, waits

__all__ = [
    "READER",
    "HelpStep",
    "NewHelp",
    "NewLink",
    "NewObjection",
    "ObjectionAnswer",
    "Opened",
    "OwnReading",
    "Pace",
    "Paper",
    "Settlement",
    "Told",
    "answer_objections",
    "ask_help",
    "count_try",
    "declare_own",
    "declare_publicly",
    "dismiss_declarations",
    "enter_paper",
    "give_links",
    "index_of",
    "let_papers_go",
    "lodge_objections",
    "made_by",
    "move_requests",
    "open_declaration",
    "open_link",
    "pace",
    "register_declarations",
    "report_reading",
    "revoke_links",
    "settle_declarations",
    "undo_dismissals",
    "undo_registrations",
    "waits",
]
