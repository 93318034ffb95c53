"""Pages of places: the tree, its changes, units, sites."""
