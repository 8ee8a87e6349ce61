"""Keys stay out of logs: the development server writes addresses down, and a key in an address opens the answers."""

import logging
import re

KEY_IN_ADDRESS = re.compile(r"/([ai]|paper/sheets)/[^/\s?\"]+")


class MaskKeys(logging.Filter):
    """Writes `/a/***` and `/i/***` in the place of a respondent's address, `/paper/sheets/***` in that of a sheet's."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Mask the record's message; every record passes."""
        record.msg, record.args = KEY_IN_ADDRESS.sub(r"/\1/***", record.getMessage()), ()
        return True


def mask_keys(logger: logging.Logger) -> None:
    """Put the mask on `logger`, once."""
    if not any(isinstance(found, MaskKeys) for found in logger.filters):
        logger.addFilter(MaskKeys())
