"""Fills an empty database with the demo county; a second call finds it there and changes nothing."""

import sys
import time
from collections.abc import Callable
from datetime import timedelta

from shouwang.accounts.actors import system
from shouwang.accounts.scope import acting_as
from shouwang.demo import homes, place, rules, story
from shouwang.demo.posts import DOORSTEP, PASSWORD, SIGN_INS
from shouwang.lib import clocks
from shouwang.places import reads as places

DEFAULT_PEOPLE = 2_500
HISTORY_DAYS = 20  # how long before today the pack has been in force and the units have been there

Say = Callable[[str], object]


def is_filled() -> bool:
    """Whether the demo county is in this database."""
    with acting_as(system("demo")):
        return places.path_of(place.COUNTY_CODE) is not None


def fill(people: int = DEFAULT_PEOPLE, *, say: Say = lambda words: sys.stdout.write(words + "\n"), townships: tuple[str, ...] = (), a_day: int = story.A_DAY) -> bool:
    """Fill the database; False if it was filled already.

    ``people``: how many residents. ``townships``: official codes, all of them if none is named. ``a_day``: returnees a day.
    """
    if is_filled():
        return False
    now = clocks.now()
    with acting_as(system("demo")) as by:
        began = time.monotonic()
        with clocks.stopped(now - timedelta(days=HISTORY_DAYS)):
            say("places, units, grids, staff, sign-ins …")
            laid_out = place.lay_out(clocks.now(), townships, by=by)
            grids = [area.path for area in places.areas_below(laid_out.county, "grid")]
            for done in homes.fill_homes(grids, people, by=by):
                say(f"{done:,} residents")
            homes.register_twice(places.path_of(DOORSTEP) or grids[0], laid_out.county, by=by)
        story.Story(laid_out, now, say, a_day).tell()
        with clocks.stopped(now):
            rules.propose(laid_out.county, clocks.local(now).date(), by=by)
        say(f"the county is there ({time.monotonic() - began:.0f} s)")
    return True


def sign_ins() -> list[tuple[str, str, str]]:
    """User name, password and name of everybody who can sign in to the demo."""
    return [(account.username, PASSWORD, account.full_name) for account in SIGN_INS]
