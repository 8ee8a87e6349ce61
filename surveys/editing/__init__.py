"""Changing a survey: pure functions from one survey to the next, and what lies between two of them."""
