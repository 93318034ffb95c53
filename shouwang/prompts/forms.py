"""What the pages of channels ask, and how prompts, channels and messages are listed."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shouwang.prompts.choices import CANNOT_OPEN, SENDING_FAILED, ChannelKind, DeliveryState
from shouwang.prompts.writes import NewChannel
from shouwang.ui.cells import Badge, Lines, Link
from shouwang.ui.listings import Page
from shouwang.ui.lists import List
from shouwang.ui.tables import Action, Column, Empty, Table

STATE_TONES = {
    DeliveryState.WAITING: "info", DeliveryState.SENT: "good", DeliveryState.RECORDED: "neutral", DeliveryState.RETRIED: "warn",
    DeliveryState.FAILED: "alert",
}  # fmt: skip
REASONS = {"not_taken": SENDING_FAILED, "cannot_open": CANNOT_OPEN}
SECRET = {"autocomplete": "off", "spellcheck": "false"}


class ChannelForm(forms.Form):
    """A channel: which service, for whom, and its address."""

    kind = forms.ChoiceField(label=_("Service"), choices=ChannelKind.choices)
    label = forms.CharField(label=_("Name of the group or mailbox"), max_length=60)
    area = forms.CharField(label=_("For which place"), required=False, max_length=100, help_text=_("Name or official code. Empty: your whole area."))
    unit = forms.CharField(label=_("Code of the unit"), required=False, max_length=40, help_text=_("Only if the channel belongs to one unit."))
    address = forms.CharField(
        label=_("Address of the group robot"), required=False, max_length=300, widget=forms.TextInput(attrs=SECRET),
        help_text=_("Copy the whole address that the group shows for its robot. It is kept sealed and not shown again."),
    )  # fmt: skip
    secret = forms.CharField(
        label=_("Signing secret of the robot"), required=False, max_length=128, widget=forms.PasswordInput(attrs=SECRET),
        help_text=_("DingTalk only, if the robot asks for a signature."),
    )  # fmt: skip
    server = forms.CharField(label=_("Mail server"), required=False, max_length=120)
    sender = forms.CharField(label=_("Mail address of the sender"), required=False, max_length=120)
    password = forms.CharField(label=_("Password of the sender"), required=False, max_length=120, widget=forms.PasswordInput(attrs=SECRET))
    receivers = forms.CharField(label=_("Mail goes to"), required=False, max_length=400, help_text=_("Several addresses with commas between them."))

    def channel(self, area: str) -> NewChannel:
        """The channel, for an area."""
        given: dict[str, Any] = self.cleaned_data | {"area": area}
        return NewChannel(**given)


def prompts_table(page: Page) -> Table:
    """Prompts with a button to where the work is done."""
    columns = [
        Column("kind", _("What"), lambda prompt: Lines(prompt.get_kind_display(), ["" if prompt.is_seen else Badge(_("new"), "warn")])),
        Column("count", _("How many"), numeric=True),
        Column("sent_at", _("Reminded at")),
        Column("sender", pgettext_lazy("who sent it", "By"), lambda prompt: _text("by itself, on time") if prompt.automatic else prompt.sender, secondary=True),
        Column("do", _("To do"), _Opening),
    ]
    empty = Empty(_("Nobody had to remind you"), _("Reminders of the last two days stand here."), "circle-check")
    return Table(columns, page, name="prompts", caption=_("Reminders for you"), empty=empty)


class _Opening:
    """A button that opens the prompt's page by POST, for opening is noted."""

    def __init__(self, prompt: Any) -> None:
        self.prompt = prompt

    def __html__(self) -> str:
        """The button as HTML; it belongs to the form around the table."""
        from django.utils.html import format_html

        address = reverse("prompts:open", args=[self.prompt.pk])
        return format_html('<button class="btn btn-sm" form="opening" formaction="{}">{}</button>', address, _text("Go there"))


def channels_table(page: Page, names: Mapping[str, str]) -> Table:
    """Channels with the state of their last message."""
    columns = [
        Column("label", pgettext_lazy("of a thing, not of a person", "Name"), lambda channel: Link(channel.label, reverse("prompts:channel", args=[channel.pk]))),
        Column("kind", _("Service"), lambda channel: channel.get_kind_display()),
        Column("area", _("For"), lambda channel: Lines(names.get(channel.area, ""), [channel.unit])),
        Column("last", _("Last message"), lambda channel: _state(channel.last_state), secondary=True),
        Column("last_at", _("When"), secondary=True),
    ]
    text = _("Set up the group robot of the county or of a township: reminders then arrive in the group.")
    return Table(columns, page, name="channels", caption=_("Channels"), empty=Empty(_("No channel yet"), text, "bell", _("Set up a channel"), reverse("prompts:new")))


def deliveries_table(page: Page) -> Table:
    """Messages of a channel."""
    columns = [
        Column("created_at", _("When")),
        Column("state", _("State"), lambda row: Lines(_state(row.state), [REASONS.get(row.reason, "")])),
        Column("tries", _("Tries"), numeric=True),
        Column("text", _("Message"), lambda row: row.text),
    ]
    return Table(columns, page, name="deliveries", caption=_("Messages"), empty=Empty(_("No message yet"), _("Send a test message."), "bell"))


class MessageFilter(forms.Form):
    """Which messages to list."""

    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All")), *DeliveryState.choices])


MESSAGES = List(
    key="prompts.messages", title=_("Messages sent"), order="-created_at", filters=MessageFilter, personal=False,
    columns=[
        Column("channel", _("Channel"), lambda row: Lines(Link(row.channel.label, reverse("prompts:channel", args=[row.channel_id])) if row.channel.ended_at is None else row.channel.label, [row.channel.get_kind_display()])),
        Column("state", _("State"), lambda row: Lines(_state(row.state), [REASONS.get(row.reason, "")]), sortable=True),
        Column("text", _("Message"), lambda row: row.text),
        Column("created_at", _("When"), sortable=True),
        Column("tries", _("Tries"), numeric=True, secondary=True),
    ],
    actions=[Action(_("Send again"), do="again", icon="refresh", question=_("Send these messages again? A message that has gone out is not taken back."))],
    empty=Empty(_("No message yet"), _("Reminders that go to a group or mailbox stand here, with what became of them. Send a test message from a channel's page."), "bell", _("Channels"), reverse_lazy("prompts:channels")),
)  # fmt: skip


def _state(state: str | None) -> Any:
    return Badge(DeliveryState(state).label, STATE_TONES[DeliveryState(state)]) if state else ""
