"""Where things are and who answers for them: the area tree, units, responsibility, sites."""
