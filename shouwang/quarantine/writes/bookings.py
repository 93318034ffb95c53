"""Rooms reserved for people who are on the way, what people at a site ask for, and the waste it hands over."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from shouwang.accounts.actors import Actor
from shouwang.accounts.choices import Permission
from shouwang.ledger.records import known_ids
from shouwang.lib.refusals import Refused
from shouwang.lib.verdicts import Verdict, accepted, duplicate
from shouwang.quarantine import choices
from shouwang.quarantine.choices import BookingEnd
from shouwang.quarantine.models import Booking, SiteRequest, SiteWaste, Stay
from shouwang.quarantine.reads.sites import counts_of
from shouwang.quarantine.reads.subjects import Subjects
from shouwang.quarantine.rules.measures import check_reason, check_time
from shouwang.quarantine.writes.rows import NewBooking, NewSiteRequest, NewWaste
from shouwang.quarantine.writes.stays import SiteBook
from shouwang.quarantine.writes.work import Work, guarded, hold_sites, log


@transaction.atomic
def book_rooms(batch: Sequence[NewBooking], *, by: Actor) -> list[Verdict]:
    """Reserve rooms for people who are on the way: a numbered one, or any. A reserved room is not free for anybody else.

    Refused: site_unknown, site_full, booking_for, booked_already, stays_already, room_unknown, room_taken, room_reserved.
    """
    by.check(Permission.MANAGE_SITES)
    work = Work(by)
    named = [row for row in batch if row.observation_id or row.person_id or row.id_number]
    subjects = Subjects(named, work.actor)
    hold_sites(row.site for row in batch)
    book = SiteBook(work, [row.site for row in batch])
    book.know([person for person in subjects.persons.values() if person] + [one.person_id for one in subjects.observations])
    free = _free_rooms(book)
    verdicts = [guarded(lambda row=row: _book(book, subjects, free, row, row in named)) for row in batch]
    work.flush()
    log(work, "book_rooms", verdicts)
    return verdicts


def _free_rooms(book: SiteBook) -> dict[str, int]:
    """How many rooms of each site can still be promised."""
    return {one.code: one.rooms_free for one in counts_of(list(book.sites.values()), book.work.now)}


def _book(book: SiteBook, subjects: Subjects, free: dict[str, int], row: NewBooking, is_named: bool) -> Verdict:
    site = book.sites.get(row.site)
    if site is None:
        raise Refused("site_unknown", choices.SITE_UNKNOWN, site=row.site)
    person = subjects.person_of(row) if is_named else None
    if person is None and not row.whom.strip():
        raise Refused("booking_for", choices.BOOKING_FOR)
    _check_person(book, person)
    room = book.room(row.site, row.room, person)
    if room is not None and room.pk in book.booked:
        raise Refused("room_reserved", choices.ROOM_RESERVED, room=room.number)
    if free[row.site] < 1:
        raise Refused("site_full", choices.SITE_FULL, rooms=site.rooms or 0)
    free[row.site] -= 1
    held = subjects.by_person.get(person, []) if person else []
    return _add(book, site, row, person, room, held[-1].pk if held else None)


def _check_person(book: SiteBook, person: UUID | None) -> None:
    if person is not None and person in book.promised:
        raise Refused("booked_already", choices.BOOKED_ALREADY)
    if person is not None and person in book.stays:
        raise Refused("stays_already", choices.STAYS_ALREADY)


def _add(book: SiteBook, site: Any, row: NewBooking, person: UUID | None, room: Any, observation: UUID | None) -> Verdict:
    work = book.work
    booking = work.add(
        Booking(
            **work.order(site.area, site.unit), site=site.code, room=room, person_id=person, observation_id=observation, whom=row.whom.strip()[:120],
            expected_at=row.expected_at, booked_at=work.now, booked_by=work.actor.name[:80],
        )
    )  # fmt: skip
    book.note_booking(booking)
    return accepted(booking.pk, room=room.number if room else "")


@transaction.atomic
def cancel_bookings(booking_ids: Sequence[UUID], *, reason: str, by: Actor) -> list[Verdict]:
    """Whoever a room was reserved for does not come; the room is free again."""
    by.check(Permission.MANAGE_SITES)
    check_reason(reason)
    work = Work(by)
    found = Booking.objects.in_bulk(list(booking_ids))
    verdicts = [guarded(lambda key=key: _cancel(work, found.get(key), reason)) for key in booking_ids]
    work.flush()
    log(work, "cancel_bookings", verdicts, reason=reason)
    return verdicts


def _cancel(work: Work, booking: Booking | None, reason: str) -> Verdict:
    if booking is None:
        raise Refused("booking_unknown", choices.BOOKING_UNKNOWN)
    if booking.closed_at is not None:
        raise Refused("booking_closed", choices.BOOKING_CLOSED)
    work.change(booking, closed_at=work.now, end_kind=BookingEnd.CANCELLED, why=reason[:200])
    return accepted(booking.pk)


@transaction.atomic
def open_requests(batch: Sequence[NewSiteRequest], *, by: Actor) -> list[Verdict]:
    """Write down what people at a site ask for."""
    by.check(Permission.MANAGE_SITES)
    work = Work(by)
    stays = Stay.objects.in_bulk([row.stay_id for row in batch if row.stay_id])
    book = SiteBook(work, [row.site for row in batch])
    verdicts = [guarded(lambda row=row: _open_request(book, stays, row)) for row in batch]
    work.flush()
    log(work, "open_requests", verdicts)
    return verdicts


def _open_request(book: SiteBook, stays: dict[UUID, Stay], row: NewSiteRequest) -> Verdict:
    site = book.sites.get(row.site)
    if site is None:
        raise Refused("site_unknown", choices.SITE_UNKNOWN, site=row.site)
    if not row.text.strip():
        raise Refused("text_missing", choices.TEXT_MISSING)
    stay = stays.get(row.stay_id) if row.stay_id else None
    if row.stay_id and (stay is None or stay.site != row.site):
        raise Refused("stay_unknown", choices.STAY_UNKNOWN)
    at = row.happened_at or book.work.now
    check_time(at, book.work.now)
    asked = SiteRequest(**book.work.order(site.area, site.unit), site=row.site, stay=stay, text=row.text.strip()[:300], opened_at=at)
    return accepted(book.work.add(asked).pk)


@transaction.atomic
def settle_requests(request_ids: Sequence[UUID], *, answer: str, by: Actor) -> list[Verdict]:
    """What people at a site asked for is done, or answered."""
    by.check(Permission.MANAGE_SITES)
    check_reason(answer)
    work = Work(by)
    found = SiteRequest.objects.in_bulk(list(request_ids))
    verdicts = [guarded(lambda key=key: _settle(work, found.get(key), answer)) for key in request_ids]
    work.flush()
    log(work, "settle_requests", verdicts)
    return verdicts


def _settle(work: Work, asked: SiteRequest | None, answer: str) -> Verdict:
    if asked is None:
        raise Refused("request_unknown", choices.REQUEST_UNKNOWN)
    if asked.done_at is not None:
        raise Refused("request_done", choices.REQUEST_DONE)
    done_at: datetime = max(work.now, asked.opened_at)
    work.change(asked, done_at=done_at, answer=answer[:300], done_by=work.actor.name[:80])
    return accepted(asked.pk)


@transaction.atomic
def record_waste(batch: Sequence[NewWaste], *, by: Actor) -> list[Verdict]:
    """Bins of waste that sites handed over."""
    by.check(Permission.MANAGE_SITES)
    work = Work(by)
    known = known_ids(SiteWaste, [row.id for row in batch])
    book = SiteBook(work, [row.site for row in batch])
    verdicts = [guarded(lambda row=row: _waste(book, known, row)) for row in batch]
    work.flush()
    log(work, "record_waste", verdicts)
    return verdicts


def _waste(book: SiteBook, known: set[UUID], row: NewWaste) -> Verdict:
    if row.id in known:
        return duplicate(row.id)
    site = book.sites.get(row.site)
    if site is None:
        raise Refused("site_unknown", choices.SITE_UNKNOWN, site=row.site)
    if not 0 <= row.bins <= 1000:
        raise Refused("quantity_negative", choices.QUANTITY_NEGATIVE)
    at = row.happened_at or book.work.now
    check_time(at, book.work.now)
    known.add(row.id)
    stamp = book.work.record(site.area, site.unit, at)
    return accepted(book.work.add(SiteWaste(id=row.id, **stamp, site=row.site, bins=row.bins, note=row.note[:200])).pk)
