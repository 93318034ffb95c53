"""One door for returns: who is registered, counted, classified, and put under which measure."""

from shouwang.accounts.actors import Actor
from shouwang.arrivals.models import Arrival
from shouwang.arrivals.tests.conftest import came
from shouwang.arrivals.writes import record_arrivals


def test_a_return_is_registered_and_classified(county: Actor) -> None:
    verdict = record_arrivals([came()], by=county)[0]
    print(verdict)
    arrival = Arrival.objects.get()
    assert arrival.arrival_class == "key_area"
