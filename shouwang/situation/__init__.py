"""The situation of an area at a glance: today against yesterday, two weeks of trends, who is late, a map of tiles."""
