"""The shapes of a definition, one module a subject; every file of definitions is checked against them."""
