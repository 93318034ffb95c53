"""What an operator does, done with real processes."""
