"""Takes a file apart into rows of plain cells: the only place that touches what a stranger sent.

What may be dangerous is done in a process of its own (``python -m shouwang.ledger.exchange.unpacking``) with limited
memory and time, because a parser that runs out of memory takes its whole process with it. So nothing here knows
Django, and all that comes out are packed rows or the code of a refusal.
"""
