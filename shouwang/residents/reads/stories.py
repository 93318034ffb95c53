"""What one person asked for, objected to and was given, for the story on the person's page; each as far as the post may see it."""

from uuid import UUID

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.arrivals.reads.lists import below
from shouwang.residents.models import HelpRequest, Objection


def help_of(person_id: UUID, *, by: Actor) -> list[HelpRequest]:
    """What a person asked for, the newest first."""
    if not by.can(Permission.HELP_RESIDENTS):
        return []
    return list(HelpRequest.objects.filter(below(by.area), person_id=person_id).order_by("-asked_at"))


def objections_of(person_id: UUID, *, by: Actor) -> list[Objection]:
    """What a person objected to, the newest first."""
    if not by.can(Permission.ANSWER_OBJECTIONS):
        return []
    return list(Objection.objects.filter(below(by.area), person_id=person_id).order_by("-lodged_at"))
