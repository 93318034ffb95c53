"""Killed in the middle of an import, everything comes back and finishes it: nothing is lost, nothing is there twice."""

import json
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import xlsxwriter

from shouwang.lib.documents import check_digit
from tests.operations.installations import Installation, free_port

pytestmark = pytest.mark.slow
PEOPLE = 1500
LONGEST_WAIT_SECONDS = 240
COUNTY = "411621"
AREAS = """code,name,level,parent,kind
410000000000,河南省,province,,
411600000000,周口市,city,410000000000,
411621000000,扶沟县,county,411600000000,
411621101000,崔桥镇,township,411621000000,
411621101201,崔桥村民委员会,village,411621101000,
"""
VERDICTS = """
    SELECT f.state, count(r.id), count(DISTINCT r.row) FROM ledger_importfile AS f LEFT JOIN ledger_importrow AS r ON r.file_id = f.id
    WHERE NOT f.at_once GROUP BY f.id ORDER BY f.created_at DESC LIMIT 1
"""
UPLOAD = """
from pathlib import Path
from shouwang.accounts.actors import system
from shouwang.accounts.scope import acting_as
from shouwang.ledger import imports
from shouwang.places.reads import path_of
with acting_as(system()) as by:
    file = imports.receive_file(ledger="returnee_register", filename="register.xlsx", content=Path({register!r}).read_bytes(), area=path_of({county!r}), by=by)
imports.go_on(file.pk)
"""  # what the page does with a file, and then the worker
EACH_MINUTE = """
from shouwang.ledger import imports
for import_id in imports.unfinished():
    imports.go_on(import_id)
"""  # what the worker's take_up_again and go_on do
RECORD = """
from shouwang.accounts.actors import system
from shouwang.accounts.scope import acting_as
from shouwang.ledger import imports
from shouwang.ledger.models import ImportFile
with acting_as(system()) as by:
    file = ImportFile.objects.filter(at_once=False).latest("created_at")
    imports.order_commit(file.pk, by=by)
imports.go_on(file.pk)
"""
TITLES = ("姓名", "身份证号码", "联系电话", "返乡日期", "返乡出发地", "离开日期", "现住址", "乡镇(街道)", "村(社区)")


def person(n: int) -> tuple[str, ...]:
    """An invented returnee: county digits 99, telephone segment 1690."""
    body = f"411699{1950 + n % 60}0{1 + n % 9}1{n % 10}{n % 1000:03}"
    name = "赵钱孙李周吴郑王"[n % 8] + "样" + chr(0x4E00 + n)
    place = ("2020-01-25", "湖北省武汉市", "2020-01-23", f"崔桥村{n}号", "崔桥镇", "崔桥村")
    return (name, body + check_digit(body), f"1690{n:07}", *place)


@pytest.fixture(scope="module")
def county(prepared: Installation, tmp_path_factory: pytest.TempPathFactory) -> tuple[Installation, Path]:
    """An installation with a village and a pack in force, and the register of its returnees as a spreadsheet."""
    folder = tmp_path_factory.mktemp("county")
    (folder / "areas.csv").write_text(AREAS)
    for command in (
        ["areas", "load", str(folder / "areas.csv")],
        ["policy", "use", "covid-19-2020-02", "--area", COUNTY, "--from", "2020-01-20", "--reason", "test"],
    ):
        done = prepared.run(*command)
        assert done.returncode == 0, done.stderr
    return prepared, write_register(folder / "register.xlsx", range(1, PEOPLE + 1))


def write_register(target: Path, people: range) -> Path:
    """A register of so many returnees as an office sends it."""
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([TITLES, *map(person, people)]):
            sheet.write_row(number, 0, row)
    return target


@contextmanager
def open_database(installation: Installation) -> Iterator[None]:
    """The database is up (again), and stays up between commands."""
    from shouwang.project.postgres import Server

    database = Server(installation.home / "postgres")
    database.ensure()
    try:
        yield
    finally:
        database.leave()


