"""The evidence folder: everything the public site may show, and nothing else (decision 3)."""
