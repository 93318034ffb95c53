"""Kinds, states and sentences of people and households."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from shouwang.lib import documents


class DocumentKind(TextChoices):
    """What a person's identity document is (DOMAIN 6.1)."""

    RESIDENT_ID = documents.RESIDENT_ID, _("Resident identity card")
    RESIDENCE_PERMIT = documents.RESIDENCE_PERMIT, _("Residence permit for Hong Kong, Macau and Taiwan residents")
    FOREIGN_RESIDENT_CARD = documents.FOREIGN_RESIDENT_CARD, _("Foreign permanent residence card")
    TRAVEL_PERMIT = documents.TRAVEL_PERMIT, _("Travel permit")
    PASSPORT = documents.PASSPORT, _("Passport")


class Sex(TextChoices):
    """As registered; empty where nobody said."""

    MALE = documents.MALE, _("Male")
    FEMALE = documents.FEMALE, _("Female")


class Tenure(TextChoices):
    """How a household lives where it lives (DOMAIN 5.10)."""

    OWN = "own", _("Own home")
    RENTED = "rented", _("Rented")
    BORROWED = "borrowed", _("Borrowed")


class Suspected(TextChoices):
    """Why two persons may be one."""

    NAME_AND_PHONE = "name_and_phone", _("Same name and same telephone")
    NAME_AND_BIRTH = "name_and_birth", _("Same name and same date of birth in one village")
    SOMEBODY_SAYS = "somebody_says", _("Somebody noticed it")


class HomesSuspected(TextChoices):
    """Why two households of a village may be one, the surest first."""

    HEAD_AND_PLACE = "head_and_place", _("Same head at the same door")
    HEAD_AND_PHONE = "head_and_phone", _("Same head and a telephone in common")
    PLACE_AND_PHONE = "place_and_phone", _("Same door and a telephone in common")
    PLACE_WITHOUT_HEAD = "place_without_head", _("Same door, and one of the two names no head")


class Likeness(TextChoices):
    """What speaks for somebody being meant who is told of without a document."""

    LINK = "link", _("the link is theirs")
    NAME_AND_PHONE = "name_and_phone", _("same name and telephone")
    PHONE = "phone", _("same telephone")
    NAME_IN_VILLAGE = "name_in_village", _("same name in the village")
    NAME_IN_TOWNSHIP = "name_in_township", _("same name in the township")
    HOUSEHOLD = "household", _("same household")


class Decision(TextChoices):
    """What a person decided about a suspicion; remembered either way."""

    SAME = "same", _("The same person")
    NOT_SAME = "not_same", _("Two different persons")


class HomesDecision(TextChoices):
    """What a person decided about two households."""

    SAME = "same", _("One household")
    NOT_SAME = "not_same", _("Two different households")


class Field(TextChoices):
    """Facts of people and households, as pages and refusals name them."""

    FULL_NAME = "full_name", _("Name")
    DOCUMENT = "document", _("Identity document")
    NO_DOCUMENT_REASON = "no_document_reason", _("Why there is no document")
    PHONE = "phone", _("Telephone")
    SEX = "sex", _("Sex")
    BIRTH_DATE = "birth_date", _("Date of birth")
    REGISTERED_ADDRESS = "registered_address", _("Registered address")
    ADDRESS = "address", _("Address")
    EMPLOYER = "employer", _("Employer")
    RELATION_TO_HEAD = "relation_to_head", _("Relation to the head")
    PRESENT = "present", _("At home")
    AWAY_PLACE = "away_place", _("Away in")
    RETURN_ON = "return_on", _("Back on")
    DOSES = "doses", _("Vaccine doses")
    LAST_DOSE_ON = "last_dose_on", _("Last dose on")
    GROUPS = "groups", _("Groups")
    REMARK = "remark", _("Remark")
    CODE = "code", _("Household code")
    SOURCE = "source", _("List")
    COMPOUND = "compound", _("Estate")
    BUILDING = "building", _("Building")
    UNIT_NO = "unit_no", _("Stairwell")
    DOOR = "door", _("Door")
    HEAD_NAME = "head_name", _("Head of household")
    TENURE = "tenure", _("Tenure")
    MEMBERS = "members", _("Members")
    AGED_60_PLUS = "aged_60_plus", _("Over 60")
    BOOSTED_60_PLUS = "boosted_60_plus", _("Over 60 with a booster")


class Served(TextChoices):
    """Which households nobody looks after, and why."""

    NOBODY = "nobody", _("nobody looks after them")
    NO_GRID = "no_grid", _("in no grid")
    NO_WORKER = "no_worker", _("grid without a grid worker")


