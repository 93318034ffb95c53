"""What can be done to persons and households."""

from shouwang.people.reads.assessments import judge
from shouwang.people.rules.households import Home
from shouwang.people.rules.identities import Identified, Identity
from shouwang.people.rules.residents import Resident
from shouwang.people.writes.corrections import correct_person
from shouwang.people.writes.double_homes import find_suspected_homes
from shouwang.people.writes.files import PersonFile, export_person
from shouwang.people.writes.filling import fill_residents
from shouwang.people.writes.grids import GridPlace, TakenOut, put_in_grids, take_out_of_grids
from shouwang.people.writes.households import record_households
from shouwang.people.writes.identities import identify
from shouwang.people.writes.looks import as_told, listed_in_full, open_household, open_person, reveal, reveal_many
from shouwang.people.writes.merged_homes import (
    ask_homes_again,
    merge_households,
    part_households,
    take_homes_back,
    tell_homes_apart,
    tell_many_homes_apart,
)
from shouwang.people.writes.moves import move_persons
from shouwang.people.writes.residents import judge_residents, record_residents
from shouwang.people.writes.sheets import SheetLine, judge_sheet, record_sheet, undo_import
from shouwang.people.writes.suspicions import (
    decide_suspicion,
    find_suspected,
    follow_merged,
    suspect,
    take_back,
    take_many_back,
    tell_apart,
)

__all__ = [
    "GridPlace",
    "Home",
    "Identified",
    "Identity",
    "PersonFile",
    "Resident",
    "SheetLine",
    "TakenOut",
    "as_told",
    "ask_homes_again",
    "correct_person",
    "decide_suspicion",
    "export_person",
    "fill_residents",
    "find_suspected",
    "find_suspected_homes",
    "follow_merged",
    "identify",
    "judge",
    "judge_residents",
    "judge_sheet",
    "listed_in_full",
    "merge_households",
    "move_persons",
    "open_household",
    "open_person",
    "part_households",
    "put_in_grids",
    "record_households",
    "record_residents",
    "record_sheet",
    "reveal",
    "reveal_many",
    "suspect",
    "take_back",
    "take_homes_back",
    "take_many_back",
    "take_out_of_grids",
    "tell_apart",
    "tell_homes_apart",
    "tell_many_homes_apart",
    "undo_import",
]
