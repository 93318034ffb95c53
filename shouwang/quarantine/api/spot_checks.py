"""Spot checks: draws at random and what was found."""

from typing import Annotated, Any
from uuid import UUID

from django.http import Http404, HttpRequest
from ninja import Router

from shouwang.accounts.doors import actor_of
from shouwang.ledger.schemas import Answer, answer
from shouwang.quarantine import reads, writes
from shouwang.quarantine.api.observations import Many, seeing
from shouwang.quarantine.api.schemas import DrawIn, DrawOut, SpotCheckIn, as_rows

router = Router()


@router.post("/spot-checks", response=Answer)
def spot_checks(request: HttpRequest, rows: Annotated[list[SpotCheckIn], Many]) -> dict[str, Any]:
    """Record supervisors' looks."""
    return answer(writes.record_spot_checks(as_rows(writes.NewSpotCheck, rows), by=actor_of(request)))


@router.post("/spot-draws", response=Answer)
def draw(request: HttpRequest, rows: Annotated[list[DrawIn], Many]) -> dict[str, Any]:
    """Draw people to be looked at. The list of all who could be drawn is kept with the seed."""
    return answer(writes.draw_spot_checks(as_rows(writes.NewDraw, rows), by=actor_of(request)))


@router.get("/spot-draws/{draw}", response=DrawOut)
def spot_draw(request: HttpRequest, draw: UUID) -> Any:
    """One draw, with all that is needed to draw it again."""
    found = reads.draw(draw, by=seeing(request))
    if found is None:
        raise Http404
    return found
