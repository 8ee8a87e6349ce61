"""Keys stay out of logs: the development server writes addresses down, and so does every fault.

A key in an address opens someone's answers, or an account.
"""

import logging
import re

KEY_IN_ADDRESS = re.compile(r"/([ai]|paper/sheets|join|new-password)/[^/\s?\"]+")


class MaskKeys(logging.Filter):
    """Writes `/a/***` and `/i/***` in the place of a respondent's address, and likewise of a sheet's or an account's."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Mask the record's message; every record passes."""
        record.msg, record.args = KEY_IN_ADDRESS.sub(r"/\1/***", record.getMessage()), ()
        return True


def mask_keys(logger: logging.Logger) -> None:
    """Put the mask on `logger`, once."""
    if not any(isinstance(found, MaskKeys) for found in logger.filters):
        logger.addFilter(MaskKeys())
