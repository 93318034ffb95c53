"""Reminding areas of their work: on their page, and through the nearest channel; never twice within the quiet time."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.utils import translation

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.audit.writes import record_event
from shouwang.lib import clocks
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import Verdict, accepted, duplicate, refused
from shouwang.places import reads as places
from shouwang.prompts import rules
from shouwang.prompts.choices import AND_MORE, PROMPTED_ALREADY, SENTENCES, SIGNED_BY, UNKNOWN_AREA, Kind
from shouwang.prompts.models import Channel, Prompt, Seen
from shouwang.prompts.writes.sending import put_on_the_way

QUIET_LOCK = "SELECT pg_advisory_xact_lock(hashtext('prompts.quiet'))"


@dataclass(frozen=True)
class NewPrompt:
    """Remind an area (or a unit in it) of ``count`` things of a kind; ``about`` names the thing, ``link`` the page where it is done."""

    kind: str
    area: str
    link: str
    about: str = ""
    count: int = 1
    unit: str = ""


@transaction.atomic
def prompt(batch: list[NewPrompt], *, by: Actor, automatic: bool = False, quiet: timedelta = rules.QUIET) -> list[Verdict]:
    """Remind; who was reminded of the same within ``quiet`` is left in peace (duplicate, with the time)."""
    by.check(Permission.REMIND)
    with connection.cursor() as cursor:
        cursor.execute(QUIET_LOCK)  # two who press the button at once remind once
    verdicts, made = _judged(batch, by, automatic, quiet)
    Prompt.objects.bulk_create(made)
    _send(made)
    record_event(by=by, action="prompts.prompt", area=by.area, count=len(made), detail={"kinds": sorted({one.kind for one in made})})
    return verdicts


def _judged(batch: list[NewPrompt], by: Actor, automatic: bool, quiet: timedelta) -> tuple[list[Verdict], list[Prompt]]:
    now, known, last = clocks.now(), places.areas_of(new.area for new in batch), _last_times(batch)
    verdicts: list[Verdict] = []
    made: list[Prompt] = []
    for new in batch:
        verdict = _refusal(new, by, known) or _quiet(last.get(_key(new)), now, quiet)
        if verdict is None:
            made.append(_row(new, by, automatic, now))
            last[_key(new)] = now
        verdicts.append(verdict or accepted(made[-1].pk))
    return verdicts, made


def _key(new: Any) -> tuple[str, str, str, str]:
    return new.kind, new.about, new.area, new.unit


def _last_times(batch: list[NewPrompt]) -> dict[tuple[str, str, str, str], datetime]:
    asked = Prompt.objects.filter(kind__in={n.kind for n in batch}, about__in={n.about for n in batch}, area__in={n.area for n in batch})
    return {_key(row): row.sent_at for row in asked.order_by("sent_at")}


def _refusal(new: NewPrompt, by: Actor, known: Any) -> Verdict | None:
    try:
        by.check(Permission.REMIND, new.area)
        if new.area not in known:
            raise Refused("not_found", UNKNOWN_AREA, area=new.area)
    except Refused as refusal:
        return refused(refusal)
    return None


def _quiet(last: datetime | None, now: datetime, quiet: timedelta) -> Verdict | None:
    if last is None or not rules.is_quiet(last, now, quiet):
        return None
    times = {"at": f"{clocks.local(last):%H:%M}", "next": f"{clocks.local(last + quiet):%H:%M}"}
    return duplicate(None, "prompted_already", str(PROMPTED_ALREADY) % times)


def _row(new: NewPrompt, by: Actor, automatic: bool, now: datetime) -> Prompt:
    return Prompt(
        area=new.area, unit=new.unit, kind=Kind(new.kind), about=new.about, count=new.count, link=new.link, automatic=automatic,
        sender=by.name[:80], sent_by=by.post_id, sent_at=now,
    )  # fmt: skip


def _send(made: list[Prompt]) -> None:
    """One message for each channel and kind, however many areas it concerns."""
    channels = list(Channel.objects.filter(ended_at__isnull=True))
    ways = [((channel.pk, one.kind), (channel, one)) for one in made for channel in rules.nearest(one.area, one.unit, channels)]
    together = rules.grouped(ways)
    names = places.names(one.area for pairs in together.values() for _channel, one in pairs)
    put_on_the_way([(pairs[0][0], _text([one for _channel, one in pairs], names)) for pairs in together.values()])


def _text(prompts: list[Prompt], names: dict[str, str]) -> str:
    """The message in the county's language: a count, places, and a link; it can hold nothing else."""
    with translation.override(settings.LANGUAGE_CODE):
        named = rules.named([names.get(one.area, "") for one in prompts], AND_MORE)
        count = sum(one.count for one in prompts)
        said = str(SENTENCES[Kind(prompts[0].kind)]) % {"count": count, "places": named}
        link = prompts[0].link if len(prompts) == 1 else "/"
        return f"{SIGNED_BY % {'text': said}}\n{settings.PUBLIC_ADDRESS}{link}"


@transaction.atomic
def open_prompt(prompt_id: UUID, *, by: Actor) -> None:
    """This post has seen the prompt. Opened again nothing changes."""
    found = Prompt.objects.filter(pk=prompt_id).first()
    if found is None or not by.covers(found.area) or by.post_id is None:
        return
    _, new = Seen.objects.get_or_create(prompt=found, post_id=by.post_id, defaults={"area": found.area, "seen_at": clocks.now()})
    if new:
        record_event(by=by, action="prompts.open", area=found.area, subject=found.pk)
