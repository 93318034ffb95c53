"""What pages ask about returns, and how they lay them out."""

from shouwang.arrivals.forms.actions import moment_of, planned
from shouwang.arrivals.forms.entry import EntryForm
from shouwang.arrivals.forms.layout import conflict_table, contradictions, decisions_story, facts, reports_table
from shouwang.arrivals.forms.questions import (
    AssignForm,
    ClassForm,
    ExportForm,
    SettleForm,
    StateForm,
    WithdrawForm,
)
from shouwang.arrivals.forms.register import REGISTER, FilterForm, filter_form, filters, register, transfer_badge

__all__ = [
    "REGISTER",
    "AssignForm",
    "ClassForm",
    "EntryForm",
    "ExportForm",
    "FilterForm",
    "SettleForm",
    "StateForm",
    "WithdrawForm",
    "conflict_table",
    "contradictions",
    "decisions_story",
    "facts",
    "filter_form",
    "filters",
    "moment_of",
    "planned",
    "register",
    "reports_table",
    "transfer_badge",
]
