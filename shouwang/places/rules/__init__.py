"""Pure rules of places: codes, names of areas, matching of words to areas, the numbering of paths."""

from shouwang.places.rules.codes import full_code, is_code, short_code
from shouwang.places.rules.matching import AreaMatch, Directory, Place
from shouwang.places.rules.names import area_key, area_keys, committee, fold, office_keys, tidy_area_name
from shouwang.places.rules.numbering import Numbering

__all__ = [
    "AreaMatch",
    "Directory",
    "Numbering",
    "Place",
    "area_key",
    "area_keys",
    "committee",
    "fold",
    "full_code",
    "is_code",
    "office_keys",
    "short_code",
    "tidy_area_name",
]
