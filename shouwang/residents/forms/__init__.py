"""What residents and the office are asked, and how the queues are laid out."""

from shouwang.residents.forms.office import AnswerForm, BatchForm, PaperForm, ReasonForm, SettleForm, SlipForm
from shouwang.residents.forms.own import CheckForm, HelpForm, OwnReturnForm, PublicReturnForm, WordsForm
from shouwang.residents.forms.tables import declarations_table, help_table, links_table, objections_table, told_facts
from shouwang.residents.forms.telling import told

__all__ = [
    "AnswerForm",
    "BatchForm",
    "CheckForm",
    "HelpForm",
    "OwnReturnForm",
    "PaperForm",
    "PublicReturnForm",
    "ReasonForm",
    "SettleForm",
    "SlipForm",
    "WordsForm",
    "declarations_table",
    "help_table",
    "links_table",
    "objections_table",
    "told",
    "told_facts",
]
