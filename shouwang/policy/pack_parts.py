"""Reads the parts of a pack that stand by themselves: signs, checks, teams, measures, report, zones and the others."""

from collections.abc import Mapping
from datetime import time
from itertools import pairwise

from shouwang.policy import choices
from shouwang.policy.choices import MeasurePlace
from shouwang.policy.pack_tables import Table
from shouwang.policy.packs import (
    Ban,
    Checks,
    CoreZone,
    Exposure,
    HomeRule,
    HouseholdVisit,
    Index,
    IndexClass,
    Limits,
    MassTest,
    Measure,
    Release,
    Report,
    Residents,
    Signs,
    Sites,
    Slot,
    StopRule,
    Team,
    Titles,
    Transfer,
    ZoneChange,
    Zones,
    ZonesOver,
)

SITE_TEAM = "site"  # looked after by the site's own staff: a team without roles


def read_titles(table: Table, fallback: str | None = None) -> Titles:
    """``title_zh`` (needed unless there is a fallback) and ``title_en``."""
    zh = table.text("title_zh") if fallback is None else table.text("title_zh", fallback)
    return Titles(zh, table.text("title_en", zh))


def read_signs(table: Table) -> Signs:
    """The part ``signs``: fever must lie between the plausible bounds."""
    before = len(table.faults.found)
    fever = table.number("fever_c")
    low, high = table.two("plausible_c", (34.0, 43.0))
    if len(table.faults.found) == before and not low < fever < high:
        table.note("fever_c", choices.NOT_BETWEEN, value=fever, low=low, high=high)
    symptoms = table.texts("symptoms", ())
    table.finish()
    return Signs(fever, low, high, symptoms)


def read_exposure(table: Table) -> Exposure:
    """The part ``exposure``."""
    before = table.table("contact_from")
    onset = sample = 0
    if before is not None:
        onset, sample = before.whole("before_onset_days", 0), before.whole("before_sample_days", 0)
        before.finish()
    exposure = Exposure(
        count_from=table.text("count_from", choices.CountFrom.LAST_EXPOSURE.value, one_of=choices.CountFrom.values),
        contact_before_onset_days=onset,
        contact_before_sample_days=sample,
        source_days=table.whole("source_days", 14),
        follow_up_contacts=table.yes_no("follow_up_contacts", True),
        self_monitoring_days=table.whole("self_monitoring_days", 0),
    )
    table.finish()
    return exposure


def read_checks(table: Table) -> Checks:
    """The part ``checks``: slots in the order of the day, not overlapping."""
    slots = tuple(_read_slot(slot) for slot in table.tables("slots"))
    checks = Checks(
        slots,
        table.number("min_hours_between", 0),
        table.text("self_reported", choices.SelfReports.CONFIRM.value, one_of=choices.SelfReports.values),
    )
    table.finish()
    _check_ids(table, "slots", [slot.id for slot in slots])
    if any(earlier.ends > later.starts for earlier, later in pairwise(slots)):
        table.note("slots", choices.SLOTS_OVERLAP)
    return checks


def _read_slot(table: Table) -> Slot:
    slot = Slot(table.text("id"), table.clock("from"), table.clock("to"))
    table.finish()
    if table.has("from") and table.has("to") and not slot.starts < slot.ends:
        table.note("to", choices.WRONG_ORDER, first="from", second="to")
    return slot


def read_teams(tables: list[Table]) -> dict[str, Team]:
    """The ``[[team]]`` templates by id; ``site`` is always there."""
    teams = {SITE_TEAM: Team(SITE_TEAM, (), Titles("隔离点工作人员", "Staff of the site"))}
    for table in tables:
        team = read_team(table)
        if team.id in teams:
            table.note("id", choices.TWICE, id=team.id)
        teams[team.id] = team
    return teams


def read_team(table: Table) -> Team:
    """One team template."""
    team_id = table.text("id")
    team = Team(team_id, table.texts("roles"), read_titles(table, fallback=team_id))
    table.finish()
    return team


def read_measures(tables: list[Table], checks: Checks, teams: Mapping[str, Team], home: HomeRule) -> dict[str, Measure]:
    """The ``[[measure]]`` entries by id, with their slots and teams found."""
    measures: dict[str, Measure] = {}
    for table in tables:
        measure = read_measure(table, checks, teams, home)
        if measure.id in measures:
            table.note("id", choices.TWICE, id=measure.id)
        measures[measure.id] = measure
    return measures


