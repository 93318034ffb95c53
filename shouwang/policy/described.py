"""A whole pack in words: parts with statements. The page prints them; two versions are compared by them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from shouwang.policy import class_words, words, zone_words
from shouwang.policy.packs import Example, Pack
from shouwang.ui import formats


@dataclass(frozen=True)
class Statement:
    """One thing a pack says. ``key`` is the same in every version and language."""

    key: str
    label: str
    text: str
    group: str = ""  # what several statements are about, such as one measure

    @property
    def name(self) -> str:
        """The label with what it is about."""
        return _("%(about)s: %(label)s") % {"about": self.group, "label": self.label} if self.group else self.label


@dataclass(frozen=True)
class Part:
    """Some statements about one thing; of ``ordered`` ones the first that fits decides."""

    key: str
    title: str
    statements: tuple[Statement, ...]
    ordered: bool = False


def described(pack: Pack) -> list[Part]:
    """Everything a pack says, in the reader's language; parts that say nothing are left out."""
    parts = [Part(key, str(title), tuple(tell(pack)), key == "class") for key, title, tell in PARTS]
    return [part for part in parts if part.statements]


Tell = Callable[[Pack], Iterator[Statement]]


def _pack(pack: Pack) -> Iterator[Statement]:
    yield Statement("title", _("Title"), words.titled(pack.titles))
    yield Statement("disease", _("Disease"), words.named(words.DISEASES, pack.disease))
    yield Statement("version", _("Version"), str(pack.version))
    yield Statement("valid", _("Meant for"), _period(pack.valid_from, pack.valid_to))
    for number, basis in enumerate(pack.basis, 1):
        yield Statement(f"basis.{basis}", _("Legal basis %(number)s") % {"number": number}, words.chinese(basis))
    if pack.impact_assessment:
        yield Statement("impact", _("Impact on privacy"), words.chinese(pack.impact_assessment))


def _period(first: Any, last: Any) -> str:
    if last is None:
        return _("from %(first)s on") % {"first": formats.day(first)}
    return _("%(first)s to %(last)s") % {"first": formats.day(first), "last": formats.day(last)}


def _signs(pack: Pack) -> Iterator[Statement]:
    signs = pack.signs
    yield Statement("fever", _("Fever"), _("%(value)s or more") % {"value": formats.temperature(signs.fever_c)})
    bounds = {"low": formats.temperature(signs.plausible_low_c), "high": formats.temperature(signs.plausible_high_c)}
    yield Statement("plausible", _("Possible temperatures"), _("%(low)s to %(high)s") % bounds)
    if signs.symptoms:
        yield Statement("symptoms", _("Symptoms asked for"), words.all_named(words.SYMPTOMS, signs.symptoms))


def _exposure(pack: Pack) -> Iterator[Statement]:
    exposure, days = pack.exposure, class_words.days
    yield Statement("count_from", _("Days are counted from"), class_words.counted_from(pack))
    yield Statement("source", _("Looked back for the source"), days(exposure.source_days))
    before = {"onset": days(exposure.contact_before_onset_days), "sample": days(exposure.contact_before_sample_days)}
    yield Statement(
        "contacts", _("Contacts count"),
        _("from %(onset)s before the first signs, or %(sample)s before the sample of somebody without signs") % before,
    )  # fmt: skip
    followed = _("are followed up") if exposure.follow_up_contacts else _("are not followed up")
    yield Statement("follow_up", _("Contacts"), followed)
    if exposure.self_monitoring_days:
        yield Statement("self_monitoring", _("Self-monitoring"), days(exposure.self_monitoring_days))


def _checks(pack: Pack) -> Iterator[Statement]:
    for slot in pack.checks.slots:
        window = f"{formats.clock(slot.starts)}–{formats.clock(slot.ends)}"
        yield Statement(f"slot.{slot.id}", words.named(words.SLOTS, slot.id), window)
    if pack.checks.slots:
        hours = formats.number(pack.checks.min_hours_between)
        yield Statement("between", _("Between two checks"), _("at least %(hours)s hours") % {"hours": hours})


def _measures(pack: Pack) -> Iterator[Statement]:
    for measure in pack.measures.values():
        title = words.titled(measure.titles)
        for key, label, text in class_words.measure_lines(measure):
            yield Statement(f"{measure.id}.{key}", label, text, title)


def _classes(pack: Pack) -> Iterator[Statement]:
    for line in pack.classes:
        unit = f"{line.unit}." if line.unit else ""
        yield Statement(unit + line.id, class_words.class_title(line), class_words.class_sentence(line, pack))
    if pack.otherwise:
        yield Statement("otherwise", _("Everybody else"), _("an officer decides"))


def _teams(pack: Pack) -> Iterator[Statement]:
    for team in pack.teams.values():
        if team.roles:
            yield Statement(team.id, words.titled(team.titles), words.all_named(words.ROLES, team.roles))


def _release(pack: Pack) -> Iterator[Statement]:
    yield Statement("require", _("Before a release"), words.all_named(words.RELEASE, pack.release.require))
    if pack.release.documents:
        yield Statement("documents", _("Handed out"), words.all_named(words.DOCUMENTS, pack.release.documents))


def _report(pack: Pack) -> Iterator[Statement]:
    report = pack.report
    yield Statement("cutoff", _("Statistics time"), formats.clock(report.cutoff))
    yield Statement("freeze", _("Frozen at"), formats.clock(report.freeze))
    if report.chain:
        yield Statement("chain", _("Way up"), " → ".join(words.named(words.LEVELS, level) for level in report.chain))
    zero = _("must be confirmed too") if report.zero_confirmation else _("need no confirmation")
    yield Statement("zero", _("Days without any case"), zero)


