"""Use cases of point-to-point transfer: ask, approve, send, pick up, hand over, fail, close, write down afterwards."""

from shouwang.arrivals.writes.transfers.closing import close_transfers, undo_waivers, waive_transfers
from shouwang.arrivals.writes.transfers.driving import (
    dispatch_transfers,
    fail_legs,
    record_hand_overs,
    record_pick_ups,
)  # fmt: skip
from shouwang.arrivals.writes.transfers.late import record_done_transfers
from shouwang.arrivals.writes.transfers.looks import open_transfer
from shouwang.arrivals.writes.transfers.requesting import approve_transfers, request_transfers, undo_requests
from shouwang.arrivals.writes.transfers.rows import (
    Approval,
    Closing,
    Crew,
    Dispatch,
    DoneTransfer,
    FailedLeg,
    Given,
    PickUp,
    TransferRequest,
    Undone,
    Waiver,
)  # fmt: skip
from shouwang.arrivals.writes.transfers.slips import issue_slips

__all__ = [
    "Approval",
    "Closing",
    "Crew",
    "Dispatch",
    "DoneTransfer",
    "FailedLeg",
    "Given",
    "PickUp",
    "TransferRequest",
    "Undone",
    "Waiver",
    "approve_transfers",
    "close_transfers",
    "dispatch_transfers",
    "fail_legs",
    "issue_slips",
    "open_transfer",
    "record_done_transfers",
    "record_hand_overs",
    "record_pick_ups",
    "request_transfers",
    "undo_requests",
    "undo_waivers",
    "waive_transfers",
]
