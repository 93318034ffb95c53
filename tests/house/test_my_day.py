"""Every piece of work on anybody's day has its own sign, and a button that says what it does."""

from shouwang.accounts import reads
from shouwang.accounts.actors import system
from shouwang.accounts.models import User
from shouwang.accounts.scope import acting_as
from shouwang.lib import clocks
from shouwang.project import day
from shouwang.quarantine import reads as quarantine


def test_no_work_is_only_opened(demo: None) -> None:
    with acting_as(system()):
        posts = [(user, reads.posts_in_force(user.pk)[0]) for user in User.objects.exclude(posts=None)]
    plain = set()
    for user, post in posts:
        with acting_as(reads.actor_in(user, post)) as actor:
            plain |= {task.key for task in day.tasks(actor, clocks.now()) if task.icon == "circle" or task.do == day.OPEN}
    assert not plain, f"shouwang/project/day.py, DOING: say what the button does for {plain}"


def test_what_is_counted_in_one_query_is_as_long_as_its_lists(demo: None) -> None:
    now = clocks.now()
    with acting_as(system()) as actor:
        found = quarantine.waiting_counts(by=actor, now=now)
        ready = quarantine.release_proposals(by=actor, now=now)
        lists = {
            "order": quarantine.waiting_orders(by=actor), "assessment": quarantine.unassessed(by=actor), "signature": quarantine.unsigned(by=actor),
            "release": ready, "overdue": ready.filter(due_on__lt=clocks.local(now).date()), "team": quarantine.without_full_team(by=actor),
        }  # fmt: skip
        assert found == {name: rows.count() for name, rows in lists.items()}
    assert sum(bool(count) for count in found.values()) > 2, "the demo county says nothing about these lists"
