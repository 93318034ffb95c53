"""Shouwang (守望): the grass-roots half of an outbreak, from the door to tonight's report."""

__version__ = "0.1.0"
