"""What the pages of people ask for, and how they are laid out."""

from shouwang.people.forms.double_homes import HOMES_DECIDED, HOMES_SUSPECTED, QUEUE, HomesRow
from shouwang.people.forms.inputs import (
    CorrectionForm,
    DecisionForm,
    FileForm,
    HomeSearchForm,
    ReasonForm,
    SearchForm,
    SummaryForm,
)
from shouwang.people.forms.lists import DECIDED, HOUSEHOLDS, SUSPICIONS, HouseholdRow, PairRow, households_within
from shouwang.people.forms.tables import (
    NOBODY,
    doubles_table,
    first_values,
    home_name,
    household_members_table,
    masked,
    persons_table,
    same_homes_table,
)

__all__ = [
    "DECIDED",
    "HOMES_DECIDED",
    "HOMES_SUSPECTED",
    "HOUSEHOLDS",
    "NOBODY",
    "QUEUE",
    "SUSPICIONS",
    "CorrectionForm",
    "DecisionForm",
    "FileForm",
    "HomeSearchForm",
    "HomesRow",
    "HouseholdRow",
    "PairRow",
    "ReasonForm",
    "SearchForm",
    "SummaryForm",
    "doubles_table",
    "first_values",
    "home_name",
    "household_members_table",
    "households_within",
    "masked",
    "persons_table",
    "same_homes_table",
]
