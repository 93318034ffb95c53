"""Addresses of the daily report."""

from django.urls import path

from shouwang.reports.views import briefs, printing, rows, sheets, signing

app_name = "reports"
urlpatterns = [
    path("", sheets.index, name="index"),
    path("briefs/", briefs.briefs, name="briefs"),
    path("briefs/new/", briefs.new_brief, name="new_brief"),
    path("briefs/<uuid:brief>/", briefs.brief, name="brief"),
    path("briefs/<uuid:brief>/approve/", briefs.approve, name="approve_brief"),
    path("briefs/<uuid:brief>/put-aside/", briefs.put_aside, name="put_aside_brief"),
    path("of-area/<str:area>", sheets.of_area, name="of_area"),
    path("<str:area>/<str:day>/", sheets.sheet, name="sheet"),
    path("<str:area>/<str:day>/say/", signing.say, name="say"),
    path("<str:area>/<str:day>/return/", signing.give_back, name="give_back"),
    path("<str:area>/<str:day>/workbook/", sheets.workbook, name="workbook"),
    path("<str:area>/<str:day>/print/", printing.print_sheet, name="print"),
    path("<str:area>/<str:day>/missing/", signing.missing, name="missing"),
    path("<str:area>/<str:day>/remind/", signing.remind, name="remind"),
    path("<str:area>/<str:day>/revisions/", sheets.revisions, name="revisions"),
    path("<str:area>/<str:day>/units/", sheets.units, name="units"),
    path("<str:area>/<str:day>/rows/<str:figure>/<str:column>/", rows.rows, name="rows"),
    path("<str:area>/<str:day>/why/<str:figure>/<str:column>/", rows.why, name="why"),
    path("<str:area>/<str:day>/since/<str:figure>/<str:column>/", rows.since, name="since"),
    path("unit/<str:unit>/<str:day>/sheet/", sheets.unit_sheet, name="unit_sheet"),
    path("unit/<str:unit>/<str:day>/print/", printing.print_unit_sheet, name="unit_print"),
    path("unit/<str:unit>/<str:day>/revisions/", sheets.unit_revisions, name="unit_revisions"),
    path("unit/<str:unit>/<str:day>/rows/<str:figure>/<str:column>/", rows.unit_rows, name="unit_rows"),
    path("unit/<str:unit>/<str:day>/why/<str:figure>/<str:column>/", rows.unit_why, name="unit_why"),
    path("unit/<str:unit>/<str:day>/since/<str:figure>/<str:column>/", rows.unit_since, name="unit_since"),
]
