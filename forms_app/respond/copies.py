"""Copies of what was sent, for the person who sent it: a file to keep, which no cache keeps."""

from typing import Any

from flask import Response as Page
from flask import current_app, render_template
from markupsafe import Markup

from forms_app.day_words import day_words
from forms_app.printing import NoPrinter, pdf_of
from forms_app.respond.translation import _
from forms_app.translations.speaking import say, spoken


def pdf_copy(words: dict[str, Any]) -> Page:
    """A PDF of the answers; plain text where this machine can't make PDF files."""
    try:
        content = pdf_of(render_template("respond/copy.html", **words), language=spoken().code)
    except NoPrinter:
        current_app.logger.warning("A copy was given as plain text, since PDF files can't be made here")
        return text_copy(words)
    return _file(content, "application/pdf", "my-answers.pdf")


def text_copy(words: dict[str, Any]) -> Page:
    """The answers as plain text, in UTF-8."""
    lines = [str(say(words["survey"].title)), _("Receipt code: %(code)s", code=words["code"])]
    if words["day"]:
        lines.append(_("Sent on %(day)s.", day=day_words(words["day"])))
    for theme in words["themes"]:
        lines += ["", str(theme["title"]), "=" * len(theme["title"])]
        for row in theme["rows"]:
            lines += ["", str(row["key"]["text"]), *("  " + line for line in _plain(row["value"]["text"]).split("\n"))]
    return _file("\n".join([*lines, ""]).encode(), "text/plain; charset=utf-8", "my-answers.txt")


def _plain(text: str) -> str:
    return "\n".join(Markup(line).striptags() for line in text.split("\n")) if isinstance(text, Markup) else text


def _file(content: bytes, kind: str, name: str) -> Page:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Page(content, content_type=kind, headers=headers)