def read_measure(table: Table, checks: Checks, teams: Mapping[str, Team], home: HomeRule) -> Measure:
    """One measure. A measure at home asks for the pack's home assessment when it names none itself."""
    measure_id = table.text("id")
    place = table.text("place", choices.MeasurePlace.ANYWHERE.value, one_of=choices.MeasurePlace.values)
    readings = table.yes_no("readings", False)
    general = home.assessment if place == choices.MeasurePlace.HOME else ""
    basis = table.text("legal_basis_zh", "")
    measure = Measure(
        id=measure_id,
        titles=read_titles(table, fallback=measure_id),
        days=table.whole("days", None),
        starts=table.text("starts", choices.Starts.ON_ORDER.value, one_of=choices.Starts.values),
        place=place,
        readings=readings,
        slots=_read_measure_slots(table, checks) if readings else (),
        leave_home=table.yes_no("leave_home", True),
        assessment=table.text("assessment", general),
        team=find_team(table, teams),
        legal_basis=Titles(basis, table.text("legal_basis_en", basis)),
    )
    table.finish(known=["slots"])
    return measure


def find_team(table: Table, teams: Mapping[str, Team]) -> Team | None:
    """The team a table names with ``team``, if it names one."""
    name = table.text("team", "")
    if name and name not in teams:
        table.note("team", choices.NO_SUCH_TEAM, id=name)
    return teams.get(name)


def _read_measure_slots(table: Table, checks: Checks) -> tuple[Slot, ...]:
    if not table.has("slots"):
        return checks.slots
    names = table.texts("slots")
    for name in names:
        if checks.slot(name) is None:
            table.note("slots", choices.NO_SUCH_SLOT, id=name)
    return tuple(slot for slot in checks.slots if slot.id in names)


def read_release(table: Table) -> Release:
    """The part ``release``."""
    release = Release(
        table.texts("require", ("due_date_reached", "no_open_alert"), one_of=choices.RELEASE_CONDITIONS),
        table.texts("documents", ()),
    )
    table.finish()
    return release


def read_report(table: Table) -> Report:
    """The part ``report``: the freeze is not before the statistics time."""
    report = Report(
        table.clock("cutoff", time(18, 0)),
        table.clock("freeze", time(20, 0)),
        table.texts("chain", ()),
        table.yes_no("zero_confirmation", True),
    )
    table.finish()
    if report.freeze < report.cutoff:
        table.note("freeze", choices.WRONG_ORDER, first="cutoff", second="freeze")
    return report


def read_transfer(table: Table) -> Transfer:
    """The part ``transfer``."""
    transfer = Transfer(table.text("organiser_level", "township", one_of=choices.ORGANISER_LEVELS))
    table.finish()
    return transfer


def read_home(table: Table) -> HomeRule:
    """The part ``home``."""
    home = HomeRule(table.text("assessment", ""), table.text("rule", ""))
    table.finish()
    return home


COMMON_SITES = Sites(rooms_per_case=100, cases_of_days=14, least_rooms=100, hold_hours=24, basis="集中隔离医学观察房间储备为各地通行做法(方案未另行规定)")


def sites_unsaid(measures: Mapping[str, Measure]) -> Sites | None:
    """The common rule, for a pack that isolates at sites and was written before packs had a part about them; none where it isolates nobody there."""
    return COMMON_SITES if any(measure.place == MeasurePlace.SITE for measure in measures.values()) else None


def read_sites(table: Table) -> Sites:
    """The part ``sites``; what it leaves out wants no rooms held ready and holds a bed for a day."""
    sites = Sites(
        rooms_per_case=table.whole("rooms_per_case", 0),
        cases_of_days=table.whole("cases_of_days", 14),
        least_rooms=table.whole("least_rooms", 0),
        hold_hours=table.whole("hold_hours", 24, least=1),
        basis=table.text("basis", ""),
    )
    table.finish()
    return sites


LIMITS = {
    "classify_hours": 24, "approve_hours": 4, "drive_hours": 6, "clinic_hours": 24, "missed_checks": 2, "unanswered_calls": 2,
    "homes_in_a_minute": 3, "written_homes_in_a_minute": 20, "homes_of_one_value": 10,
}  # for packs that say nothing of it  # fmt: skip


