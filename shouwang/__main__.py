"""``python -m shouwang`` is the command ``shouwang``."""

import sys

from shouwang.project.cli import main

sys.exit(main())
