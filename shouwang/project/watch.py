"""How the installation itself is: what the operator looks at in the morning, each with what to do where it is not well."""

import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import connection
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from procrastinate.contrib.django.models import ProcrastinateJob

from shouwang import __version__
from shouwang.accounts import reads as accounts
from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission, Role
from shouwang.ledger import imports
from shouwang.ledger.duties import Duty
from shouwang.lib import clocks
from shouwang.places import reads as places
from shouwang.project import copies
from shouwang.project.home import home
from shouwang.ui import formats
from shouwang.ui.outlines import Look

COPY_OLD, COPY_VERY_OLD = timedelta(hours=26), timedelta(days=3)  # a copy a night, and two hours of grace
LEAST_FREE, LITTLE_FREE = 10, 20  # percent of the disk
WORKER_SLEEPS = timedelta(minutes=10)  # a job that was due so long ago means that nobody works
FAILURES_OF = timedelta(days=7)
ENDING_WITHIN = timedelta(days=7)
GIGABYTE = 1024**3
HOLDERS = {  # who has to be there so that an area can work and report
    "village": (Role.VILLAGE_OFFICER, Role.COMMUNITY_STAFF),
    "township": (Role.TOWNSHIP_OFFICER,),
}
MOST_NAMED = 5


def looks(actor: Actor, now: datetime) -> list[Look]:
    """Everything that is watched, in one order."""
    return [look(actor, now) for look in LOOKS]


def due(actor: Actor, now: datetime) -> list[Duty]:
    """What is not well, as work of whoever watches the installation; warnings count, alarms are late."""
    if not actor.can(Permission.WATCH_INSTALLATION):
        return []
    found = looks(actor, now)
    warned = sum(look.tone in ("warn", "alert") for look in found)
    alarmed = sum(look.tone == "alert" for look in found)
    title = gettext_lazy("Things about the installation to look at")
    return [Duty("installation", title, warned, alarmed, reverse("project:installation"), 2, icon="activity")]


def _last_copy(_actor: Actor, now: datetime) -> Look:
    made = copies.last_made()
    how = _("Run: shouwang backup FILE, every night; keep the keys apart.")
    if made is None:
        return Look(_("Last backup"), _("none yet"), "alert", how)
    age = now - made
    tone = "alert" if age > COPY_VERY_OLD else "warn" if age > COPY_OLD else "good"
    return Look(_("Last backup"), formats.ago(made), tone, how if tone != "good" else formats.moment(made))


def _disk(_actor: Actor, _now: datetime) -> Look:
    usage = shutil.disk_usage(next(place for place in (home(), *home().parents) if place.exists()))
    free = usage.free * 100 // usage.total
    tone = "alert" if free < LEAST_FREE else "warn" if free < LITTLE_FREE else "good"
    value = _("%(percent)s%% free, %(size)s GB") % {"percent": free, "size": usage.free // GIGABYTE}
    return Look(_("Room on the disk"), value, tone, _("Below 10% the database may stop.") if tone != "good" else "")


def _database(_actor: Actor, _now: datetime) -> Look:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version'), pg_database_size(current_database())")
        version, size = cursor.fetchone()
    value = _("PostgreSQL %(version)s, %(size)s GB") % {"version": version.split()[0], "size": round(size / GIGABYTE, 1)}
    return Look(_("Database"), value)


def _version(_actor: Actor, _now: datetime) -> Look:
    return Look(_("Version"), f"Shouwang {__version__}")


def _queue(_actor: Actor, now: datetime) -> Look:
    """Jobs that were due long ago: the worker does not run."""
    waiting = ProcrastinateJob.objects.filter(status="todo")
    due_before = now - WORKER_SLEEPS
    late = waiting.filter(scheduled_at__lt=due_before).count() + _unscheduled(due_before)
    value = _("%(count)s waiting") % {"count": waiting.count()}
    if late:
        note = _("%(count)s wait for more than ten minutes: is the worker running? shouwang serve starts it.")
        return Look(_("Background work"), value, "alert", note % {"count": late})
    return Look(_("Background work"), value)


def _unscheduled(before: datetime) -> int:
    """Jobs without a time of their own were due when they were put in line."""
    waiting = ProcrastinateJob.objects.filter(status="todo", scheduled_at__isnull=True)
    return waiting.filter(procrastinateevent__type="deferred", procrastinateevent__at__lt=before).count()


def _failed_jobs(_actor: Actor, now: datetime) -> Look:
    failed = ProcrastinateJob.objects.filter(status="failed", procrastinateevent__at__gte=now - FAILURES_OF)
    names = sorted(set(failed.values_list("task_name", flat=True)))
    if not names:
        return Look(_("Failed background work, last 7 days"), 0)
    note = _("See the server's log: %(names)s") % {"names": "、".join(names[:MOST_NAMED])}
    return Look(_("Failed background work, last 7 days"), failed.distinct().count(), "warn", note)


def _failed_imports(actor: Actor, _now: datetime) -> Look:
    count = imports.failed(actor).count()
    note = _("The office that sent them sees why, and can order them again.") if count else ""
    return Look(_("Imports that stopped"), count, "warn" if count else "good", note)


def _without_holder(actor: Actor, _now: datetime) -> Look:
    empty = areas_without_holder(actor)
    if not empty:
        return Look(_("Villages and townships whose post nobody holds"), 0)
    named = "、".join(places.full_names(empty[:MOST_NAMED]).values())
    note = _("%(named)s … Give the post, or the area neither works nor reports.") % {"named": named}
    url = reverse("accounts:give") if actor.can(Permission.MANAGE_USERS) else ""
    return Look(_("Villages and townships whose post nobody holds"), len(empty), "warn", note, url, _("Give a post"))


def areas_without_holder(actor: Actor) -> list[str]:
    """The villages and townships of the own area whose officer's post nobody holds."""
    day = clocks.today()
    held = {level: accounts.areas_held(roles, by=actor, on=day) for level, roles in HOLDERS.items()}
    return [
        area.path
        for level in HOLDERS
        for area in places.areas_below(actor.area, level, day)
        if area.path not in held[level]
    ]


def _ending(actor: Actor, now: datetime) -> Look:
    count = accounts.ending_posts(by=actor, until=(now + ENDING_WITHIN).date()).count()
    url = reverse("project:posts") if count and actor.can(Permission.MANAGE_USERS) else ""
    return Look(_("Posts that end within 7 days"), count, "info" if count else "good", "", url, _("Show"))


def _second_factor(actor: Actor, _now: datetime) -> Look:
    """Accounts in force that a password alone opens only as far as the page that sets up the second factor."""
    has_one = Exists(Authenticator.objects.filter(user=OuterRef("pk")))
    count = accounts.holders(by=actor).exclude(has_one).count()
    note = _("They are led to its set-up at their next sign-in.") if count else ""
    return Look(_("Accounts without a second factor"), count, "info" if count else "good", note)


LOOKS: tuple[Callable[[Actor, datetime], Any], ...] = (
    _last_copy,
    _disk,
    _queue,
    _failed_jobs,
    _failed_imports,
    _without_holder,
    _ending,
    _second_factor,
    _database,
    _version,
)
