"""x"""


def declare(commands): ...
