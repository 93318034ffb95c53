"""How often somebody without a post may ask: at the pace at which a person asks."""

from django.core.cache import cache
from django.http import HttpRequest

from shouwang.accounts.doors import connection_of
from shouwang.lib import clocks

A_MINUTE = 30  # questions from one connection
KEPT_SECONDS = 120


def may_ask(request: HttpRequest) -> bool:
    """Whether this connection (behind our own proxies: what they saw) has not asked too often this minute; counts the question."""
    key = f"verify-{connection_of(request)}-{clocks.now():%H%M}"
    cache.add(key, 0, KEPT_SECONDS)
    return cache.incr(key) <= A_MINUTE
