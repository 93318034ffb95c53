"""Tables of the resident's side: links, what was asked and objected, declared returns, and a count of tries."""

from shouwang.residents.models.links import Link, TryCount
from shouwang.residents.models.requests import Declaration, HelpRequest, Objection

__all__ = ["Declaration", "HelpRequest", "Link", "Objection", "TryCount"]
