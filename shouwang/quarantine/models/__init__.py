"""Tables of observation: orders and their stages, checks, alerts and referrals, papers, isolation sites."""

from shouwang.quarantine.models.acts import Act
from shouwang.quarantine.models.alerts import Alert, FeverSign, Referral
from shouwang.quarantine.models.checks import DueSlot, Reading, ReadingFlag, SlotTime, Watch
from shouwang.quarantine.models.draws import SpotDraw
from shouwang.quarantine.models.observations import Assessment, Document, Event, Observation, Stage
from shouwang.quarantine.models.recomputations import Recomputation
from shouwang.quarantine.models.sites import (
    Booking,
    Room,
    RoomClosure,
    SampleResult,
    SiteRequest,
    SiteWaste,
    SpotCheck,
    Stay,
)

__all__ = [
    "Act",
    "Alert",
    "Assessment",
    "Booking",
    "Document",
    "DueSlot",
    "Event",
    "FeverSign",
    "Observation",
    "Reading",
    "ReadingFlag",
    "Recomputation",
    "Referral",
    "Room",
    "RoomClosure",
    "SampleResult",
    "SiteRequest",
    "SiteWaste",
    "SlotTime",
    "SpotCheck",
    "SpotDraw",
    "Stage",
    "Stay",
    "Watch",
]  # fmt: skip
