"""Reads the lines of the decision table: conditions, needs, and the measures that follow."""

from collections.abc import Mapping
from dataclasses import replace

from shouwang.policy import choices
from shouwang.policy.conditions import read_conditions
from shouwang.policy.facts import YES_NO_FACTS
from shouwang.policy.pack_parts import find_team, read_titles
from shouwang.policy.pack_tables import Table
from shouwang.policy.packs import ArrivalClass, Measure, Step, Team

REQUIRED_TRANSFER = "required"


def read_class(table: Table, unit: str, measures: Mapping[str, Measure], teams: Mapping[str, Team]) -> ArrivalClass:
    """One ``[[class]]`` line, brought by the overlay of ``unit`` or by the pack itself (empty)."""
    line = ArrivalClass(
        id=table.text("id"),
        titles=read_titles(table) if table.has("title_zh") else None,
        when=_read_when(table),
        needs=table.texts("needs", (), one_of=YES_NO_FACTS),
        steps=_read_steps(table, measures, teams),
        then=table.texts("then", ()),
        transfer_required=table.text("transfer", "", one_of=[REQUIRED_TRANSFER]) == REQUIRED_TRANSFER,
        unit=unit,
    )
    table.finish(known=["title_en"])
    return line


def _read_when(table: Table) -> tuple:
    when = table.table("when")
    if when is None:
        table.note("when", choices.MISSING_KEY)
        return ()
    return read_conditions(when)


def _read_steps(table: Table, measures: Mapping[str, Measure], teams: Mapping[str, Team]) -> tuple[Step, ...]:
    written = table.tables("steps")
    if bool(written) == table.has("measure"):
        table.note("measure", choices.MEASURE_AND_STEPS)
        return ()
    if not written:
        return _known_steps([_read_step(table, measures, teams)])
    steps = [_read_step(step, measures, teams) for step in written]
    for step in written:
        step.finish()
    _check_lengths(table, steps)
    return _known_steps(steps)


def _known_steps(steps: list[Step | None]) -> tuple[Step, ...]:
    return tuple(step for step in steps if step is not None)


def _read_step(table: Table, measures: Mapping[str, Measure], teams: Mapping[str, Team]) -> Step | None:
    """A measure with what the line says otherwise: days, team, leave, assessment, start, tests."""
    name = table.text("measure")
    tests = tuple(day for day in table.items("tests", ()) if _is_test_day(table, day))
    own_team = find_team(table, teams)
    measure = measures.get(name)
    if measure is None:
        if name:
            table.note("measure", choices.NO_SUCH_MEASURE, id=name)
        for key in ("days", "leave_home", "assessment", "starts"):
            table.has(key)
        return None
    return Step(_as_written(table, measure, own_team), tests)


def _as_written(table: Table, measure: Measure, own_team: Team | None) -> Measure:
    return replace(
        measure,
        days=table.whole("days", measure.days),
        leave_home=table.yes_no("leave_home", measure.leave_home),
        assessment=table.text("assessment", measure.assessment),
        starts=table.text("starts", measure.starts, one_of=choices.Starts.values),
        team=own_team or measure.team,
    )


def _is_test_day(table: Table, day: object) -> bool:
    good = isinstance(day, int) and not isinstance(day, bool) and day >= 0
    if not good:
        table.note("tests", choices.WRONG_TYPE, wanted=choices.WANTS_WHOLE_NUMBER, got=str(day))
    return good


def _check_lengths(table: Table, steps: list[Step | None]) -> None:
    for number, step in enumerate(steps[:-1], 1):
        if step is not None and step.measure.days is None:
            table.note(f"steps[{number}].days", choices.MEASURE_WITHOUT_DAYS, id=step.measure.id)
