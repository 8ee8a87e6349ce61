"""Says at set-up what is missing for PDF files: `python -m forms_app.printing.can_print`."""

import sys

from forms_app.printing.pdf import NoPrinter, ready_to_print


def main() -> int:
    """Nothing where PDF files can be made; else what to install. Never stops the set-up: all else works without."""
    try:
        ready_to_print()
    except NoPrinter as error:
        print(error, file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