class SealedFact(TextChoices):
    """What is kept sealed and can be revealed for a reason."""

    DOCUMENT = "document", _("Identity number")
    PHONE = "phone", _("Telephone")


NAME_MISSING = _("The name is missing.")
AREA_MISSING = _("The place is missing.")
KNOWN_ELSEWHERE = _("A person with this document is already registered in another place. Ask the office of %(office)s.")
NAME_VARIANT = _("The same document is known as %(known)s: one character differs.")
OTHER_NAME = _("The same document is known under quite another name, %(known)s. Check the number.")
SEX_MISMATCH = _("The sex given differs from the identity number, which counts.")
AGE_MISMATCH = _("The age or birthday given differs from the identity number, which counts.")
ID_MISSING = _("No identity document is given.")
PHONE_MISSING = _("No telephone number is given.")
POSSIBLE_DUPLICATE = _(
    "Somebody with the same name and the same telephone or birthday is registered already. Decide whether it is the same."
)
HOUSEHOLD_UNKNOWN = _("This row names no household: give a household code or a door.")
TEXT_TOO_LONG = _("%(field)s is too long: %(most)s characters at most.")
COUNT_IMPOSSIBLE = _(
    "The numbers cannot be right: %(boosted)s of %(aged)s people over 60, in a household of %(members)s."
)
TOO_MANY_DOSES = _("%(doses)s vaccine doses cannot be right.")
SAME_CONTENT = _("All of this is registered already.")
SAME_PERSON = _("This person is registered already; what was new has been added.")
AREA_NOT_FOUND = _("The place “%(words)s” is not known; it stays at %(place)s until somebody says which it is.")
AREA_FUZZY = _(
    "The place “%(words)s” is not known; did they mean %(offered)s? It stays at %(place)s until somebody says so."
)
AREA_AMBIGUOUS = _("The place “%(words)s” may mean several; it stays at %(place)s until somebody says which.")
NO_AREA = _("There is no place %(words)s in the area of your post.")
NOT_FOUND = _("This person is not registered in the area of your post.")
HOUSEHOLD_NOT_FOUND = _("This household is not registered in the area of your post.")
SUSPICION_NOT_FOUND = _("This suspicion does not exist in the area of your post.")
DECIDED_ALREADY = _("This has been decided already. Take the decision back first.")
HOUSEHOLD_NOT_FOUND = _("There is no such household in the area of your post.")
NOT_A_GRID = _("This is no grid. Choose a grid of the household's village; draw one there if there is none yet.")
OTHER_VILLAGE = _("The grid lies in another village. A household is put into a grid of its own village only.")
IN_GRID_ALREADY = _("The household is in this grid already.")
TWO_TO_COMPARE = _("Choose exactly two households to compare.")
NOT_DECIDED = _("Nothing has been decided yet.")
ONE_ALREADY = _("These are one person already.")
MERGED_FURTHER = _(
    "%(kept)s was afterwards merged with %(later)s. Take that later decision back first, then this one."
)
NOT_YOURS = _("Only the post that decided this, or the township and the offices above it, can take it back.")
RECORDS_ELSEWHERE = _(
    "Records of the two lie outside the area of your post (%(places)s). An office that sees both areas has to decide."
)
ONE_HOME_ALREADY = _("These are one household already.")
HOME_MERGED_FURTHER = _("The household was afterwards merged with another one. Take that later decision back first, then this one.")
MERGE_NOT_FOUND = _("There is no such merge of households in the area of your post, or it was taken back already.")
SET_ASIDE = "set_aside"  # in ONE_EACH: the record of the one who stays stands, the other's stops counting until it is taken back
MERGE_CONFLICT = _("Both have records that cannot stand side by side for one person. Clear these first.")
TWO_DOCUMENTS = _(
    "Each has an identity card with another number: these are two persons. Correct the wrong number first."
)
REASON_MISSING = _("Give the reason.")
RECIPIENT_MISSING = _("Say who gets it.")
NOTHING_SEALED = _("No %(field)s is kept of this person.")
DOCUMENT_TAKEN = _("Another person is registered with this document.")
UNKNOWN_FIELD = _("%(field)s cannot be corrected here.")

NOT_PUT_IN_GRID = _("Nobody put this household into a grid, or it was taken back already.")
MOVED_SINCE = _("The household has moved since. Put it where it belongs.")
TOO_LATE = _("More than a day has passed. Put the household where it belongs.")
