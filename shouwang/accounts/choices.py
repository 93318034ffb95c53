"""Roles of the field, what each may do, and refusals of the door."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Permission(TextChoices):
    """Everything a post may be allowed to do; nothing is allowed that is not here."""

    VIEW_PEOPLE = "view_people", _("See people of the own area")
    EDIT_PEOPLE = "edit_people", _("Record and correct people and households")
    REVEAL = "reveal", _("Reveal a sealed number, with a reason")
    VIEW_PLACES = "view_places", _("See areas, units and sites")
    MANAGE_PLACES = "manage_places", _("Change areas, units, sites and grids")
    VIEW_STAFF = "view_staff", _("See staff and teams")
    MANAGE_STAFF = "manage_staff", _("Change staff and teams")
    MANAGE_USERS = "manage_users", _("Give and end posts")
    MANAGE_POLICY = "manage_policy", _("Propose policy packs and try them")
    CONFIRM_POLICY = "confirm_policy", _("Confirm policy packs that another person proposed")
    IMPORT_FILES = "import_files", _("Import spreadsheets")
    VIEW_ARRIVALS = "view_arrivals", _("See returnees")
    RECORD_ARRIVALS = "record_arrivals", _("Record returnees")
    CLASSIFY_ARRIVALS = "classify_arrivals", _("Decide the class of a returnee")
    ORGANISE_TRANSFER = "organise_transfer", _("Organise point-to-point transfers")
    VIEW_OBSERVATION = "view_observation", _("See people under observation")
    ORDER_OBSERVATION = "order_observation", _("Order and start observation")
    ASSESS_HOME = "assess_home", _("Sign a home assessment")
    RECORD_READINGS = "record_readings", _("Record checks")
    REFER = "refer", _("Refer to a clinic")
    ANSWER_REFERRAL = "answer_referral", _("Answer a referral")
    DECIDE_MEASURE = "decide_measure", _("Extend, move or end a measure early")
    RELEASE = "release", _("Release from observation")
    REPORT_BREACH = "report_breach", _("Report a breach of quarantine")
    SPOT_CHECK = "spot_check", _("Draw and make spot checks")
    ISSUE_DOCUMENTS = "issue_documents", _("Hand out notices and cards")
    MANAGE_PAPERS = "manage_papers", _("Change the templates of papers")
    KEEP_PAPERS = "keep_papers", _("Keep single papers from being deleted")
    MANAGE_SITES = "manage_sites", _("Run isolation sites and rooms")
    GIVE_LINKS = "give_links", _("Give and revoke residents' links")
    HELP_RESIDENTS = "help_residents", _("Work off what residents ask for")
    ANSWER_OBJECTIONS = "answer_objections", _("Answer objections and requests for correction")
    VIEW_REPORTS = "view_reports", _("See daily reports")
    CONFIRM_REPORT = "confirm_report", _("Confirm the report of the own unit")
    SIGN_REPORT = "sign_report", _("Sign the report of the own level")
    MANAGE_REPORTS = "manage_reports", _("Set who has to report")
    REMIND = "remind", _("Remind those whose work is late")
    MANAGE_CHANNELS = "manage_channels", _("Set up channels for reminders")
    WRITE_BRIEF = "write_brief", _("Write the public brief")
    APPROVE_BRIEF = "approve_brief", _("Approve the public brief")
    VIEW_AUDIT = "view_audit", _("See the log")
    WATCH_INSTALLATION = "watch_installation", _("See how the installation is")


class Role(TextChoices):
    """The duties of DOMAIN section 1."""

    GRID_WORKER = "grid_worker", _("Grid worker")
    MICRO_GRID_WORKER = "micro_grid_worker", _("Micro-grid worker")
    VILLAGE_DOCTOR = "village_doctor", _("Village doctor")
    CHECKPOINT_STAFF = "checkpoint_staff", _("Checkpoint staff")
    VILLAGE_OFFICER = "village_officer", _("Village officer")
    COMMUNITY_STAFF = "community_staff", _("Community staff")
    TOWNSHIP_OFFICER = "township_officer", _("Township officer")
    HEALTH_CENTRE = "health_centre", _("Township health centre")
    COMMAND_OFFICE = "command_office", _("Command-post office")
    EPIDEMIOLOGIST = "epidemiologist", _("Epidemiologist")
    CLINICIAN = "clinician", _("Clinician")
    SUPERVISOR = "supervisor", _("Supervisor")
    SITE_MANAGER = "site_manager", _("Site manager")
    VOLUNTEER = "volunteer", _("Volunteer")
    POLICE = "police", _("Police")
    SANITATION_WORKER = "sanitation_worker", _("Sanitation worker")
    SAMPLER = "sampler", _("Sampler")
    DRIVER = "driver", _("Driver")
    UPPER_LEVEL = "upper_level", _("Upper level")
    OPERATOR = "operator", _("Operator")


P = Permission
_SEE = {P.VIEW_PEOPLE, P.VIEW_PLACES, P.VIEW_STAFF, P.VIEW_ARRIVALS, P.VIEW_OBSERVATION, P.VIEW_REPORTS}
_DOOR = {P.VIEW_PLACES, P.VIEW_PEOPLE, P.VIEW_OBSERVATION, P.VIEW_ARRIVALS, P.RECORD_ARRIVALS, P.RECORD_READINGS, P.EDIT_PEOPLE}
_GRID = _DOOR | {P.VIEW_STAFF, P.IMPORT_FILES, P.ORDER_OBSERVATION, P.REFER, P.REPORT_BREACH, P.ISSUE_DOCUMENTS, P.VIEW_REPORTS, P.HELP_RESIDENTS}
_DOCTOR = _DOOR | {P.VIEW_STAFF, P.IMPORT_FILES, P.ASSESS_HOME, P.ORDER_OBSERVATION, P.REFER, P.RELEASE, P.ISSUE_DOCUMENTS, P.REPORT_BREACH, P.HELP_RESIDENTS}
_VILLAGE = _GRID | {
    P.MANAGE_PLACES, P.MANAGE_STAFF, P.ASSESS_HOME, P.RELEASE, P.DECIDE_MEASURE, P.CONFIRM_REPORT, P.SIGN_REPORT, P.REVEAL,
    P.CLASSIFY_ARRIVALS, P.GIVE_LINKS, P.ANSWER_OBJECTIONS,
}
_TOWNSHIP = _VILLAGE | _DOCTOR | {P.ORGANISE_TRANSFER, P.SPOT_CHECK, P.MANAGE_SITES, P.MANAGE_USERS, P.ANSWER_REFERRAL, P.VIEW_AUDIT, P.KEEP_PAPERS, P.REMIND, P.WRITE_BRIEF}
_COUNTY = _TOWNSHIP | {P.MANAGE_POLICY, P.CONFIRM_POLICY, P.MANAGE_REPORTS, P.MANAGE_PAPERS, P.MANAGE_CHANNELS, P.WRITE_BRIEF, P.APPROVE_BRIEF}

RESIDENT = "resident"  # nobody's post: who shows a link acts so, for the own person only
RESIDENT_PERMISSIONS = frozenset({P.VIEW_PEOPLE, P.VIEW_OBSERVATION, P.VIEW_ARRIVALS, P.RECORD_ARRIVALS, P.RECORD_READINGS, P.ISSUE_DOCUMENTS})

ROLE_PERMISSIONS: dict[str, frozenset[Permission]] = {
    role: frozenset(permissions)
    for role, permissions in {
        Role.GRID_WORKER: _GRID,
        Role.MICRO_GRID_WORKER: _DOOR,
        Role.VILLAGE_DOCTOR: _DOCTOR,
        Role.CHECKPOINT_STAFF: {P.VIEW_PLACES, P.RECORD_ARRIVALS, P.VIEW_ARRIVALS},
        Role.VILLAGE_OFFICER: _VILLAGE,
        Role.COMMUNITY_STAFF: _VILLAGE - {P.SIGN_REPORT, P.RELEASE},
        Role.TOWNSHIP_OFFICER: _TOWNSHIP,
        Role.HEALTH_CENTRE: _DOCTOR | {P.REMIND, P.ANSWER_REFERRAL, P.MANAGE_SITES, P.SIGN_REPORT, P.CONFIRM_REPORT, P.VIEW_REPORTS},
        Role.COMMAND_OFFICE: _COUNTY,
        Role.EPIDEMIOLOGIST: _SEE | {P.DECIDE_MEASURE, P.RELEASE, P.ISSUE_DOCUMENTS, P.REVEAL, P.CLASSIFY_ARRIVALS, P.RECORD_ARRIVALS, P.WRITE_BRIEF, P.CONFIRM_POLICY},
        Role.CLINICIAN: {P.VIEW_PLACES, P.VIEW_PEOPLE, P.VIEW_OBSERVATION, P.RECORD_READINGS, P.REFER, P.ANSWER_REFERRAL, P.MANAGE_SITES},
        Role.SUPERVISOR: _SEE | {P.SPOT_CHECK, P.REPORT_BREACH, P.REVEAL, P.VIEW_AUDIT, P.KEEP_PAPERS, P.REMIND},
        Role.SITE_MANAGER: {P.VIEW_PLACES, P.VIEW_PEOPLE, P.VIEW_ARRIVALS, P.RECORD_ARRIVALS},
        Role.VOLUNTEER: {P.VIEW_PLACES},
        Role.POLICE: {P.VIEW_PLACES, P.VIEW_PEOPLE, P.VIEW_ARRIVALS, P.RECORD_ARRIVALS, P.VIEW_OBSERVATION, P.REPORT_BREACH, P.SPOT_CHECK},
        Role.SANITATION_WORKER: {P.VIEW_PLACES},
        Role.SAMPLER: {P.VIEW_PLACES},
        Role.DRIVER: {P.VIEW_PLACES},
        Role.UPPER_LEVEL: {P.VIEW_PLACES, P.VIEW_REPORTS},
        Role.OPERATOR: {P.VIEW_PLACES, P.MANAGE_PLACES, P.MANAGE_USERS, P.MANAGE_PAPERS, P.VIEW_AUDIT, P.MANAGE_CHANNELS, P.WATCH_INSTALLATION},
    }.items()
}

POST_UNKNOWN = _("There is no such post in your area.")
OWN_POST = _("This is the post you act in. Somebody else has to end it.")
POST_ENDED = _("It ends by that day already.")
NOT_PERMITTED = _("Your post does not allow this: %(permission)s.")
OUT_OF_AREA = _("This place does not belong to the area of your post.")
NO_POST = _("You have no post in force. Ask your office to give you one.")
UNIT_OUT_OF_AREA = _("The office %(unit)s does not stand in the area of your post. A post that speaks for an office above you is given from there.")
USERNAME_TAKEN = _("The sign-in name %(username)s is taken. Choose another one.")
ROLE_TOO_HIGH = _("Your post cannot give the duty %(role)s: it may do more than you.")
UNKNOWN_ACCOUNT = _("Nobody has the sign-in name %(username)s. Check it, or give a new account.")
UNKNOWN_ROLE = _("There is no role called %(role)s.")
PERIOD_REVERSED = _("The last day lies before the first day.")
FILTER_UNNAMED = _("Give the filter a name.")
FILTER_TOO_LONG = _("This filter is too long to be kept. Use fewer values.")
TOO_MANY_FILTERS = _("There are %(count)s saved filters for this list already. Take one away first.")
FILTER_NOT_OWN = _("Somebody else saved this filter. Only they can take it away.")

MOST_SAVED_FILTERS = 30  # of one person for one list
LONGEST_FILTER = 600  # characters of its query string
