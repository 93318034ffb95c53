"""Papers of many returns at once. What stands on them is quarantine's own; here only the return leads to its measure."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.arrivals import choices
from shouwang.arrivals.models import Arrival
from shouwang.audit.writes import record_event
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import Verdict, refused
from shouwang.papers.choices import Language, PaperKind
from shouwang.quarantine import reads as quarantine
from shouwang.quarantine import writes as measures
from shouwang.quarantine.choices import IN_FORCE


@transaction.atomic
def issue_start_notices(
    roots: Sequence[UUID], *, by: Actor, kinds: Sequence[str] = (PaperKind.START_NOTICE,), language: str = Language.SIMPLIFIED
) -> list[Verdict]:
    """Issue the start notice of each return's measure, and the other ``kinds`` asked for; the verdict's id is the paper.

    One verdict for each return and kind, the kinds of a return together. Issued already with the same days: a duplicate.
    Refused per row: not_started; what ``papers`` refuses. Raises Refused not_permitted.
    """
    by.check(Permission.ISSUE_DOCUMENTS)
    standing = _in_force(roots, by)
    batch = [measures.NewPrint(standing[root], kind, language) for root in standing for kind in kinds]
    issued = dict(zip([(root, kind) for root in standing for kind in kinds], measures.print_papers(batch, by=by) if batch else [], strict=True))
    verdicts = [issued.get((root, kind)) or refused(Refused("not_started", choices.NOT_STARTED)) for root in roots for kind in kinds]
    record_event(by=by, action="arrivals.issue_start_notices", area=by.area, count=sum(one.taken for one in verdicts))
    return verdicts


def _in_force(roots: Sequence[UUID], by: Actor) -> dict[UUID, UUID]:
    """The measure in force for the person of each return, by the root of the return."""
    persons = dict(Arrival.objects.filter(root__in=roots, live=True).values_list("root", "person_id"))
    found = quarantine.observations(by=by).filter(person_id__in=persons.values(), state__in=IN_FORCE)
    held = {one.person_id: one.pk for one in found}
    return {root: held[persons[root]] for root in dict.fromkeys(roots) if persons.get(root) in held}
