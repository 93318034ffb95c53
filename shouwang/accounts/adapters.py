"""What allauth asks of us, and what it says in our words: what is wrong, and what to do."""

import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from shouwang.accounts.models import User

WRONG_CODE = _("This code does not open. Enter the newest six digits; if they are refused again, set the clock of the phone to automatic. A recovery code opens only once.")


class ClosedDoor(DefaultAccountAdapter):
    """Nobody signs up: an office gives people their accounts and posts."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "incorrect_code": WRONG_CODE,
        "incorrect_password": _("This is not the password of your account."),
        "enter_current_password": _("This is not the password you have now."),
        "username_password_mismatch": _("The sign-in name or the password is wrong. Look at both once more; capital letters count."),
        "too_many_login_attempts": _("Too many wrong passwords. Wait five minutes. If you have forgotten it, ask the office that gave you your post."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Never."""
        return False

    def is_reauthentication_required(self, *, app: str, **named: Any) -> bool:
        """Who signed in a moment ago sets up the second factor without showing the same again."""
        shown_already = app == "allauth.mfa" and _has_just_signed_in(context.request)
        return not shown_already and super().is_reauthentication_required(app=app, **named)


class SecondFactors(DefaultMFAAdapter):
    """Authenticator apps, passkeys and recovery codes."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": WRONG_CODE,
        "cannot_delete_authenticator": _("This is your only second factor. Set up another one first."),
        "cannot_generate_recovery_codes": _("Recovery codes can be made once an app or a key is set up."),
    }


def _has_just_signed_in(request: HttpRequest | None) -> bool:
    """Whether the sign-in is younger than what a reauthentication counts for (five minutes)."""
    if request is None or not isinstance(request.user, User):
        return False
    records = get_authentication_records(request, request.user)
    return bool(records) and time.time() - records[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT
