"""Doors of the resident's side: what a resident sees, and what the office works off."""

from shouwang.residents.reads.held import Held, Look, held
from shouwang.residents.reads.mine import Mine, mine, usable_slot
from shouwang.residents.reads.queues import (
    DeclarationRow,
    HelpRow,
    LinkRow,
    ObjectionRow,
    batch_targets,
    declarations,
    help_requests,
    homes_without_link,
    links,
    links_of,
    links_of_household,
    named_declarations,
    named_help,
    named_links,
    named_objections,
    objection,
    objections,
    open_help,
)
from shouwang.residents.reads.stories import help_of, objections_of

__all__ = [
    "DeclarationRow",
    "Held",
    "HelpRow",
    "LinkRow",
    "Look",
    "Mine",
    "ObjectionRow",
    "batch_targets",
    "declarations",
    "held",
    "help_of",
    "help_requests",
    "homes_without_link",
    "links",
    "links_of",
    "links_of_household",
    "mine",
    "named_declarations",
    "named_help",
    "named_links",
    "named_objections",
    "objection",
    "objections",
    "objections_of",
    "open_help",
    "usable_slot",
]
