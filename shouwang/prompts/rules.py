"""Pure rules of prompts: which address a robot has, which text leaves the house, how long it stays quiet."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from shouwang.lib import paths
from shouwang.lib.refusals import Refused
from shouwang.prompts.choices import MAIL_ADDRESS, ROBOT_ADDRESS, ChannelKind

QUIET = timedelta(minutes=30)  # †, nobody is reminded of one thing twice within it
MOST_NAMES = 12  # places named in one message; the rest is counted
MOST_TRIES = 6
_KEY = re.compile(r"[A-Za-z0-9_-]{8,128}")
_HOST = re.compile(r"[A-Za-z0-9.-]{3,120}(:\d{2,5})?")
_MAIL = re.compile(r"[^@\s,;]{1,64}@[A-Za-z0-9.-]{3,120}")


@dataclass(frozen=True)
class Robot:
    """Where the key of a group robot stands in the address that its group shows."""

    host: str
    path: str
    query: str
    scheme: str


ROBOTS = {
    ChannelKind.WECOM: Robot("qyapi.weixin.qq.com", "/cgi-bin/webhook/send", "key", "wecombot"),
    ChannelKind.DINGTALK: Robot("oapi.dingtalk.com", "/robot/send", "access_token", "dingtalk"),
    ChannelKind.FEISHU: Robot("open.feishu.cn", "/open-apis/bot/v2/hook/", "", "feishu"),
}


def robot_address(kind: str, given: str, secret: str = "") -> str:
    """The address a robot is reached at, from what its group shows (or its bare key). Raises Refused robot_address.

    Only the key is taken from what was given: a message can go to the service itself and nowhere else.
    """
    robot = ROBOTS[ChannelKind(kind)]
    key = _key_of(robot, given.strip())
    if not _KEY.fullmatch(key) or (secret and not _KEY.fullmatch(secret)):
        raise Refused("robot_address", ROBOT_ADDRESS, kind=ChannelKind(kind).label)
    return f"{robot.scheme}://{secret}@{key}/" if secret else f"{robot.scheme}://{key}/"


def _key_of(robot: Robot, given: str) -> str:
    if "://" not in given:
        return given
    parts = urlsplit(given)
    if parts.scheme != "https" or parts.hostname != robot.host or not parts.path.startswith(robot.path):
        return ""
    return parse_qs(parts.query).get(robot.query, [""])[0] if robot.query else parts.path.removeprefix(robot.path)


def mail_address(server: str, sender: str, password: str, receivers: str) -> str:
    """The address mail is sent through, encrypted. Raises Refused mail_address."""
    to = [one for one in re.split(r"[\s,;，；]+", receivers.strip()) if one]
    right = _HOST.fullmatch(server.strip()) and _MAIL.fullmatch(sender.strip()) and password and to
    if not right or not all(_MAIL.fullmatch(one) for one in to):
        raise Refused("mail_address", MAIL_ADDRESS)
    user, host = quote(sender.strip(), safe=""), server.strip()
    return f"mailtos://{user}:{quote(password, safe='')}@{host}?from={user}&to={quote(','.join(to), safe=',@')}"


def named(places: Sequence[str], and_more: Any) -> str:
    """Names of places for a message: the first ones, and how many more."""
    shown = "、".join(places[:MOST_NAMES])
    rest = len(places) - MOST_NAMES
    return str(and_more) % {"places": shown, "count": rest} if rest > 0 else shown


def is_quiet(last: datetime | None, now: datetime, quiet: timedelta = QUIET) -> bool:
    """Whether somebody was reminded so lately that it must not be done again."""
    return last is not None and now < last + quiet


def nearest(area: str, unit: str, channels: Iterable[Any]) -> list[Any]:
    """The channels a prompt goes through: the unit's own, else those of the area or of the nearest area above that has any."""
    known = list(channels)
    own = [channel for channel in known if unit and channel.unit == unit]
    by_place = (own, *([c for c in known if c.area == place and not c.unit] for place in _upwards(area)))
    return next((found for found in by_place if found), [])


def _upwards(area: str) -> list[str]:
    return [area, *reversed(paths.ancestors(area))]


def wait(tries: int) -> timedelta:
    """How long after a failure it is tried again: 1, 2, 4, 8 … minutes."""
    return timedelta(minutes=2 ** max(tries - 1, 0))


def grouped(pairs: Iterable[tuple[Any, Any]]) -> Mapping[Any, list[Any]]:
    """Values under their key, in order."""
    found: dict[Any, list[Any]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return found
