"""Pure rules of returns and of the transfers that bring people home."""
