"""Addresses of observation."""

from django.urls import path

from shouwang.quarantine.views import decisions, people, queues, rounds, sites, spot_checks

app_name = "quarantine"
urlpatterns = [
    path("", people.people, name="list"),
    path("round/", rounds.my_round, name="round"),
    path("round/<str:day>/<str:slot>/", rounds.save_round, name="save_round"),
    path("round/<uuid:key>/<str:day>/<str:slot>/", rounds.check, name="check"),
    path("sheet/", people.sheet, name="sheet"),
    path("sheet.xlsx", people.workbook, name="workbook"),
    path("alerts/", queues.alerts, name="alerts"),
    path("alerts/close/", queues.close_alerts, name="close_alerts"),
    path("referrals/", queues.referrals, name="referrals"),
    path("referrals/<uuid:referral>/answer/", queues.answer, name="answer"),
    path("waiting/", queues.waiting, name="waiting"),
    path("unassessed/", queues.unassessed, name="unassessed"),
    path("unsigned/", queues.unsigned, name="unsigned"),
    path("teams/", queues.teams, name="teams"),
    path("releases/", queues.releases, name="releases"),
    path("releases/decide/", queues.release, name="release"),
    path("self-reports/", queues.self_reports, name="self_reports"),
    path("self-reports/confirm/", queues.confirm_reports, name="confirm_reports"),
    path("missed/", queues.missed, name="missed"),
    path("flags/", queues.flags, name="flags"),
    path("flags/<str:verdict>/", queues.decide_flags, name="decide_flags"),
    path("spot-checks/", spot_checks.spot_checks, name="spot_checks"),
    path("spot-checks/draw/", spot_checks.new_draw, name="new_draw"),
    path("spot-checks/<uuid:draw>/", spot_checks.spot_draw, name="spot_draw"),
    path("spot-checks/<uuid:draw>/<uuid:key>/", spot_checks.look, name="look"),
    path("sites/", sites.sites, name="sites"),
    path("sites/<str:code>/", sites.site, name="site"),
    path("sites/<str:code>/rooms/", sites.add_rooms, name="add_rooms"),
    path("sites/<str:code>/rooms/<str:act>/", sites.rooms, name="rooms"),
    path("sites/<str:code>/stays/<uuid:stay>/in/", sites.move_in, name="move_in"),
    path("sites/<str:code>/stays/<uuid:stay>/out/", sites.move_out, name="move_out"),
    path("of/<uuid:person_id>/", people.of_person, name="of_person"),
    path("<uuid:key>/", people.observation, name="observation"),
    path("<uuid:key>/start/", decisions.start, name="start"),
    path("<uuid:key>/assess/", decisions.assess, name="assess"),
    path("<uuid:key>/sign/", decisions.sign, name="sign"),
    path("<uuid:key>/refer/", decisions.refer, name="refer"),
    path("<uuid:key>/release/", decisions.release, name="release_one"),
    path("<uuid:key>/papers/", decisions.hand_out, name="hand_out"),
    path("<uuid:key>/decide/<str:decision>/", decisions.decide, name="decide"),
]
