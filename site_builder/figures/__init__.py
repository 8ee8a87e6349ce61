"""Working measures out: exact figures from the database, for every contract and period. Private: not for publication."""
