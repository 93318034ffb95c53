"""Sets papers in type: the only place that knows the typesetter.

An operator's template is a program, and a program may never end. So everything is set in a process of its own
(``python -m shouwang.papers.exchange.typesetting``) with limited time and memory, without a way to the network, in a folder that
holds nothing but the templates; nothing in that process knows Django. What people wrote goes in as data, never as source.
"""

from shouwang.papers.exchange.typesetting.bounds import Broken, Fault
from shouwang.papers.exchange.typesetting.press import LEAST_CONTRAST, SMALLEST, Print, looks, pictures, seen, typeset

__all__ = ["LEAST_CONTRAST", "SMALLEST", "Broken", "Fault", "Print", "looks", "pictures", "seen", "typeset"]
