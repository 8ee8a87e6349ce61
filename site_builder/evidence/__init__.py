"""The evidence folder: everything the public site may show, and nothing else (`data.md`, section 2)."""
