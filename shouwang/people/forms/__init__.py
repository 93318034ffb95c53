"""What the pages of people ask for, and how they are laid out."""

from shouwang.people.forms.inputs import (
    CorrectionForm,
    DecisionForm,
    FileForm,
    HomeSearchForm,
    HouseholdFilter,
    ReasonForm,
    SearchForm,
    SummaryForm,
)
from shouwang.people.forms.tables import (
    NOBODY,
    doubles_table,
    first_values,
    home_name,
    household_members_table,
    households_table,
    masked,
    persons_table,
    same_homes_table,
    suspicions_table,
)

__all__ = [
    "NOBODY",
    "CorrectionForm",
    "DecisionForm",
    "FileForm",
    "HomeSearchForm",
    "HouseholdFilter",
    "ReasonForm",
    "SearchForm",
    "SummaryForm",
    "doubles_table",
    "first_values",
    "home_name",
    "household_members_table",
    "households_table",
    "masked",
    "persons_table",
    "same_homes_table",
    "suspicions_table",
]
