"""Addresses of the daily report."""

from django.urls import path

from shouwang.reports import views

app_name = "reports"
urlpatterns = [
    path("", views.index, name="index"),
    path("<str:area>/<str:day>/", views.sheet, name="sheet"),
    path("<str:area>/<str:day>/say/", views.say, name="say"),
    path("<str:area>/<str:day>/workbook/", views.workbook, name="workbook"),
    path("<str:area>/<str:day>/missing/", views.missing, name="missing"),
    path("<str:area>/<str:day>/rows/<str:figure>/<str:column>/", views.rows, name="rows"),
    path("unit/<str:unit>/<str:day>/sheet/", views.unit_sheet, name="unit_sheet"),
    path("unit/<str:unit>/<str:day>/rows/<str:figure>/<str:column>/", views.unit_rows, name="unit_rows"),
]
