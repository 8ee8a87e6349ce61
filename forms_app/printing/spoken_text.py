"""What a printed page says, for those who hear it: in scripts whose letters change shape, letters can't be told from ink.

A PDF maps each drawn shape to one letter, and in Arabic, Urdu and Bengali one shape serves several. So each line in these
scripts carries its letters beside its shapes (ActualText), for screen readers, searching and copying.
"""

import re
from typing import Any

SHAPED = re.compile("[\u0600-\u06ff\u0750-\u077f\u0980-\u09ff\ufb50-\ufdff\ufe70-\ufeff]")


def keep_letters(text_module: Any) -> None:
    """Let WeasyPrint's module that draws text write the letters of shaped scripts down too. Done once for a process.

    The library has no such setting; what is wrapped here is its function of the version in the lock file.
    """
    draw = text_module.draw_first_line
    if getattr(draw, "keeps_letters", False):
        return

    def drawn(stream: Any, textbox: Any, *more: Any) -> Any:
        if not SHAPED.search(textbox.text):
            return draw(stream, textbox, *more)
        letters = textbox.text.encode("utf-16-be").hex().upper()
        stream.begin_marked_content("Span", f"<</ActualText <FEFF{letters}>>>")
        try:
            return draw(stream, textbox, *more)
        finally:
            stream.end_marked_content()

    drawn.keeps_letters = True  # type: ignore[attr-defined]
    text_module.draw_first_line = drawn
