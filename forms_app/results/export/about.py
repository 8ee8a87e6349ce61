"""The words that go with a file of answers: what is in it, and how it is to be read."""

from forms_app.results.export.layout import MISSING


def about(*, has_sets: bool, words: bool) -> str:
    """The text of about.txt."""
    parts = [
        "responses.csv    the answers, one row a response (UTF-8)",
        "responses.sav    the same for SPSS, with labels, levels of measurement and missing values",
        "codebook.csv     every column of both, its name in SPSS, its question, its values and what they mean",
    ]
    if has_sets:
        parts.append(
            "multiple-response-sets.sps    run it in SPSS to join the columns of each question with several answers"
        )
    parts += [
        "manifest.json    rows, columns, how often each value stands in each column, checksums",
        "",
        "Rows are in an order of chance, made anew for each file, and so are their numbers.",
        "A question with several answers has one column for each: 1 picked, 0 not picked.",
        "Missing answers are told apart. In the CSV file: "
        + "; ".join(f"{cell} = {label}" for cell, label in MISSING.items()),
        "In the SPSS file they are numbers from -99 up, declared as missing; the codebook lists them.",
    ]
    if words:
        parts += [
            "",
            "People's own words: no spreadsheet may take them for a formula. In the CSV file, words that begin with",
            "= + - @ a tab, a new line or an apostrophe have one apostrophe in front. Take it away to have the words as",
            "they were written. The SPSS file holds them as they were written. Somebody may be known by their words:",
            "keep this file safe, and delete it when it has done its work.",
        ]
    parts += ["", "To check later that the file is whole and unchanged: carer-outcomes results check FILE.zip", ""]
    return "\n".join(parts)
