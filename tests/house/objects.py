"""Example objects of one township, to fill every address with: whose they are is what the walk is about."""

import re
from typing import Any

from django.apps import apps

from shouwang.lib import clocks
from shouwang.places.reads import path_of

OWN_TOWN, STRANGE_TOWN = "411621101", "411621205"

# Which table an address's argument names, by the first part of the address and the argument. The value is taken from the column behind it.
TABLES: dict[tuple[str, str], tuple[str, str]] = {
    ("people", "person_id"): ("people.Person", "pk"),
    ("people", "household_id"): ("people.Household", "pk"),
    ("people", "suspicion_id"): ("people.Suspicion", "pk"),
    ("people", "merge_id"): ("people.HouseholdMerge", "pk"),
    ("logbook", "person_id"): ("people.Person", "pk"),
    ("arrivals", "arrival_id"): ("arrivals.Arrival", "pk"),
    ("reports", "brief"): ("reports.Brief", "pk"),
    ("brief", "brief"): ("reports.PublishedBrief", "pk"),
    ("prompts", "prompt"): ("prompts.Prompt", "pk"),
    ("prompts", "channel"): ("prompts.Channel", "pk"),
    ("arrivals", "transfer_id"): ("arrivals.Transfer", "pk"),
    ("imports", "import_id"): ("ledger.ImportFile", "pk"),
    ("quarantine", "key"): ("quarantine.Observation", "pk"),
    ("quarantine", "referral"): ("quarantine.Referral", "pk"),
    ("quarantine", "stay"): ("quarantine.Stay", "pk"),
    ("quarantine", "person_id"): ("people.Person", "pk"),
    ("quarantine", "room_id"): ("quarantine.Room", "pk"),
    ("quarantine", "booking"): ("quarantine.Booking", "pk"),
    ("quarantine", "asked"): ("quarantine.SiteRequest", "pk"),
    ("quarantine", "recomputation_id"): ("quarantine.Recomputation", "pk"),
    ("quarantine", "draw"): ("quarantine.SpotDraw", "pk"),
    ("duty", "staff"): ("duty.Staff", "pk"),
    ("duty", "observed"): ("duty.Team", "observed_id"),
    ("posts", "post"): ("accounts.Post", "pk"),
    ("duty", "observed_id"): ("duty.Team", "observed_id"),
    ("policy", "key"): ("policy.Proposal", "pk"),
    ("duty", "code"): ("duty.Assignment", "staff__code"),
    ("papers", "key"): ("papers.Paper", "pk"),
    ("papers", "paper_id"): ("papers.Paper", "pk"),
    ("papers", "person_id"): ("people.Person", "pk"),
    ("duty", "hand_over"): ("duty.GridHandOver", "pk"),
    ("residents", "person_id"): ("people.Person", "pk"),
    ("residents", "household_id"): ("people.Household", "pk"),
    ("residents", "objection_id"): ("residents.Objection", "pk"),
    ("residents", "declaration_id"): ("residents.Declaration", "pk"),
}
NO_POST = 999_999_999
NOWHERE = "00000000-0000-7000-8000-000000000000"  # for a table that holds nothing of the township


def objects_of(town: str) -> dict[str, Any]:
    """Plain examples by argument name, and the path of the township."""
    path = path_of(town) or ""
    return {
        "town": path, "area": path, "code": f"XZ-{town}", "unit": f"XZ-{town}", "day": clocks.today().isoformat(), "figure": "home_observed",
        "column": "now", "token": "NOTHING", "fact": "document", "number": 1, "ledger": "returnee_register", "slot": "am", "step": "dispatch", "kind": "fever", "verdict": "credible", "act": "disinfected", "decision": "extend", "state": "accepted", "rest": "nowhere/at/all", "which": 1, "post_id": NO_POST, "ref": "shelf.covid-19-2020-02", "group": "0" * 12, "name": "project.my_day", "date": clocks.today().isoformat(),
    }


def sample(route: str, known: dict[str, Any]) -> dict[str, Any] | None:
    """Arguments for an address, from the township's own objects; None where no example is known."""
    found: dict[str, Any] = {}
    for name in arguments(route):
        value = _from_table(route, name, known["town"]) or known.get(name)
        if value is None:
            return None
        found[name] = value
    return found


ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>")


def arguments(route: str) -> list[str]:
    """The names of an address's arguments."""
    return ARGUMENT.findall(route)


def filled(route: str, values: dict[str, Any]) -> str:
    """The address with its arguments put in."""
    return "/" + ARGUMENT.sub(lambda found: str(values[found[1]]), route)


def _from_table(route: str, name: str, town: str) -> Any:
    feature = next((part for part in route.split("/") if part not in ("api", "v1", "")), "")
    place = "sites" if "sites/of" in route else feature
    if (place, name) == ("sites", "code"):
        return _first("places.Site", "code", town) or "K-0"
    if (feature, name) not in TABLES:
        return None
    table, column = TABLES[feature, name]
    return _first(table, column, town) or (NO_POST if name == "post" else NOWHERE)


def _first(table: str, column: str, town: str) -> Any:
    model = apps.get_model(table)
    return model.objects.filter(area__startswith=town).order_by("pk").values_list(column, flat=True).first()
