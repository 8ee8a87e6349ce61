"""States of items, and kinds of notes about them."""

OPEN, CLOSED = "open", "closed"

ANSWER, CONTACT = "answer", "contact"
"""What no member of staff does: the answer was changed, the person said how to reach them."""
ASSIGNED, TRIED, CLOSING, REOPENED = "assigned", "tried", "closed", "reopened"

NO_ANSWER = "passed-over"
"""The code of a note about an answer that was taken back."""
