"""What is reminded of and through what, in words that hold counts and names of places only; refusals."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shouwang.accounts.choices import Permission


class Kind(TextChoices):
    """What somebody is reminded of. A message is made from its kind and a count: nobody types its text."""

    REPORT_TO_SIGN = "report_to_sign", _("Daily report not signed yet")
    REPORT_RETURNED = "report_returned", _("Daily report returned")
    CHECKS_LATE = "checks_late", _("Checks missed")
    REFERRALS_UNANSWERED = "referrals_unanswered", _("Referrals without an answer")
    RETURNEES_WAITING = "returnees_waiting", _("Returnees without a class")
    MEASURES_WAITING = "measures_waiting", _("Measures to start")
    TEAMS_INCOMPLETE = "teams_incomplete", _("Teams not complete")


SENTENCES = {
    Kind.REPORT_TO_SIGN: _("Daily reports not signed yet (%(count)s): %(places)s. Look at the sheet and sign it."),
    Kind.REPORT_RETURNED: _("Daily reports returned (%(count)s): %(places)s. Read the remark, mend the records and sign again."),
    Kind.CHECKS_LATE: _("Checks missed (%(count)s): %(places)s. Make them now, or say why not."),
    Kind.REFERRALS_UNANSWERED: _("Referrals that wait for an answer (%(count)s): %(places)s."),
    Kind.RETURNEES_WAITING: _("Returnees that wait for a class or a place (%(count)s): %(places)s."),
    Kind.MEASURES_WAITING: _("Measures that wait to be started (%(count)s): %(places)s."),
    Kind.TEAMS_INCOMPLETE: _("Teams that lack somebody (%(count)s): %(places)s."),
}
# Whose work it is: a post in the area sees the prompt if it may do one of these.
CONCERNS = {
    Kind.REPORT_TO_SIGN: {Permission.CONFIRM_REPORT, Permission.SIGN_REPORT},
    Kind.REPORT_RETURNED: {Permission.CONFIRM_REPORT, Permission.SIGN_REPORT},
    Kind.CHECKS_LATE: {Permission.RECORD_READINGS},
    Kind.REFERRALS_UNANSWERED: {Permission.ANSWER_REFERRAL},
    Kind.RETURNEES_WAITING: {Permission.CLASSIFY_ARRIVALS},
    Kind.MEASURES_WAITING: {Permission.ORDER_OBSERVATION},
    Kind.TEAMS_INCOMPLETE: {Permission.MANAGE_STAFF},
}


class ChannelKind(TextChoices):
    """Where messages leave the house."""

    WECOM = "wecom", _("WeCom group robot")
    DINGTALK = "dingtalk", _("DingTalk group robot")
    FEISHU = "feishu", _("Feishu group robot")
    MAIL = "mail", _("Mail")
    TRIAL = "trial", _("Trial: only written down, nothing is sent")


class DeliveryState(TextChoices):
    """Where a message stands."""

    WAITING = "waiting", _("On its way")
    SENT = "sent", pgettext_lazy("a message", "Sent")
    RECORDED = "recorded", _("Written down, not sent")
    RETRIED = "retried", _("Failed, will be tried again")
    FAILED = "failed", _("Failed")


TEST_MESSAGE = _("This is a test message of %(channel)s. Reminders for %(places)s will come here.")
SIGNED_BY = _("[Shouwang] %(text)s")
AND_MORE = _("%(places)s and %(count)s more")
PROMPTED_ALREADY = _("Reminded at %(at)s already. Another reminder can be sent after %(next)s.")
UNKNOWN_AREA = _("There is no area %(area)s on that day.")
ROBOT_ADDRESS = _("This is no robot address of %(kind)s. Copy the whole address that the group shows for its robot.")
MAIL_ADDRESS = _("For mail give the server, the sender with its password, and who receives it.")
NO_CHANNEL = _("This channel is not there any more.")
NO_MESSAGE = _("This message is not there.")
NOT_FAILED = _("Only a message that failed can be sent again; this one is: %(state)s.")
SENDING_FAILED = _("The service did not take the message. Check the address, and that this machine may reach the service.")
CANNOT_OPEN = _("The address cannot be read with the keys of this machine. Enter it again.")
