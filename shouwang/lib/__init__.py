"""Small pure parts named by noun: ids, clocks, paths, text, sealed fields."""
