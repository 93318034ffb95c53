"""How much of a file is read. Every limit is far above what an office sends and far below what hurts the machine."""

MOST_BYTES = 64 * 1024 * 1024  # of the file as it came
MOST_UNPACKED = 1024 * 1024 * 1024  # of everything in a zip, by its own account
MOST_RATIO = 400  # unpacked to packed; a real sheet of text stays below 60
MOST_ROWS = 300_000
MOST_COLUMNS = 512
MOST_CELLS = 8_000_000  # of the box around everything filled, all sheets together: 26 columns of the most rows
MOST_MERGED = 200_000  # merged ranges of a sheet
MOST_MEMORY = 512 * 1024 * 1024  # of the process that reads, address space
MOST_SECONDS = 120  # of computing
SMALL_ZIP = 4 * 1024 * 1024  # unpacked; up to here a zip without far cells is read without a process of its own
SMALL_BOX = 500_000  # cells of the box around everything that such a zip names
SMALL_TEXT = 1024 * 1024


class Unfit(Exception):
    """The file cannot be read: the code of the refusal, and what it may have at most (a number and of what)."""

    def __init__(self, code: str, most: int = 0, unit: str = "") -> None:
        super().__init__(code)
        self.code, self.most, self.unit = code, most, unit


def too_large(most: int, unit: str) -> Unfit:
    """The refusal of a file that goes beyond a limit: rows, columns, cells, merged, MB or GB."""
    return Unfit("FILE_TOO_LARGE", most, unit)
