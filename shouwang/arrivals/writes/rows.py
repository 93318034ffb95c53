"""What is handed in: one row of the returnee register, typed, from whatever way in."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID


@dataclass(slots=True, kw_only=True)
class NewArrival:
    """One return as somebody registers it. Identity and phone are raw, as they were typed; ``people`` reads them.

    ``area`` is a management path or an official code; without it the place is looked for by ``area_words``, then by
    ``address``, inside the area of the post (or ``within``, if that is narrower).
    """

    id: UUID | None = None  # where it was made offline; else it gets one
    full_name: str = ""
    id_number: Any = ""
    phone: Any = ""
    sex: str = ""
    age: int | None = None
    area: str = ""
    area_words: str = ""
    within: str = ""
    from_place: str = ""
    via_place: str = ""
    via_key_area: bool | None = None
    left_on: date | None = None
    arrived_on: date | None = None
    transport: str = ""
    transport_no: str = ""
    companions: str = ""
    case_contact: bool | None = None
    temperature_c: Decimal | None = None
    symptoms: list[str] = field(default_factory=list)
    vaccination: str = ""
    test: str = ""
    health_certificate: bool | None = None
    fever_history: bool | None = None
    work_need: bool | None = None
    stay_in_risk_area_days: int | None = None
    stay_in_risk_county_days: int | None = None
    registered_address: str = ""
    address: str = ""
    employer: str = ""
    responsible: str = ""
    responsible_phone: str = ""
    grid_worker: str = ""
    recorded_by: str = ""
    declared_by: str = ""
    reported_by_unit: str = ""
    external_no: str = ""
    remark: str = ""
    stated: dict[str, Any] = field(default_factory=dict)
    announced: bool = False  # told of beforehand; not counted until the person is here
    happened_at: datetime | None = None  # when it was registered; now, if nothing is said
    device: str = ""
    person_id: UUID | None = None  # who it is, where somebody has decided that; then nobody is looked for
    no_document_reason: str = ""  # of somebody new

    def __repr__(self) -> str:
        """Nothing of the person stands in logs."""
        return "NewArrival(…)"
