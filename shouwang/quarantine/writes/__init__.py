"""What can be done about observation: one function for each use case, each takes a list and answers with verdicts."""

from shouwang.quarantine.rules.terms import Step, Terms
from shouwang.quarantine.writes.alerts import close_alerts, reopen_alerts
from shouwang.quarantine.writes.assessments import assess, reassess, sign_assessments
from shouwang.quarantine.writes.bookings import (
    book_rooms,
    cancel_bookings,
    open_requests,
    record_waste,
    settle_requests,
)
from shouwang.quarantine.writes.confirmations import confirm_readings
from shouwang.quarantine.writes.decisions import (
    change_measure,
    end_early,
    extend,
    record_objections,
    renew,
    report_breaches,
)
from shouwang.quarantine.writes.documents import hand_out
from shouwang.quarantine.writes.draws import draw_spot_checks
from shouwang.quarantine.writes.fevers import record_fevers, withdraw_fevers
from shouwang.quarantine.writes.flags import decide_flags, reopen_flags
from shouwang.quarantine.writes.looks import record_spot_checks, record_test_results
from shouwang.quarantine.writes.opening import open_observation
from shouwang.quarantine.writes.orders import start
from shouwang.quarantine.writes.papers import NewPrint, print_papers
from shouwang.quarantine.writes.passing import pass_time
from shouwang.quarantine.writes.proposals import propose, withdraw
from shouwang.quarantine.writes.readings import record_readings, withdraw_readings
from shouwang.quarantine.writes.recomputations import (
    confirm_recomputation,
    propose_recomputation,
    set_recomputation_aside,
)
from shouwang.quarantine.writes.referrals import answer_referrals, refer
from shouwang.quarantine.writes.releases import release
from shouwang.quarantine.writes.rooms import add_rooms, close_rooms, disinfect_rooms, keep_for_staff, reopen_rooms
from shouwang.quarantine.writes.rows import (
    ConfirmedReading,
    Decided,
    EndedStay,
    NewAssessment,
    NewBooking,
    NewDocument,
    NewDraw,
    NewFever,
    NewOrder,
    NewReading,
    NewReferral,
    NewRelease,
    NewRoom,
    NewSiteRequest,
    NewSpotCheck,
    NewStay,
    NewTestResult,
    NewWaste,
    Proposal,
    ReferralAnswer,
    SheetReading,
    StayNeeds,
)  # fmt: skip
from shouwang.quarantine.writes.sheets import judge_sheet, record_sheet, undo_sheet
from shouwang.quarantine.writes.stays import move_in, move_out, note_needs
from shouwang.quarantine.writes.undoing import Undo, undo_assessments, undo_orders, undo_releases

__all__ = [
    "ConfirmedReading",
    "Decided",
    "EndedStay",
    "NewAssessment",
    "NewBooking",
    "NewDocument",
    "NewDraw",
    "NewFever",
    "NewOrder",
    "NewPrint",
    "NewReading",
    "NewReferral",
    "NewRelease",
    "NewRoom",
    "NewSiteRequest",
    "NewSpotCheck",
    "NewStay",
    "NewTestResult",
    "NewWaste",
    "Proposal",
    "ReferralAnswer",
    "SheetReading",
    "StayNeeds",
    "Step",
    "Terms",
    "Undo",
    "add_rooms",
    "answer_referrals",
    "assess",
    "book_rooms",
    "cancel_bookings",
    "change_measure",
    "close_alerts",
    "close_rooms",
    "confirm_readings",
    "confirm_recomputation",
    "decide_flags",
    "disinfect_rooms",
    "draw_spot_checks",
    "end_early",
    "extend",
    "hand_out",
    "judge_sheet",
    "keep_for_staff",
    "move_in",
    "move_out",
    "note_needs",
    "open_observation",
    "open_requests",
    "pass_time",
    "print_papers",
    "propose",
    "propose_recomputation",
    "reassess",
    "record_fevers",
    "record_objections",
    "record_readings",
    "record_sheet",
    "record_spot_checks",
    "record_test_results",
    "record_waste",
    "refer",
    "release",
    "renew",
    "reopen_alerts",
    "reopen_flags",
    "reopen_rooms",
    "report_breaches",
    "set_recomputation_aside",
    "settle_requests",
    "sign_assessments",
    "start",
    "undo_assessments",
    "undo_orders",
    "undo_releases",
    "undo_sheet",
    "withdraw",
    "withdraw_fevers",
    "withdraw_readings",
]
