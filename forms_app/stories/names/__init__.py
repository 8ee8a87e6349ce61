"""Finding what looks like a name, a place or another mark of a person in words that may be published."""
