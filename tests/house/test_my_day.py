"""Every piece of work on anybody's day has its own sign, and a button that says what it does."""

from shouwang.accounts import reads
from shouwang.accounts.actors import system
from shouwang.accounts.models import User
from shouwang.accounts.scope import acting_as
from shouwang.lib import clocks
from shouwang.project import day


def test_no_work_is_only_opened(demo: None) -> None:
    with acting_as(system()):
        posts = [(user, reads.posts_in_force(user.pk)[0]) for user in User.objects.exclude(posts=None)]
    plain = set()
    for user, post in posts:
        with acting_as(reads.actor_in(user, post)) as actor:
            plain |= {task.key for task in day.tasks(actor, clocks.now()) if task.icon == "circle" or task.do == day.OPEN}
    assert not plain, f"shouwang/project/day.py, DOING: say what the button does for {plain}"
