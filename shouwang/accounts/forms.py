"""What the pages of posts ask."""

from collections.abc import Sequence
from typing import Any

from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

from shouwang.accounts.choices import ROLE_PERMISSIONS, Permission, Role
from shouwang.accounts.writes import NewPost
from shouwang.ui.inputs import DayInput


class PostForm(forms.Form):
    """A post to give: to whom, what, where, from when to when."""

    username = forms.RegexField(
        r"^[\w.@+-]{3,40}$",
        label=_("Sign-in name"),
        help_text=_("3 to 40 letters, digits or . @ + - _"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    existing = forms.BooleanField(label=_("This person has an account already"), required=False)
    full_name = forms.CharField(label=_("Name"), required=False, max_length=60)
    role = forms.ChoiceField(label=_("Duty"))
    area = forms.CharField(label=_("Area"), max_length=100, help_text=_("Name, full name or official code."))
    unit = forms.ChoiceField(
        label=_("Unit"), required=False,
        help_text=_("The office the person works for, if it is not the one of the area. Here stand the offices of your area; a post that speaks for an office above you is given from there."),
    )  # fmt: skip
    valid_from = forms.DateField(
        label=_("Valid from"), required=False, widget=DayInput(), help_text=_("Empty: today.")
    )
    valid_to = forms.DateField(label=_("Valid until"), required=False, widget=DayInput())

    def __init__(
        self, *arguments: Any, permissions: frozenset[Permission], anything: bool, units: Sequence[tuple[str, str]] = (), **named: Any
    ) -> None:
        """Only duties are offered that may do no more than the giver, unless the giver sets up ``anything``."""
        super().__init__(*arguments, **named)
        offered = [(role, label) for role, label in Role.choices if anything or ROLE_PERMISSIONS[role] <= permissions]
        self.fields["role"].choices = offered  # type: ignore[attr-defined]
        self.fields["unit"].choices = [("", "—"), *((code, f"{name} ({code})") for code, name in units)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A new account needs a name."""
        given = super().clean() or self.cleaned_data
        if not given.get("existing") and not given.get("full_name"):
            self.add_error("full_name", _("Write the name of the person who gets the account."))
        return given

    def post(self, area: str, password: str | None) -> NewPost:
        """The post, in an area."""
        given: dict[str, Any] = self.cleaned_data | {"area": area, "password": password}
        return NewPost(**given)


class EndForm(forms.Form):
    """The last day of a post."""

    last_day = forms.DateField(label=_("Valid until"), widget=DayInput())


class PasskeyForm(AddWebAuthnForm):
    """A passkey to add, asked for in the words of these pages."""

    name = forms.CharField(label=_("Name of the key"), required=False, max_length=60, help_text=_("So that you know it again: office computer, own phone."))
    passwordless = forms.BooleanField(
        label=_("Sign in with it without a password"), required=False, help_text=_("The device then asks for your fingerprint, face or PIN.")
    )


class KeyNameForm(EditWebAuthnForm):
    """Another name for a key."""

    name = forms.CharField(label=_("Name of the key"), max_length=60)
