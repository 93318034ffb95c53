"""What can be done to persons and households."""

from shouwang.people.reads.assessments import judge
from shouwang.people.rules.households import Home
from shouwang.people.rules.identities import Identified, Identity
from shouwang.people.rules.residents import Resident
from shouwang.people.writes.corrections import correct_person
from shouwang.people.writes.filling import fill_residents
from shouwang.people.writes.households import record_households
from shouwang.people.writes.identities import identify
from shouwang.people.writes.looks import listed_in_full, open_household, open_person, reveal, reveal_many
from shouwang.people.writes.moves import move_persons
from shouwang.people.writes.residents import judge_residents, record_residents
from shouwang.people.writes.sheets import SheetLine, judge_sheet, record_sheet, undo_import
from shouwang.people.writes.suspicions import decide_suspicion, find_suspected, take_back

__all__ = [
    "Home",
    "Identified",
    "Identity",
    "Resident",
    "SheetLine",
    "correct_person",
    "decide_suspicion",
    "fill_residents",
    "find_suspected",
    "identify",
    "judge",
    "judge_residents",
    "judge_sheet",
    "listed_in_full",
    "move_persons",
    "open_household",
    "open_person",
    "record_households",
    "record_residents",
    "record_sheet",
    "reveal",
    "reveal_many",
    "take_back",
    "undo_import",
]
