"""Use cases of returnees: register, decide, assign, correct, withdraw."""

from shouwang.arrivals.writes.deciding import ClassDecision, StateChange, change_states, decide_classes
from shouwang.arrivals.writes.dispatching import Assignment, assign_arrivals, undo_assignments
from shouwang.arrivals.writes.exporting import Full, export_arrivals
from shouwang.arrivals.writes.judging import judge_arrivals
from shouwang.arrivals.writes.looks import open_arrival
from shouwang.arrivals.writes.ordering import MeasureOrder, order_measures
from shouwang.arrivals.writes.papers import issue_start_notices
from shouwang.arrivals.writes.recording import record_arrivals
from shouwang.arrivals.writes.rows import NewArrival
from shouwang.arrivals.writes.settling import Settlement, settle_conflicts
from shouwang.arrivals.writes.transfers import open_transfer
from shouwang.arrivals.writes.undoing import Undone, undo_decisions
from shouwang.arrivals.writes.withdrawing import Withdrawal, undo_import, withdraw_arrivals

__all__ = [
    "Assignment",
    "ClassDecision",
    "Full",
    "MeasureOrder",
    "NewArrival",
    "Settlement",
    "StateChange",
    "Undone",
    "Withdrawal",
    "assign_arrivals",
    "change_states",
    "decide_classes",
    "export_arrivals",
    "issue_start_notices",
    "judge_arrivals",
    "open_arrival",
    "open_transfer",
    "order_measures",
    "record_arrivals",
    "settle_conflicts",
    "undo_assignments",
    "undo_decisions",
    "undo_import",
    "withdraw_arrivals",
]