class Eye:
    """Looks at the database as its owner, while everything else is killed."""

    def __init__(self, installation: Installation) -> None:
        self.installation = installation

    def returnees(self) -> int:
        """How many are recorded; -1 while the database does not answer."""
        import psycopg

        from shouwang.project.postgres import Server

        try:
            with Server(self.installation.home / "postgres").connect("shouwang") as owner:
                return owner.execute("SELECT count(*) FROM arrivals_arrival").fetchone()[0]
        except psycopg.OperationalError:
            return -1

    def verdicts(self) -> tuple[str, int, int]:
        """The state of the last import that waits for a person, how many verdicts are stored, and on how many rows of the sheet."""
        import psycopg

        from shouwang.project.postgres import Server

        try:
            with Server(self.installation.home / "postgres").connect("shouwang") as owner:
                return owner.execute(VERDICTS).fetchone() or ("", 0, 0)
        except psycopg.OperationalError:
            return "", -1, -1

    def wait_for_verdicts(self, state: str) -> tuple[str, int, int]:
        """Until the last import is in a state."""
        deadline = time.monotonic() + LONGEST_WAIT_SECONDS
        while time.monotonic() < deadline and (found := self.verdicts())[0] != state:
            time.sleep(0.02)
        return found

    def wait_for(self, wanted: range) -> bool:
        """Until their number lies in a range."""
        deadline = time.monotonic() + LONGEST_WAIT_SECONDS
        while time.monotonic() < deadline:
            if self.returnees() in wanted:
                return True
            time.sleep(0.2)
        return False

    def kill_database(self) -> None:
        """kill -9."""
        mark = self.installation.home / "postgres" / "data" / "postmaster.pid"
        os.kill(int(mark.read_text().split()[0]), signal.SIGKILL)


def test_an_import_that_was_killed_is_finished_by_itself(county: tuple[Installation, Path]) -> None:
    installation, register = county
    eye = Eye(installation)
    importing = installation.start(
        "-m", "shouwang", "import", "returnee_register", str(register), "--area", COUNTY, "--as-of", "2020-01-31"
    )
    assert eye.wait_for(range(1, PEOPLE)), "the import was over before it could be killed"
    eye.kill_database()
    importing.kill()
    importing.communicate(timeout=60)

    serving = installation.start("-m", "shouwang", "serve", "--port", str(free_port()), "--workers", "1")
    try:
        assert eye.wait_for(range(PEOPLE, PEOPLE + 1)), f"{eye.returnees()} of {PEOPLE}"
        time.sleep(3)
        assert eye.returnees() == PEOPLE
    finally:
        serving.terminate()
        serving.communicate(timeout=60)
    assert json.loads(installation.run("recount", "--json").stdout) == {"differences": []}

    again = installation.run(
        "import", "returnee_register", str(register), "--area", COUNTY, "--as-of", "2020-01-31", "--json"
    )
    assert json.loads(again.stdout)["counts"]["duplicates"] == PEOPLE


def test_verdicts_that_were_killed_are_given_anew_by_themselves_and_each_row_has_one(
    county: tuple[Installation, Path], tmp_path: Path
) -> None:
    installation, _register = county
    eye = Eye(installation)
    register = write_register(tmp_path / "late.xlsx", range(PEOPLE + 1, 2 * PEOPLE + 1))
    judging = installation.start("-m", "shouwang", "manage", "shell", "-c", UPLOAD.format(register=str(register), county=COUNTY))
    assert eye.wait_for_verdicts("judging")[0] == "judging", "the verdicts were given before they could be broken off"
    before = eye.returnees()
    judging.kill()
    eye.kill_database()
    judging.communicate(timeout=60)

    with open_database(installation):
        done = installation.run("manage", "shell", "-c", EACH_MINUTE)
        assert done.returncode == 0, done.stderr
        assert (eye.returnees(), eye.verdicts()) == (before, ("judged", PEOPLE, PEOPLE))
        done = installation.run("manage", "shell", "-c", RECORD)
        assert done.returncode == 0, done.stderr
        assert (eye.returnees(), eye.verdicts()) == (before + PEOPLE, ("committed", PEOPLE, PEOPLE))
        assert json.loads(installation.run("recount", "--json").stdout) == {"differences": []}
