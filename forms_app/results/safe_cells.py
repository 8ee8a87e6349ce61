"""Words in a CSV file that a spreadsheet must not take for a formula, and back again without a loss.

Spreadsheets run a cell that begins with `=`, `+`, `-`, `@` or a tab as a formula. Such words get an apostrophe in front,
which spreadsheets take as "this is text". So that it can be undone, words that begin with an apostrophe get another:
whoever reads the file with a program takes one apostrophe away from the front of each cell that begins with one.
"""

FIRST_OF_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "'", "＝", "＋", "－", "＠")
"""The last four are the wide forms, which some spreadsheets take for the narrow ones."""


def safe_cell(words: str) -> str:
    """Words as a cell may hold them."""
    return f"'{words}" if words.startswith(FIRST_OF_A_FORMULA) else words


def words_of_cell(cell: str) -> str:
    """The words that `safe_cell` was given."""
    return cell.removeprefix("'")
