"""Returnees by API: the same doors as pages and files."""

from shouwang.arrivals.api import transfers
from shouwang.arrivals.api.returns import router

__all__ = ["router"]
router.add_router("", transfers.router)
