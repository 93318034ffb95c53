"""The log, to be read: who did and saw what, where, when and why; by person, record, actor and time."""
