"""What pages ask about returns, and how they lay them out."""

from shouwang.arrivals.forms.entry import EntryForm
from shouwang.arrivals.forms.layout import contradictions, decisions_story, facts, register_table, reports_table
from shouwang.arrivals.forms.questions import (
    AssignForm,
    ClassForm,
    ExportForm,
    FilterForm,
    SettleForm,
    StateForm,
    WithdrawForm,
)

__all__ = [
    "AssignForm",
    "ClassForm",
    "EntryForm",
    "ExportForm",
    "FilterForm",
    "SettleForm",
    "StateForm",
    "WithdrawForm",
    "contradictions",
    "decisions_story",
    "facts",
    "register_table",
    "reports_table",
]
