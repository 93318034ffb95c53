"""Pure rules of observation: checks due, readings, measures, release. Time and policy come as arguments."""
