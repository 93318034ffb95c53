"""Spreadsheets coming in: received, judged row by row, recorded, taken back. Features say what a row means (``importer``)."""
