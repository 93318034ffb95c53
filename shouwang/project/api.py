"""The API: one router a feature, the same doors for all, refusals in words."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI

from shouwang import __version__
from shouwang.accounts.doors import API_DOORS
from shouwang.lib.refusals import Refused
from shouwang.project.rooms import room

REFUSAL_STATUS = {"not_permitted": 403, "out_of_area": 404, "not_found": 404}
ROUTERS = {
    "posts": "accounts", "policy": "policy", "places": "places", "people": "people", "duty": "duty", "imports": "ledger",
    "papers": "papers", "quarantine": "quarantine", "arrivals": "arrivals", "reports": "reports",
    "residents": "residents", "situation": "situation", "prompts": "prompts",
}

BUILT = {"accounts", "policy", "ledger", *settings.FEATURES}
api = NinjaAPI(title="Shouwang", version=__version__, auth=API_DOORS, urls_namespace="api", docs_url=None)
for address, package in ROUTERS.items():
    if package in BUILT and (endpoints := room(package, "api")):
        api.add_router(f"/{address}", endpoints.router)


@api.exception_handler(Refused)
def refuse(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """A request that a rule refuses as a whole: its code and its sentence."""
    body: dict[str, Any] = {"code": refusal.code, "reason": str(refusal)}
    return api.create_response(request, body, status=REFUSAL_STATUS.get(refusal.code, 409))
