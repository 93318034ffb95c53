"""The public ways in: the API over HTTP with a token, and file import; each with the rights of a role in its area."""

import json
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.test import Client

from shouwang.accounts import reads as accounts
from shouwang.accounts.actors import Actor, system
from shouwang.accounts.scope import acting_as
from shouwang.accounts.writes import NewPost, give_posts, give_token
from shouwang.places import reads as places

SECOND_PERSON = "epidemiologist"  # confirms the rules that the command office proposed
VILLAGE_ROLES = {"grid_worker", "micro_grid_worker", "village_doctor", "village_officer", "checkpoint_staff", "volunteer"}


class NotAnswered(Exception):
    """The API did not answer a request as it should. The message carries status and body."""


@dataclass
class Wire:
    """Sign-ins made on demand: one account, post and token for every role in every area that acts."""

    county: str  # official code
    first_day: date
    actors: dict[tuple[str, str], Actor] = field(default_factory=dict)
    clients: dict[tuple[str, str], Client] = field(default_factory=dict)

    def area_for(self, role: str, area: str) -> str:
        """The code of the area a role acts for: village roles for the row's own, everybody else for the county."""
        return area if role in VILLAGE_ROLES and area else self.county

    def actor(self, role: str, area: str = "") -> Actor:
        """The acting post of a role."""
        key = (role, self.area_for(role, area))
        if key not in self.actors:
            self._sign_up(key)
        return self.actors[key]

    def _sign_up(self, key: tuple[str, str]) -> None:
        role, code = key
        path = places.path_of(code)
        assert path, f"the area {code} is not loaded"
        name = f"{role}-{code}"
        with acting_as(system("scenario")) as operator:
            verdict = give_posts([NewPost(name, role, path, full_name=name, valid_from=self.first_day)], by=operator)[0]
            assert verdict.taken, verdict.reason
            token = give_token(name, label="scenario", by=operator)
            post = accounts.post(verdict.facts["post_id"], by=operator)
        assert post
        self.actors[key] = accounts.actor_in(post.user, post)
        self.clients[key] = Client(headers={"Authorization": f"Bearer {token}"})

    def client(self, role: str, area: str = "") -> Client:
        """The HTTP client of a role."""
        self.actor(role, area)
        return self.clients[(role, self.area_for(role, area))]

    def get(self, address: str, **query: Any) -> Any:
        """GET an endpoint as the command office."""
        return self._answer(self.client("command_office").get(f"/api/v1/{address}", query))

    def post(self, address: str, body: Any, role: str, area: str = "") -> Any:
        """POST to an endpoint; a refusal of the whole request comes back as its code and reason."""
        response = self.client(role, area).post(f"/api/v1/{address}", json.dumps(body, default=_plain), content_type="application/json")
        return self._answer(response)

    def rows(self, address: str, rows: list[Any] | dict[str, Any], role: str, area: str = "") -> list[dict[str, Any]]:
        """POST a list (or a body with ``rows``); one verdict a row. A request refused as a whole is a refusal of every row."""
        answer = self.post(address, rows, role, area)
        asked = rows["rows"] if isinstance(rows, dict) else rows
        return answer["verdicts"] if "verdicts" in answer else [{"outcome": "refused", **answer} for _row in asked]

    def _answer(self, response: Any) -> Any:
        if response.status_code in (200, 403, 404, 409):
            body = json.loads(response.content or b"{}")
            return body if response.status_code == 200 else {"code": body.get("code", str(response.status_code)), "reason": body.get("reason", "")}
        raise NotAnswered(f"{response.request['PATH_INFO']}: {response.status_code} {response.content[:2000]!r}")

    def upload(self, ledger: str, file: Path, as_of: datetime, role: str, area: str = "") -> dict[str, Any]:
        """Import a spreadsheet, as ``shouwang import`` does, with the rights of the role; the report with its verdicts."""
        from shouwang.ledger.imports.run import run_import

        actor = self.actor(role, area)
        with acting_as(actor):
            return run_import(ledger, file, actor.area, as_of=as_of, dry_run=False, by=actor)

    def take_back_last_import(self, role: str, area: str = "") -> None:
        """Undo the newest import of a role as a whole, as its page does."""
        from shouwang.ledger.imports import go_on

        newest = self._answer(self.client(role, area).get("/api/v1/imports"))[0]
        said = self.post(f"imports/{newest['id']}/undo", {"reason": "probe"}, role, area)
        assert "state" in said, said
        go_on(UUID(newest["id"]))  # what the worker does


def _plain(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
