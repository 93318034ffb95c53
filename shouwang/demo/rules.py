"""Rules that one person of the county has proposed and that wait for another."""

from datetime import date, timedelta

from shouwang.accounts import reads as accounts
from shouwang.accounts.actors import Actor
from shouwang.policy import writes as policy

PROPOSER = "指挥部示十一"
PACK = "covid-19-2021-05"  # the 8th edition of the national plan
NOTICE = timedelta(days=7)


def propose(county: str, today: date, *, by: Actor) -> None:
    """The deputy of the command office proposes the next edition of the plan; the office itself has to confirm it."""
    [post] = accounts.posts_below(by=by, area=county, role="command_office", words=PROPOSER)
    new = policy.NewPack(
        county, today + NOTICE, "国家方案更新，拟改用第八版(演示)", pack_id=PACK, basis="县疫情防控指挥部会议纪要第7号(演示)", recompute=True,
    )  # fmt: skip
    [verdict] = policy.propose_packs([new], by=accounts.actor_in(post.user, post))
    if verdict.id is None:
        raise RuntimeError(f"demo proposal: {verdict.reason}")
