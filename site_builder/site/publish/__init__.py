"""From a Markdown tree to a published site: build beside, check, then swap."""
