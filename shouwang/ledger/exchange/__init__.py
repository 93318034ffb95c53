"""Files in and out: reads the spreadsheets that offices really send, writes the official ones.

Knows no feature; features hand it declarations.
"""
