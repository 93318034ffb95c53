"""``shouwang user add``: the first sign-in of an installation, and any later one."""

import argparse
import getpass
import secrets
import sys
from datetime import date

from shouwang.project.cli.frame import Failed, answer, area_path, operator, product, takes_area, takes_json

GENERATED_BYTES = 12


def declare(commands: argparse._SubParsersAction) -> None:
    """Declare ``user add``."""
    user = commands.add_parser("user", help="sign-ins and posts").add_subparsers(metavar="ACTION", required=True)
    add = user.add_parser("add", help="give a person a post, and a sign-in where there is none yet")
    add.add_argument("username", help="the name to sign in with")
    add.add_argument("--role", required=True, help="the duty, such as grid_worker, township_officer, command_office")
    takes_area(add, required=True)
    add.add_argument("--unit", default="", help="code of the organisation the post belongs to")
    add.add_argument("--name", default="", help="the person's name as colleagues write it")
    add.add_argument("--until", type=date.fromisoformat, metavar="YYYY-MM-DD", help="last day of the post")
    add.add_argument("--password-stdin", action="store_true", help="read the password from the standard input")
    takes_json(add)
    add.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Give the post; a generated password is shown once."""
    with product(), operator() as by:
        from shouwang.accounts.writes import NewPost, give_posts

        known = _known(options.username)
        password, generated = (None, False) if known else _password(options)
        post = NewPost(
            username=options.username,
            role=options.role,
            area=area_path(options.area),
            unit=options.unit,
            full_name=options.name,
            password=password,
            valid_to=options.until,
        )
        [verdict] = give_posts([post], by=by)
        if not verdict.taken:
            raise Failed(f"{verdict.reason} [{verdict.code}]")
    facts = {"username": options.username, "new": not known, "role": options.role, "area": post.area, **verdict.facts}
    words = f"{options.username}: {options.role} in {post.area}"
    if generated:
        facts["password"] = password
        words += f"\nPassword, shown only now: {password}"
    answer(options, facts, words)
    return 0


def _known(username: str) -> bool:
    from django.contrib.auth import get_user_model

    return get_user_model().objects.filter(username=username).exists()


def _password(options: argparse.Namespace) -> tuple[str, bool]:
    """The password to begin with, and whether it was made up here."""
    if options.password_stdin:
        return _checked(sys.stdin.readline().rstrip("\n")), False
    if sys.stdin.isatty() and (typed := getpass.getpass("Password (empty: make one up): ")):
        return _checked(typed), False
    return secrets.token_urlsafe(GENERATED_BYTES), True


def _checked(password: str) -> str:
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    try:
        validate_password(password)
    except ValidationError as failure:
        raise Failed(" ".join(failure.messages)) from failure
    return password
