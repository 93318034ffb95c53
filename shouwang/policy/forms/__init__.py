"""What the pages of the rules ask, and how they lay out what they show."""

from shouwang.policy.forms.deciding import DeclineForm, OverlayForm, ProposeForm, UploadForm
from shouwang.policy.forms.tables import (
    class_table,
    difference_table,
    group_table,
    held_table,
    line_table,
    overlay_table,
    proposal_table,
    shelf_table,
    tried_table,
    village_table,
)
from shouwang.policy.forms.trying import PackChoice, TrialForm, TwoPacks

__all__ = [
    "DeclineForm",
    "OverlayForm",
    "PackChoice",
    "ProposeForm",
    "TrialForm",
    "TwoPacks",
    "UploadForm",
    "class_table",
    "difference_table",
    "group_table",
    "held_table",
    "line_table",
    "overlay_table",
    "proposal_table",
    "shelf_table",
    "tried_table",
    "village_table",
]
