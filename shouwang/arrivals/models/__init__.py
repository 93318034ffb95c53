"""Tables of returnees."""

from shouwang.arrivals.models.returns import Arrival, Classification, OtherReport, PlaceGiven
from shouwang.arrivals.models.transfers import HandOver, Leg, Passenger, Transfer, TransferWaived, Violation

__all__ = ["Arrival", "Classification", "HandOver", "Leg", "OtherReport", "Passenger", "PlaceGiven", "Transfer", "TransferWaived", "Violation"]
