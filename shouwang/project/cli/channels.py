"""``shouwang channels``: the group chats and mailboxes that reminders and reports go to, set up, tried and removed without a browser.

Addresses and passwords are typed or come by the standard input, never as an argument: arguments stand in the history and in the list of processes.
"""

import argparse
import getpass
import sys
from contextlib import suppress
from typing import Any
from uuid import UUID

from shouwang.project.cli.frame import Failed, answer, area_path, operator, product, takes_area, takes_json

KINDS = ("wecom", "dingtalk", "feishu", "mail", "trial")
WELL = ("sent", "recorded")


def declare(commands: argparse._SubParsersAction) -> None:
    """Declare ``channels list``, ``add``, ``test`` and ``remove``."""
    actions = commands.add_parser("channels", help="group chats and mailboxes that reminders go to").add_subparsers(metavar="ACTION", required=True)
    shown = actions.add_parser("list", help="the channels in use, with what became of their last message")
    takes_area(shown)
    _declare_add(actions.add_parser("add", help="set up a channel; its address is asked for, or read from the standard input"))
    tried = actions.add_parser("test", help="send a test message now; 1 where the service does not take it")
    removed = actions.add_parser("remove", help="send nothing through a channel any more and delete its address")
    for one in (tried, removed):
        one.add_argument("channel", metavar="CHANNEL", help="id of the channel as `channels list` shows it, or its name if no other bears it")
        takes_area(one)
    for one, does in ((shown, run_list), (tried, run_test), (removed, run_remove)):
        takes_json(one)
        one.set_defaults(run=does)


def _declare_add(add: argparse.ArgumentParser) -> None:
    takes_area(add, required=True)
    add.add_argument("--kind", required=True, choices=KINDS, help="the service; trial: messages are only written down")
    add.add_argument("--label", required=True, help="name of the group or mailbox")
    add.add_argument("--unit", default="", help="code of a unit, if the channel is only for what concerns it")
    add.add_argument("--signed", action="store_true", help="the robot asks for a signature (DingTalk): its secret is the second line")
    add.add_argument("--server", default="", help="mail: the server, with its port if it is not the usual one")
    add.add_argument("--sender", default="", help="mail: the address it is sent from")
    add.add_argument("--receivers", default="", help="mail: who receives it, with commas between them")
    takes_json(add)
    add.set_defaults(run=run_add)


def run_list(options: argparse.Namespace) -> int:
    """Print the channels."""
    with product(), operator() as by:
        from shouwang.places.reads import full_names

        rows = list(_channels(options, by))
        names = full_names({row.area for row in rows})
        found = [_facts(row) | {"place": names.get(row.area, "")} for row in rows]
    lines = [f"{row['id']}  {row['kind']:8}  {row['label']}  {row['place']}  {row['last_state'] or 'nothing sent yet'}" for row in found]
    answer(options, {"channels": found}, "\n".join(lines) or "There is no channel. Set one up: shouwang channels add --help")
    return 0


def run_add(options: argparse.Namespace) -> int:
    """Set up a channel through the write that the page uses."""
    with product(), operator() as by:
        from shouwang.prompts.writes import NewChannel, add_channels

        asked = {name: getattr(options, name) for name in ("kind", "label", "unit", "server", "sender", "receivers")}
        [verdict] = add_channels([NewChannel(area=area_path(options.area), **asked, **_secrets(options))], by=by)
        if not verdict.taken:
            raise Failed(f"{verdict.reason} [{verdict.code}]")
    words = f"{options.label}: set up. Try it: shouwang channels test {verdict.id}"
    answer(options, {"id": verdict.id, "kind": options.kind, "label": options.label}, words)
    return 0


def run_test(options: argparse.Namespace) -> int:
    """Send a test message and say what became of it."""
    with product():
        from shouwang.prompts import reads, writes
        from shouwang.prompts.writes.sending import NotDelivered

        with operator() as by:
            row = _one(options, by)
            writes.try_channel(row.pk, by=by)
            message = reads.deliveries(row.pk)[0].pk
        with suppress(NotDelivered):  # it will be tried again; what became of this try stands with the message
            writes.deliver(message, by=by)
        with operator():
            state = reads.deliveries(row.pk).get(pk=message).state
    words = f"{row.label}: the test message was {'written down, not sent' if state == 'recorded' else 'sent'}."
    if state not in WELL:
        words = f"{row.label}: the service did not take the message. Check the address, and that this machine may reach the service."
    answer(options, {"id": row.pk, "label": row.label, "state": state}, words)
    return 0 if state in WELL else 1


def run_remove(options: argparse.Namespace) -> int:
    """End a channel."""
    with product(), operator() as by:
        from shouwang.prompts.writes import end_channels

        row = _one(options, by)
        [verdict] = end_channels([row.pk], by=by)
        if not verdict.taken:
            raise Failed(f"{verdict.reason} [{verdict.code}]")
    answer(options, {"id": row.pk, "label": row.label}, f"{row.label}: nothing is sent there any more; its address is deleted.")
    return 0


def _channels(options: argparse.Namespace, by: Any) -> Any:
    from shouwang.lib import paths
    from shouwang.prompts import reads

    low, high = paths.bounds(area_path(options.area) if options.area else "")
    return reads.channels(by=by).filter(area__gte=low, area__lt=high)


def _one(options: argparse.Namespace, by: Any) -> Any:
    """The channel meant. Raises Failed where there is none, or more than one of this name."""
    try:
        found = list(_channels(options, by).filter(pk=UUID(options.channel)))
    except ValueError:
        found = list(_channels(options, by).filter(label=options.channel))
    if len(found) != 1:
        many = "More than one channel bears this name: name it by its id" if found else "There is no such channel in use"
        raise Failed(f"{many}. See: shouwang channels list")
    return found[0]


def _facts(row: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ("area", "unit", "kind", "label", "last_state", "last_at")} | {"id": row.pk}


def _secrets(options: argparse.Namespace) -> dict[str, str]:
    """What must not stand on the command line: a robot's address and secret, or the password of mail."""
    if options.kind == "trial":
        return {}
    if options.kind == "mail":
        return {"password": _line("Password of the sender")}
    return {"address": _line("Address of the group robot")} | ({"secret": _line("Signing secret of the robot")} if options.signed else {})


def _line(asked: str) -> str:
    return getpass.getpass(f"{asked}: ") if sys.stdin.isatty() else sys.stdin.readline().strip()
