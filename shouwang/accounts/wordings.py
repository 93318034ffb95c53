"""Sentences of the framework that people read on our pages: here so that our catalogue says them, in one form of address."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

PASSWORDS = (
    _("Your old password was entered incorrectly. Please enter it again."),
    _("Your password can’t be too similar to your other personal information."),
    _("Your password can’t be a commonly used password."),
    ngettext_lazy(
        "Your password must contain at least %(min_length)d character.",
        "Your password must contain at least %(min_length)d characters.",
        "min_length",
    ),
)
