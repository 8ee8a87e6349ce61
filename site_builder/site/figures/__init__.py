"""Choosing and wording published figures. Nothing here works a figure out: that was done behind the privacy wall."""
