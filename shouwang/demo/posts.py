"""The people who sign in to the demo county, from grid worker to county."""

from dataclasses import dataclass

PASSWORD = "demo-fugou-411621"


@dataclass(frozen=True)
class SignIn:
    """An account of the demo: its posts by role and official code of the area."""

    username: str
    full_name: str
    posts: tuple[tuple[str, str], ...]


VILLAGE, NEXT_VILLAGE, TOWN, COUNTY = "411621101201", "411621101202", "411621101", "411621"
DOORSTEP = f"{VILLAGE}-G01"  # the grid of the grid worker who signs in
SIGN_INS = (
    SignIn("grid", "网格员示一", (("grid_worker", DOORSTEP),)),
    SignIn("micro", "微网格员示二", (("micro_grid_worker", f"{VILLAGE}-G02"),)),
    SignIn("doctor", "村医示三", (("village_doctor", VILLAGE), ("village_doctor", NEXT_VILLAGE))),
    SignIn("village", "村干部示四", (("village_officer", VILLAGE),)),
    SignIn("township", "镇干部示五", (("township_officer", TOWN),)),
    SignIn("health", "卫生院示六", (("health_centre", TOWN),)),
    SignIn("clinic", "发热门诊示七", (("clinician", COUNTY),)),
    SignIn("cdc", "流调员示十二", (("epidemiologist", COUNTY),)),
    SignIn("supervisor", "督导员示八", (("supervisor", COUNTY),)),
    SignIn("county", "指挥部示九", (("command_office", COUNTY),)),
    SignIn("deputy", "指挥部示十一", (("command_office", COUNTY),)),
    SignIn("operator", "管理员示十", (("operator", COUNTY),)),
)
