"""Zones, mass testing, household visits and the mosquito index of a pack, in words: key, label and text."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from shouwang.policy import words
from shouwang.policy.class_words import days
from shouwang.policy.packs import HouseholdVisit, Index, MassTest, Pack, ZoneChange, Zones
from shouwang.ui import formats

Told = tuple[str, str, str]


def told(pack: Pack) -> Iterator[Told]:
    """Everything a pack says of places and households."""
    if pack.zones:
        yield from _zones(pack.zones)
    if pack.mass_test:
        yield from _mass_test(pack.mass_test)
    if pack.household_visit:
        yield from _visit(pack.household_visit)
    if pack.index:
        yield from _index(pack.index)


def _zones(zones: Zones) -> Iterator[Told]:
    if zones.levels:
        yield "levels", _("Levels of zones"), words.all_named(words.ZONES, zones.levels)
    for key, label, change in (
        ("high_to_medium", _("From high to medium risk"), zones.high_to_medium),
        ("medium_to_low", _("From medium to low risk"), zones.medium_to_low),
    ):
        if change:
            yield key, label, _change(change)
    if zones.core:
        core = zones.core
        repeat = {"low": core.repeat_days[0], "high": core.repeat_days[1]}
        yield "core", _("Core zone"), _("%(metres)s m around: %(around)s") % {
            "metres": formats.number(core.radius_m), "around": words.all_named(words.VISIT, core.around),
        }  # fmt: skip
        yield (
            "core.first",
            _("First survey of the core zone"),
            _("within %(days)s") % {"days": days(core.first_survey_days)},
        )
        yield "core.repeat", _("Surveyed again"), _("every %(low)s to %(high)s days") % repeat
    if zones.warning_survey_days:
        yield "warning", _("Warning zone surveyed"), _("every %(days)s") % {"days": days(zones.warning_survey_days)}
    if zones.over:
        yield "over", _("The outbreak is over"), _("after %(days)s without a case and a Breteau index of at most %(index)s") % {
            "days": days(zones.over.days_without_case), "index": formats.number(zones.over.breteau_max),
        }  # fmt: skip


def _change(change: ZoneChange) -> str:
    said = []
    if change.clean_days_after_high is not None:
        said.append(_("%(days)s after the high-risk level") % {"days": days(change.clean_days_after_high)})
    if change.clean_days is not None:
        said.append(_("%(days)s without a new case") % {"days": days(change.clean_days)})
    if change.round_negative_on_day is not None:
        said.append(_("the round of day %(day)s is negative") % {"day": change.round_negative_on_day})
    return words.joined(said)


def _mass_test(test: MassTest) -> Iterator[Told]:
    yield "mass.hours", _("A mass-testing round"), _("within %(hours)s hours") % {"hours": test.hours}
    low, high = test.people_per_point
    yield "mass.point", _("People for one sampling point"), f"{formats.number(low)}–{formats.number(high)}"
    yield "mass.sampler", _("People for one sampler a day"), formats.number(test.people_per_sampler)
    low, high = test.people_per_table
    yield "mass.table", _("People for one table"), f"{formats.number(low)}–{formats.number(high)}"
    yield "mass.pool", _("Samples in one tube, at most"), formats.number(test.pool_max)
    if test.stop:
        stop = {
            "clean": test.stop.clean_rounds,
            "pause": days(test.stop.pause_days),
            "confirm": test.stop.confirm_rounds,
        }
        yield (
            "mass.stop",
            _("Rounds end"),
            _("after %(clean)s clean rounds, a pause of %(pause)s and %(confirm)s more") % stop,
        )


def _visit(visit: HouseholdVisit) -> Iterator[Told]:
    yield "visit", _("Looked at in a household"), words.all_named(words.VISIT, visit.checklist)
    if visit.container:
        yield "visit.container", _("Written down of each container"), words.all_named(words.VISIT, visit.container)
    if visit.locked_home:
        yield "visit.locked", _("Locked homes"), words.named(words.VISIT, visit.locked_home)


def _index(index: Index) -> Iterator[Told]:
    bands = []
    for band in index.classes:
        name = words.named(words.ZONES, band.id)
        facts = {"name": name, "colour": words.named(words.COLOURS, band.colour), "below": formats.number(band.below)}
        bands.append(
            (_("%(name)s below %(below)s (%(colour)s)") if band.below is not None else _("%(name)s above (%(colour)s)"))
            % facts
        )
    yield "index", _("Bands of the Breteau index"), words.joined(bands)
