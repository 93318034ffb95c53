"""What can be done with papers: issue, withdraw, keep, change a template."""

from shouwang.papers.writes.holding import Hold, hold, lift
from shouwang.papers.writes.issuing import NewPaper, issue
from shouwang.papers.writes.letting_go import let_go
from shouwang.papers.writes.printing import print_out
from shouwang.papers.writes.withdrawing import Withdrawal, withdraw
from shouwang.papers.writes.wordings import NewWording, put_in_use

__all__ = ["Hold", "NewPaper", "NewWording", "Withdrawal", "hold", "issue", "let_go", "lift", "print_out", "put_in_use", "withdraw"]
