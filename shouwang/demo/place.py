"""The demo county's places, units, grids, sites and staff: real names of places, invented everything else."""

import csv
from dataclasses import dataclass
from datetime import date, datetime
from importlib import resources

from shouwang.accounts.actors import Actor
from shouwang.accounts.writes import NewPost, give_posts
from shouwang.demo.people import invented
from shouwang.demo.posts import PASSWORD, SIGN_INS
from shouwang.duty import writes as duty
from shouwang.ledger.subjects import Subject
from shouwang.places import reads, writes
from shouwang.policy import writes as policy
from shouwang.reports import writes as reports

COUNTY_CODE = "411621"
ZONE = ("SWZX", "扶沟县商务中心区(演示)", ("411621205225", "411621205207", "411621001202", "411621001201"))
GRIDS_A_VILLAGE = 2
TOWNSHIP_DIGITS = 9
STAFF_FROM = 900_000  # numbers of invented people who are staff
HEALTH_STAFF = "village_doctor"


@dataclass(frozen=True)
class Place:
    """The county as the story needs it: paths by kind."""

    county: str
    townships: list[str]
    villages: list[str]
    codes: dict[str, str]
    names: dict[str, str]


def lay_out(first: datetime, townships: tuple[str, ...] = (), *, by: Actor) -> Place:
    """Areas, pack, units, grids, sites, staff, duties and sign-ins, all as of the first moment; only some townships if they are named."""
    _areas(townships, by)
    county = reads.path_of(COUNTY_CODE) or ""
    towns = [area.path for area in reads.areas_below(county, "township")]
    villages = reads.villages_of(Subject(area=county))
    place = Place(county, towns, villages, reads.codes_of([*towns, *villages]), reads.names([*towns, *villages]))
    policy.put_in_force([policy.NewPack(county, first.date(), "演示", pack_id="covid-19-2020-02")], by=by)
    _units(place, first.date(), by)
    _grids(place, first.date(), by)
    _sites(place, first, by)
    _staff(place, first, by)
    reports.set_duties([reports.NewDuty(first.date(), area=county)], by=by)
    _sign_ins(first.date(), by)
    return place


def _areas(townships: tuple[str, ...], by: Actor) -> None:
    source = resources.files("shouwang.demo") / "data" / "fugou-areas.csv"
    rows = list(csv.DictReader(source.read_text(encoding="utf-8").splitlines()))
    wanted = [row for row in rows if not townships or len(row["short_code"]) < TOWNSHIP_DIGITS or row["short_code"].startswith(townships)]
    writes.load_areas(wanted, edition="2023", by=by)


def _units(place: Place, since: date, by: Actor) -> None:
    units = [writes.NewUnit(code="ZHB", name="扶沟县疫情防控指挥部(演示)", kind="command_post", area=place.county, manages=(place.county,), since=since)]
    for town in place.townships:
        code, name = place.codes[town][:9], place.names[town]
        units.append(writes.NewUnit(code=f"XZ-{code}", name=f"{name}疫情防控指挥部(演示)", kind="township_group", area=town, parent="ZHB", manages=(town,), since=since))
        units.append(writes.NewUnit(code=f"WSY-{code}", name=f"{name}卫生院(演示)", kind="health_centre", area=town, parent=f"XZ-{code}", since=since))
    zone = tuple(reads.path_of(code) or "" for code in ZONE[2])
    units.append(writes.NewUnit(code=ZONE[0], name=ZONE[1], kind="functional_zone", area=place.county, parent="ZHB", manages=zone, since=since))
    units.append(writes.NewUnit(code="FRMZ", name="县人民医院发热门诊(演示)", kind="hospital", area=place.county, parent="ZHB", since=since))
    writes.record_units(units, by=by)


def _grids(place: Place, since: date, by: Actor) -> None:
    numbers = range(1, GRIDS_A_VILLAGE + 1)
    writes.make_grids(
        [
            writes.NewGrid(area=village, name=f"第{number}网格", kind="grid", code=f"{place.codes[village]}-G{number:02}", since=since)
            for village in place.villages for number in numbers
        ],
        by=by,
    )


def _sites(place: Place, at: datetime, by: Actor) -> None:
    sites = [
        writes.NewSite(code=f"K-{place.codes[village]}", name=f"{place.names[village]}卡点", kind="checkpoint", area=village, hours="24h", at=at)
        for village in place.villages[::3]
    ]
    sites.append(writes.NewSite(code="GLD-1", name="县集中隔离点(演示)", kind="isolation_site", area=place.townships[0], hours="24h", rooms=60, at=at))
    if len(place.townships) > 1:
        sites.append(writes.NewSite(code="GLD-2", name="乡镇集中隔离点(演示)", kind="isolation_site", area=place.townships[1], hours="24h", rooms=24, at=at))
    writes.record_sites(sites, by=by)


def _staff(place: Place, at: datetime, by: Actor) -> None:
    rows, p = [], STAFF_FROM
    for village in place.villages:
        for role, count in (("village_officer", 1), (HEALTH_STAFF, 1), ("grid_worker", GRIDS_A_VILLAGE), ("volunteer", 1)):
            for number in range(1, count + 1):
                p += 1
                rows.append(_member(place, village, role, number, p, at))
    duty.record_staff(rows, by=by)


def _member(place: Place, village: str, role: str, number: int, p: int, at: datetime) -> duty.NewStaff:
    person = invented(p)
    grid = f"{place.codes[village]}-G{number:02}" if role == "grid_worker" else ""
    code = f"{role[:2].upper()}-{place.codes[village]}-{number}"
    return duty.NewStaff(code=code, full_name=person.full_name, role=role, area=village, sex="male" if person.sex == "男" else "female", id_number=person.id_number, phone=person.phone, grid=grid, at=at)


def _sign_ins(since: date, by: Actor) -> None:
    for account in SIGN_INS:
        for number, (role, code) in enumerate(account.posts):
            area = reads.path_of(code) or ""
            password = PASSWORD if number == 0 else None
            verdict = give_posts([NewPost(account.username, role, area, full_name=account.full_name, password=password, valid_from=since)], by=by)[0]
            if not verdict.taken:
                raise RuntimeError(f"demo sign-in {account.username}: {verdict.reason}")