def _transfer(pack: Pack) -> Iterator[Statement]:
    level = words.named(words.LEVELS, pack.transfer.organiser_level)
    yield Statement("organiser", _("Pick-up from a risk area"), _("organised by %(level)s or above") % {"level": level})
    if pack.home.rule:
        yield Statement("home", _("At home"), pack.home.rule)
    if pack.home.assessment:
        asked = words.named(words.ASSESSMENTS, pack.home.assessment)
        yield Statement("assessment", _("Before any measure at home"), asked)


def _sites(pack: Pack) -> Iterator[Statement]:
    sites = pack.sites
    if sites.rooms_per_case:
        facts = {"rooms": sites.rooms_per_case, "days": class_words.days(sites.cases_of_days)}
        yield Statement("rooms", _("Rooms held ready"), _("%(rooms)s for each case confirmed within %(days)s") % facts)
    if sites.least_rooms:
        yield Statement("least", _("Rooms of a site"), _("%(rooms)s or more") % {"rooms": sites.least_rooms})
    yield Statement("hold", _("A bed is held for somebody who does not come"), _hours(sites.hold_hours))
    if sites.basis:
        yield Statement("basis", _("Source"), words.chinese(sites.basis))


def _hours(number: int) -> str:
    return ngettext("%(number)s hour", "%(number)s hours", number) % {"number": number}


def _limits(pack: Pack) -> Iterator[Statement]:
    limits = pack.limits
    for key, label in LATE_AFTER.items():
        yield Statement(key, str(label), _hours(getattr(limits, key)))
    for key, label in NUMBERS.items():
        yield Statement(key, str(label), formats.number(getattr(limits, key)))
    if limits.basis:
        yield Statement("basis", _("Source"), words.chinese(limits.basis))


def _residents(pack: Pack) -> Iterator[Statement]:
    said = pack.residents
    yield Statement("link_days", _("A resident's link opens for"), class_words.days(said.link_days))
    for key, label in ANSWERED_IN.items():
        yield Statement(key, str(label), _hours(getattr(said, key)))
    if said.basis:
        yield Statement("basis", _("Source"), words.chinese(said.basis))


ANSWERED_IN = {
    "answer_hours": gettext_lazy("Objections, corrections and declared returns are answered within"),
    "errand_hours": gettext_lazy("An errand is done within"),
    "medicine_hours": gettext_lazy("Medicine is brought within"),
    "doctor_hours": gettext_lazy("A doctor, and whatever is urgent, within"),
    "counselling_hours": gettext_lazy("Somebody to talk to is found within"),
}
LATE_AFTER = {
    "classify_hours": gettext_lazy("A return without class or place is late after"),
    "approve_hours": gettext_lazy("A transfer without approval or vehicle is late after"),
    "drive_hours": gettext_lazy("A vehicle under way is late after"),
    "clinic_hours": gettext_lazy("A referral without an answer is late after"),
}
NUMBERS = {
    "missed_checks": gettext_lazy("Missed checks after which the township is told"),
    "unanswered_calls": gettext_lazy("Calls without an answer after which somebody is looked for"),
    "homes_in_a_minute": gettext_lazy("Homes in one minute that cannot be true, times by device"),
    "written_homes_in_a_minute": gettext_lazy("Homes in one minute that cannot be true, times by hand"),
    "homes_of_one_value": gettext_lazy("Homes of one value that cannot be true"),
}


def _bans(pack: Pack) -> Iterator[Statement]:
    for ban in pack.bans:
        permit = words.named(words.ROLES, ban.permit)
        text = _("not allowed; may be permitted by: %(who)s") % {"who": permit} if ban.permit else _("not allowed")
        yield Statement(ban.id, words.titled(ban.titles), text)


def _zones(pack: Pack) -> Iterator[Statement]:
    return (Statement(*told) for told in zone_words.told(pack))


def _examples(pack: Pack) -> Iterator[Statement]:
    for example in pack.examples:
        yield Statement(example.titles.en, words.titled(example.titles), _expected(example, pack))


def _expected(example: Example, pack: Pack) -> str:
    line = next((line for line in pack.classes if line.id == example.expect.class_id), None)
    said = [class_words.class_title(line) if line else _("an officer decides")]
    measure = pack.measures.get(example.expect.measure or "")
    said += [words.titled(measure.titles)] if measure else []
    said += [_("until %(day)s") % {"day": formats.day(example.expect.due_on)}] if example.expect.due_on else []
    return words.joined(said)


PARTS: list[tuple[str, Any, Tell]] = [
    ("pack", gettext_lazy("The pack"), _pack),
    ("class", gettext_lazy("Classes: the first line that fits decides"), _classes),
    ("measure", gettext_lazy("Measures"), _measures),
    ("signs", gettext_lazy("Signs"), _signs),
    ("exposure", gettext_lazy("Exposure and contacts"), _exposure),
    ("checks", gettext_lazy("Checks of a day"), _checks),
    ("team", gettext_lazy("Teams"), _teams),
    ("release", gettext_lazy("Release"), _release),
    ("transfer", gettext_lazy("Transfer and homes"), _transfer),
    ("sites", gettext_lazy("Central isolation sites"), _sites),
    ("limits", gettext_lazy("When work is late, and what cannot be true"), _limits),
    ("residents", gettext_lazy("Residents' links, and how soon they are answered"), _residents),
    ("report", gettext_lazy("Daily report"), _report),
    ("ban", gettext_lazy("Not allowed"), _bans),
    ("zones", gettext_lazy("Zones, mass testing, household visits"), _zones),
    ("example", gettext_lazy("Examples the pack is tried on"), _examples),
]
