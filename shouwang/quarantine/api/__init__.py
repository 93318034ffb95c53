"""Observation by API: what the phone uses is what others may use. Times are ISO 8601; people are named in bodies, never in addresses."""

from ninja import Router

from shouwang.quarantine.api import decisions, observations, readings, sites, spot_checks

router = Router(tags=["quarantine"])
for part in (observations, readings, decisions, sites, spot_checks):
    router.add_router("", part.router)
