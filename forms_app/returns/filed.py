"""What was filed: every version stays readable."""

from datetime import date

from flask import Response, abort, make_response, render_template
from flask_babel import gettext as _

from forms_app.accounts import names_of_users, staff_only
from forms_app.returns.blueprint import READERS, asked_return, blueprint, may_file
from forms_app.returns.drafts import has_draft, versions
from forms_app.returns.pages import pages_of
from forms_app.returns.typed_return import value_words

blueprint.add_app_template_global(value_words)


@blueprint.get("/returns/<path:contract>/<form>/<day:start>/filed/<int:version>")
@staff_only(*READERS)
def filed(contract: str, form: str, start: date, version: int) -> Response:
    """One version of a filed return, with its reason and what differs from the one before."""
    asked = asked_return(contract, form, start)
    every = versions(asked)
    shown = next((one for one in every if one.version == version), None)
    if shown is None:
        abort(404, _("There is no such version of this return."))
    before = next((one for one in every if one.version == version - 1), None)
    values = {row.field: row for row in shown.values}
    known = {field.id for field in asked.form.every_field()}
    return make_response(
        render_template(
            "returns/filed.html",
            asked=asked,
            shown=shown,
            every=every,
            newest=every[0],
            pages=pages_of(asked.form).pages,
            values=values,
            earlier={row.field: row for row in before.values} if before else {},
            changes=before is not None,
            unknown=[row for row in shown.values if row.field not in known],
            names=names_of_users(one.filed_by for one in every),
            may_file=may_file(),
            has_draft=has_draft(asked),
        )
    )
