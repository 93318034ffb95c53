"""Thousands of persons are asked for as one value."""

from uuid import UUID

from shouwang.arrivals.reads.known import registrations_of


def test_any_number_of_persons_is_one_parameter() -> None:
    few, many = (registrations_of([UUID(int=n) for n in range(size)]).query.sql_with_params() for size in (1, 4000))
    assert "= ANY(" in many[0]
    assert many[0] == few[0]
    assert len(many[1]) == len(few[1])


def test_nobody_asked_for_is_nobody_found(db: None) -> None:
    assert list(registrations_of([])) == []
