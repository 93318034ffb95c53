"""Addresses of places."""

from django.urls import path

from shouwang.places.views import areas, changes, sites, units

app_name = "places"
urlpatterns = [
    path("", areas.index, name="index"),
    path("find", areas.find, name="find"),
    path("area/<str:area>", areas.area, name="area"),
    path("area/<str:area>/tree", areas.tree, name="tree"),
    path("area/<str:area>/grids", changes.grids, name="make_grids"),
    path("area/<str:area>/grids.xlsx", areas.grids_file, name="grids_file"),
    path("area/<str:area>/change", changes.change, name="change"),
    path("area/<str:area>/rename", changes.rename, name="rename"),
    path("area/<str:area>/move", changes.move, name="move"),
    path("area/<str:area>/close", changes.close, name="close"),
    path("area/<str:area>/alias", changes.alias, name="alias"),
    path("units", units.listed, name="units"),
    path("units.xlsx", units.file, name="units_file"),
    path("units/new", units.new, name="new_unit"),
    path("units/of/<str:code>", units.unit, name="unit"),
    path("units/of/<str:code>/charge", units.charge, name="charge"),
    path("sites", sites.listed, name="sites"),
    path("sites.xlsx", sites.file, name="sites_file"),
    path("sites/new", sites.new, name="new_site"),
    path("sites/of/<str:code>", sites.site, name="site"),
]
