"""How much one print may cost, and how a template is said to be broken."""

from dataclasses import dataclass

MOST_SECONDS = 20  # of processor time for one print
PATIENCE = 30  # seconds by the clock
MOST_MEMORY = 2 * 1024**3  # address space: the font alone is mapped with 20 MB, threads reserve more
MOST_BYTES = 40 * 1024**2  # of what goes in and of what comes out
MOST_SOURCE = 100_000  # characters of a template
AT_ONCE = 2  # prints of one server process


@dataclass(frozen=True)
class Fault:
    """What is wrong with a template: the line (from 1; 0 where it has none), and the typesetter's sentence."""

    line: int
    sentence: str


class Broken(Exception):
    """Nothing could be set. ``code``: ``template`` (see ``fault``), ``time``, ``memory`` or ``size``."""

    def __init__(self, code: str, fault: Fault | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.fault = fault or Fault(0, "")
