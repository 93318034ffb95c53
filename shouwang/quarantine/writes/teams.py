"""Which team an order asks for, and what became of it."""

from dataclasses import dataclass, field, replace

from shouwang.duty.choices import TEAM_ROLES
from shouwang.duty.writes import Member
from shouwang.lib.verdicts import ACCEPTED, WITH_WARNINGS, Verdict, Warned
from shouwang.policy.packs import Pack
from shouwang.quarantine import choices
from shouwang.quarantine.rules.terms import Step


@dataclass(frozen=True)
class Team:
    """A template with its roles and who fills them."""

    template: str = ""
    roles: tuple[str, ...] = ()
    members: dict[str, Member] = field(default_factory=dict)


def team_of(asked: str, members: dict[str, Member], step: Step, pack: Pack | None) -> Team:
    """The team an order names, else that of the measure. A template the policy does not know has the roles that are filled."""
    if asked == choices.SITE_TEAM:
        return Team(choices.SITE_TEAM)
    if not asked or asked == step.team:
        return Team(step.team, step.roles, members)
    known = pack.teams.get(asked) if pack else None
    return Team(asked, known.roles if known else tuple(members), members)


def with_team(verdict: Verdict, formed: Verdict | None) -> Verdict:
    """The verdict of an order, with what became of its team: missing roles, and members nobody knows."""
    if formed is None or not verdict.taken:
        return verdict
    missing = list(formed.facts.get("missing", []))
    warnings = (*verdict.warnings, *formed.warnings)
    if missing:
        warnings = (*warnings, Warned("team_incomplete", str(choices.TEAM_INCOMPLETE) % {"roles": ", ".join(map(_title, missing))}))
    outcome = WITH_WARNINGS if warnings and verdict.outcome == ACCEPTED else verdict.outcome
    return replace(verdict, outcome=outcome, warnings=warnings, facts={**verdict.facts, "missing_roles": missing})


def _title(role: str) -> str:
    return str(TEAM_ROLES.get(role, role))
