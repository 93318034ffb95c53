"""The lists on the pages of the rules."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _text
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shouwang.policy import class_words, differences, outlooks, reads, words
from shouwang.policy.choices import EXPIRED, EXPIRED_LABEL, UNDECIDED, ProposalState
from shouwang.policy.outlooks import Group, Line, Outcome, Village
from shouwang.policy.packs import Pack, Titles
from shouwang.policy.references import Referred
from shouwang.policy.trials import Tried
from shouwang.ui import formats
from shouwang.ui.cells import Badge, Button, Lines, Link
from shouwang.ui.listings import Listing, Page
from shouwang.ui.tables import Column, Empty, Table, of

DIFFERENCES = {
    differences.CHANGED: (_("changed"), "info"), differences.ADDED: (_("added"), "good"),
    differences.REMOVED: (_("taken away"), "warn"), differences.MOVED: (_("moved"), "info"),
}  # fmt: skip
STATES = {
    ProposalState.PROPOSED: "warn", ProposalState.CONFIRMED: "good", ProposalState.DECLINED: "alert",
    ProposalState.WITHDRAWN: "neutral", EXPIRED: "neutral",
}  # fmt: skip
SHIFTS = {
    outlooks.SOONER: _("last day sooner"), outlooks.LATER: _("last day later"), outlooks.SAME: _("same last day"),
}  # fmt: skip
UNDECIDED_TITLE = _("An officer decides")
NO_MEASURE = _("No measure any more")


def shelf_table(packs: Sequence[Referred]) -> Table:
    """The packs that come with the product."""
    columns = [
        Column("title", _("Pack"), lambda one: Link(words.titled(one.pack.titles), _words(one.ref))),
        Column("disease", _("Disease"), lambda one: words.named(words.DISEASES, one.pack.disease), secondary=True),
        Column("version", _("Version"), lambda one: str(one.pack.version), secondary=True),
        Column("classes", _("Classes"), lambda one: len(one.pack.classes), numeric=True, secondary=True),
        Column(
            "try",
            _("To do"),
            lambda one: Button(_("Try a person"), f"{reverse('policy:try')}?pack={one.ref}", "zoom-question"),
        ),
    ]
    return of(columns, packs, name="shelf", caption=_("Packs that come with the product"))


def held_table(rows: Sequence[reads.Held], areas: Mapping[str, str], today: date) -> Table:
    """What was, is and will be in force, with who decided."""
    columns = [
        Column(
            "pack",
            _("Pack"),
            lambda held: Lines(
                Link(words.titled(held.pack.titles), _words(f"held.{held.row.pk}")), [_version(held.pack)]
            ),
        ),
        Column("area", _("Area"), lambda held: areas.get(held.row.area, held.row.area)),
        Column("from", _("In force from"), lambda held: held.row.valid_from),
        Column("until", pgettext_lazy("of rules", "Last day"), lambda held: held.until or _("until other rules follow")),
        Column("state", _("State"), lambda held: _held_state(held, today)),
        Column("decided", _("Decided by"), lambda held: _deciders(held.row)),
        Column("why", _("Why"), lambda held: Lines(held.row.reason, [held.row.basis]), secondary=True),
    ]
    return of(
        columns,
        rows,
        name="history",
        caption=_("History"),
        empty=Empty(_("No pack has been in force here"), _("Choose one below, look at it, and propose it."), "history"),
    )


def overlay_table(rows: Iterable[Any], units: Mapping[str, str]) -> Table:
    """The rules of single units."""
    columns = [
        Column("unit", _("Unit"), lambda row: units.get(row.unit, row.unit)),
        Column("from", _("In force from"), lambda row: row.valid_from),
        Column("until", pgettext_lazy("of rules", "Last day"), lambda row: row.valid_to or _("until other rules follow")),
        Column("what", _("What"), lambda row: _overlay_says(row.content)),
        Column("decided", _("Decided by"), _deciders),
        Column("why", _("Why"), lambda row: Lines(row.reason, [row.basis]), secondary=True),
    ]
    return of(columns, list(rows), name="overlays", caption=_("Rules of single units"))


def proposal_table(rows: Sequence[Any], areas: Mapping[str, str], units: Mapping[str, str], now: datetime) -> Table:
    """Proposals, the newest first."""
    columns = [
        Column(
            "what", _("Proposal"), lambda one: Link(_proposed(one, units), reverse("policy:proposal", args=[one.pk]))
        ),
        Column("area", _("Area"), lambda one: areas.get(one.area, one.area)),
        Column("from", _("In force from"), lambda one: one.valid_from),
        Column("by", _("Proposed by"), lambda one: Lines(one.proposed_name, [formats.short_moment(one.proposed_at)])),
        Column("state", _("State"), lambda one: state_badge(one, now)),
    ]
    return of(columns, rows, name="proposals", caption=_("Proposals"))


def state_badge(one: Any, now: datetime) -> Badge:
    """How a proposal stands."""
    state = reads.shown_state(one, now)
    return Badge(EXPIRED_LABEL if state == EXPIRED else ProposalState(state).label, STATES[state])


def class_table(pack: Pack) -> Table:
    """The decision table: the first line that fits decides."""
    rows = list(enumerate(pack.classes, 1))
    columns = [
        Column("class", _("Class"), lambda row: Lines(f"{row[0]}. {class_words.class_title(row[1])}", [row[1].unit])),
        Column("who", _("Who"), lambda row: class_words.who(row[1], pack)),
        Column("what", _("What follows"), lambda row: class_words.what(row[1], pack)),
    ]
    return of(columns, rows, name="classes", caption=_("Classes: the first line that fits decides"))


def difference_table(part: differences.PartDifference, number: int) -> Table:
    """What is not the same in one part."""
    columns = [
        Column("kind", _("What"), lambda one: Badge(*DIFFERENCES[one.kind])),
        Column("label", _("Of what"), lambda one: one.label),
        Column("was", _("Before"), lambda one: one.was),
        Column("now", _("After"), lambda one: one.now),
    ]
    return of(columns, part.found, name=f"part-{number}", caption=part.title)


def tried_table(tried: Sequence[Tried], pack: Pack) -> Table:
    """The lines that were held against a person, and why each was passed over."""
    columns = [
        Column("line", _("Line"), lambda row: f"{row[0]}. {class_words.class_title(row[1].line)}"),
        Column(
            "fits", _("Result"), lambda row: Badge(_("decides"), "good") if row[1].fits else Badge(_("passed over"))
        ),
        Column("why", _("Because"), lambda row: _why(row[1], pack)),
    ]
    return of(columns, list(enumerate(tried, 1)), name="tried", caption=_("Lines held against this person"))


def group_table(groups: Sequence[Group], url: Callable[[Group], str], name: str) -> Table:
    """What would change, the largest group first; each number opens its people."""
    columns = [
        Column("now", pgettext_lazy("at this moment", "Now"), lambda group: _outcome(group.now, group.then)),
        Column("then", _("Then"), lambda group: _outcome(group.then, group.now)),
        Column("shift", _("Last day"), lambda group: SHIFTS[group.shift]),
        Column("count", pgettext_lazy("how many", "People"), lambda group: Link(len(group.cases), url(group)), numeric=True),
    ]
    return of(columns, groups, name=f"changes-{name}", empty=Empty(_("Nothing would change"), _("Nobody here would get another class, measure, checks, team or last day."), "circle-check"))


def village_table(villages: Sequence[Village], names: Mapping[str, str]) -> Table:
    """How many people change in each village."""
    columns = [
        Column("area", _("Village"), lambda one: names.get(one.area, one.area)),
        Column("changed", _("Changed"), numeric=True), Column("sooner", _("Sooner"), numeric=True), Column("later", _("Later"), numeric=True),
    ]  # fmt: skip
    totals = {name: sum(getattr(one, name) for one in villages) for name in ("changed", "sooner", "later")}
    return Table(columns, Page(villages), name="villages", caption=_("By village"), totals=totals if len(villages) > 1 else {})


def line_table(cases: Page, lines: Mapping[Any, Line], listing: Listing) -> Table:
    """The people behind a number."""
    columns = [
        Column("name", _("Name"), lambda case: _name_of(lines.get(case.key))),
        Column("place", _("Place"), lambda case: lines[case.key].place if case.key in lines else ""),
        Column("now", _("Last day now"), lambda case: case.now.last_day),
        Column("then", _("Last day then"), lambda case: case.then.last_day),
    ]
    return Table(columns, cases, listing, name="cases")


def _words(ref: str) -> str:
    return reverse("policy:words", args=[ref])


def _version(pack: Pack) -> str:
    return _text("version %(version)s") % {"version": pack.version}


def _held_state(held: reads.Held, today: date) -> Badge:
    if held.covers(today):
        return Badge(_("in force"), "good", "circle-check")
    return Badge(_("to come"), "info") if held.row.valid_from > today else Badge(_("over"))


def _deciders(row: Any) -> Lines:
    """Both people; or the one who did it alone, with the reason."""
    if row.confirmed_by:
        second = _text("confirmed by %(name)s, %(moment)s") % {
            "name": row.confirmed_by,
            "moment": formats.short_moment(row.at),
        }
        return Lines(_text("proposed by %(name)s") % {"name": row.proposed_by}, [second])
    alone = [row.alone_because] if row.alone_because else []
    return Lines(
        row.proposed_by or _("Operator"),
        [_text("alone, at set-up") if not alone else _text("alone"), *alone, formats.short_moment(row.at)],
    )


def _overlay_says(content: Mapping[str, Any]) -> str:
    """Which parts a unit has of its own, in words."""
    parts = {
        "classes": _("own classes"), "class": _("own classes"), "team": _("own team"), "measure": _("own measures"),
        "inherit": _("lines of the pack first"), "otherwise": _("everybody else to an officer"),
        "home": _("rule for homes"), "transfer": _("transfers"), "signs": _("signs"), "checks": _("checks"),
    }  # fmt: skip
    said = [str(parts.get(key, key)) for key in content if key != "unit"]
    return words.joined(dict.fromkeys(said)) if said else _text("ends the unit's own rules")


def _proposed(one: Any, units: Mapping[str, str]) -> str:
    if one.unit:
        return _text("Rules of %(unit)s") % {"unit": units.get(one.unit, one.unit)}
    head = one.content.get("pack", {})
    zh = head.get("title_zh", one.pack_id)
    return words.titled(Titles(zh, head.get("title_en", zh)))


def _why(tried: Tried, pack: Pack) -> str:
    if tried.fits:
        return class_words.who(tried.line, pack)
    said = [class_words.phrase(condition, pack) for condition in tried.failed]
    told = [_text("not so, or not known: %(what)s") % {"what": words.joined(said)}] if said else []
    told += [_text("not shown: %(proofs)s") % {"proofs": words.proofs(tried.lacking)}] if tried.lacking else []
    return words.joined(told)


def _outcome(outcome: Outcome, other: Outcome) -> Lines:
    """Class and measure; checks and team where the other side has different ones."""
    if outcome.class_id in ("", UNDECIDED):
        return Lines(UNDECIDED_TITLE)
    title = words.titled(outcome.class_titles) if outcome.class_titles else outcome.class_id
    measure = words.titled(outcome.measure_titles) if outcome.measure_titles else NO_MEASURE
    return Lines(title, [measure, *_different(outcome, other)])


def _different(outcome: Outcome, other: Outcome) -> list[str]:
    found = []
    if outcome.slots != other.slots:
        found.append(_text("Checks: %(slots)s") % {"slots": class_words.slots_words(outcome.slots)})
    if outcome.roles != other.roles:
        found.append(_text("Team: %(roles)s") % {"roles": words.all_named(words.ROLES, outcome.roles) or _text("none")})
    return found


def _name_of(line: Line | None) -> Any:
    return Link(line.title or "–", line.url) if line else ""
