"""Taking a survey out as an XLSForm, for KoboToolbox, ODK and others."""

from io import BytesIO

from flask import Response, send_file

from forms_app.accounts import staff_only
from forms_app.app import library
from forms_app.authoring.blueprint import READERS, at_work, authoring
from surveys.xlsform import write_form

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@authoring.get("/surveys/<survey>/form.xlsx")
@staff_only(*READERS)
def take_out(survey: str) -> Response:
    """The survey as a workbook: its draft where one is being written."""
    found = at_work(survey).survey
    names = {code: language.name for code, language in library().languages.items()}
    content = BytesIO(write_form(found, names))
    return send_file(content, mimetype=WORKBOOK, as_attachment=True, download_name=f"{found.id}.xlsx")