def read_limits(table: Table) -> Limits:
    """The part ``limits``."""
    limits = Limits(**{key: table.whole(key, common, least=1) for key, common in LIMITS.items()}, basis=table.text("basis", ""))
    table.finish()
    return limits


RESIDENTS = {
    "link_days": 60, "answer_hours": 24, "errand_hours": 24, "medicine_hours": 12, "doctor_hours": 2, "counselling_hours": 24,
}  # for packs that say nothing of it  # fmt: skip


def read_residents(table: Table) -> Residents:
    """The part ``residents``."""
    residents = Residents(**{key: table.whole(key, common, least=1) for key, common in RESIDENTS.items()}, basis=table.text("basis", ""))
    table.finish()
    return residents


def read_bans(tables: list[Table]) -> tuple[Ban, ...]:
    """The ``[[ban]]`` entries."""
    return tuple(_read_ban(table) for table in tables)


def _read_ban(table: Table) -> Ban:
    ban_id = table.text("id")
    ban = Ban(ban_id, read_titles(table, fallback=ban_id), table.text("permit", ""))
    table.finish()
    return ban


def read_zones(table: Table | None) -> Zones | None:
    """The part ``zones``, of either shape: levels that come down, or circles around a patient."""
    if table is None:
        return None
    warning = table.table("warning")
    zones = Zones(
        levels=table.texts("levels", ()),
        high_to_medium=_read_zone_change(table.table("high_to_medium")),
        medium_to_low=_read_zone_change(table.table("medium_to_low")),
        core=_read_core(table.table("core")),
        warning_survey_days=warning.whole("survey_days") if warning else None,
        over=_read_over(table.table("over")),
    )
    if warning:
        warning.finish()
    table.finish()
    return zones


def _read_zone_change(table: Table | None) -> ZoneChange | None:
    if table is None:
        return None
    change = ZoneChange(
        table.whole("clean_days", None),
        table.whole("clean_days_after_high", None),
        table.whole("round_negative_on_day", None),
    )
    table.finish()
    return change


def _read_core(table: Table | None) -> CoreZone | None:
    if table is None:
        return None
    core = CoreZone(
        table.whole("radius_m", least=1),
        table.texts("around"),
        table.whole("first_survey_days"),
        table.two("repeat_days"),
        table.text("until", ""),
    )
    table.finish()
    return core


def _read_over(table: Table | None) -> ZonesOver | None:
    if table is None:
        return None
    over = ZonesOver(table.whole("days_without_case"), table.number("breteau_max"))
    table.finish()
    return over


def read_mass_test(table: Table | None) -> MassTest | None:
    """The part ``mass_test``."""
    if table is None:
        return None
    stop = table.table("stop")
    mass_test = MassTest(
        hours=table.whole("hours", least=1),
        people_per_point=table.two("people_per_point"),
        people_per_sampler=table.whole("people_per_sampler", least=1),
        people_per_table=table.two("people_per_table"),
        pool_max=table.whole("pool_max", least=1),
        stop=_read_stop(stop) if stop else None,
    )
    table.finish()
    return mass_test


def _read_stop(table: Table) -> StopRule:
    stop = StopRule(table.whole("clean_rounds"), table.whole("pause_days"), table.whole("confirm_rounds"))
    table.finish()
    return stop


def read_household_visit(table: Table | None) -> HouseholdVisit | None:
    """The part ``household_visit``."""
    if table is None:
        return None
    visit = HouseholdVisit(table.texts("checklist"), table.texts("container", ()), table.text("locked_home", ""))
    table.finish()
    return visit


def read_index(table: Table | None) -> Index | None:
    """The part ``index``: formulas, and bands from the lowest up."""
    if table is None:
        return None
    classes = tuple(_read_index_class(line) for line in table.tables("classes"))
    index = Index(table.text("breteau", ""), table.text("house", ""), table.text("container", ""), classes)
    table.finish()
    return index


def _read_index_class(table: Table) -> IndexClass:
    line = IndexClass(table.text("id"), table.number("below", None), table.text("colour", ""))
    table.finish()
    return line


def _check_ids(table: Table, key: str, ids: list[str]) -> None:
    for name in sorted({name for name in ids if ids.count(name) > 1}):
        table.note(key, choices.TWICE, id=name)
