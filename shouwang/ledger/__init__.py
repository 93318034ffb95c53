"""The engine: records, orders, tallies, figures, files in and out. It knows no disease and no feature."""
