"""Who tells a part of a person's story: each feature from its own reads."""

from shouwang.accounts.choices import Permission
from shouwang.arrivals.forms.telling import told as returns
from shouwang.ledger import stories
from shouwang.ledger.stories import Teller
from shouwang.logbook.forms import told as looks
from shouwang.papers.forms import told as papers
from shouwang.people.forms.telling import told as registration
from shouwang.quarantine.forms.telling import told as observations
from shouwang.residents.forms.telling import told as residents

TELLERS = [
    Teller("registration", registration, Permission.VIEW_PEOPLE),
    Teller("returns", returns, Permission.VIEW_ARRIVALS),
    Teller("observations", observations, Permission.VIEW_OBSERVATION),
    Teller("papers", papers, Permission.VIEW_PEOPLE),
    Teller("residents", residents, Permission.VIEW_PEOPLE),
    Teller("looks", looks, Permission.VIEW_AUDIT),
]


def fill() -> None:
    """Register the tellers; called once when Django is ready."""
    stories.register(*TELLERS)
