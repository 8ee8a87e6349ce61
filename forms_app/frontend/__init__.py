"""Styles and scripts: their sources, their build, and how pages name them."""
