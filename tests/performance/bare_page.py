"""The least that a page with one question can be: its HTML and its style sheet, compressed. A WSGI application."""

import gzip
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from forms_app.frontend.build import BUILT

LABELS = (
    "Very satisfied",
    "Fairly satisfied",
    "Neither satisfied nor dissatisfied",
    "Fairly dissatisfied",
    "Very dissatisfied",
)
CHOICE = (
    '<div class="govuk-radios__item"><input class="govuk-radios__input" id="a{n}" name="answer" type="radio" value="{n}">'
    '<label class="govuk-label govuk-radios__label" for="a{n}">{label}</label></div>'
)
PAGE = f"""<!DOCTYPE html>
<html lang="en" class="govuk-template"><head><meta charset="utf-8"><title>How satisfied are you?</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">
<link rel="stylesheet" href="/survey.css"></head><body class="govuk-template__body">
<div class="govuk-width-container"><main class="govuk-main-wrapper"><form method="post"><fieldset class="govuk-fieldset">
<legend class="govuk-fieldset__legend govuk-fieldset__legend--l"><h1 class="govuk-fieldset__heading">How satisfied are
you with the help you have had as a carer?</h1></legend><div class="govuk-radios">
{"".join(CHOICE.format(n=number, label=label) for number, label in enumerate(LABELS))}
</div></fieldset><button class="govuk-button">Continue</button></form></main></div></body></html>"""
FILES = {
    "/": ("text/html; charset=utf-8", gzip.compress(PAGE.encode(), 9)),
    "/survey.css": ("text/css", Path(BUILT / "survey.css.gz").read_bytes()),
}


def application(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    """Answer with one of the two files."""
    kind, content = FILES.get(environ["PATH_INFO"], ("text/plain", gzip.compress(b"Not found")))
    start("200 OK", [("Content-Type", kind), ("Content-Encoding", "gzip"), ("Content-Length", str(len(content)))])
    return [content]
