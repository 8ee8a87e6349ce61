"""Check and file: all of a return on one page, reasons for what does not add up, and filing it once."""

from datetime import date

from flask import Response, flash, make_response, redirect, render_template, request
from flask_babel import gettext as _
from flask_security import current_user
from sqlalchemy.exc import IntegrityError

from forms_app import audit_log
from forms_app.accounts import own_provider, staff_only
from forms_app.clock import today
from forms_app.database import db
from forms_app.models.filing import FiledReturn, ReturnValue
from forms_app.returns.blueprint import MANAGERS, Asked, asked_return, blueprint
from forms_app.returns.drafts import Draft, latest_version, open_draft
from forms_app.returns.filling import failing, unexplained
from forms_app.returns.pages import pages_of
from forms_app.returns.typed_return import LONGEST_NOTE


@blueprint.route("/returns/<path:contract>/<form>/<day:start>/check", methods=["GET", "POST"])
@staff_only(*MANAGERS)
def check(contract: str, form: str, start: date) -> Response:
    """All values, then filing. Sent twice, it is filed once."""
    own_provider()
    asked = asked_return(contract, form, start)
    draft = open_draft(asked)
    if request.method == "GET":
        return _page(draft) if draft.is_saved or draft.latest is None else _to_filed(asked)
    if draft.latest is not None and (not draft.is_saved or request.form.get("then") == "leave"):
        draft.discard()
        db.session.commit()
        return _to_filed(asked)
    names = [f"n.{one.explained_by}" for one in failing(draft) if f"n.{one.explained_by}" in request.form]
    changed = request.form.get("stamp") != draft.stamp(sorted(draft.typed))
    draft.take(request.form, [*names, *(["reason"] if draft.latest else [])])
    draft.save()
    errors = _errors(draft)
    if changed or errors:
        db.session.commit()
        return _page(draft, errors, changed=changed)
    try:
        _file(draft)
    except IntegrityError:
        # The same page, sent twice, was filed by the other request.
        db.session.rollback()
    return _to_filed(asked)


def _errors(draft: Draft) -> list[dict[str, str]]:
    pages = pages_of(draft.asked.form)
    errors = [
        {
            "text": fault.text,
            "href": draft.asked.url("fill", page=pages.with_field(fault.field.id).id) + f"#{fault.control}",
        }
        for fault in draft.content.reading.faults
    ]
    errors += [
        {
            "text": _("Say why it is so, or change the figures. %(message)s", message=one.check.message),
            "href": f"#n.{one.explained_by}",
        }
        for one in unexplained(draft)
    ]
    reason = draft.typed.get("reason", "").strip()
    if draft.latest is not None and not reason:
        errors.append({"text": _("Say why the return is corrected"), "href": "#reason"})
    if len(reason) > LONGEST_NOTE:
        errors.append(
            {"text": _("The reason must be %(longest)s characters or fewer", longest=LONGEST_NOTE), "href": "#reason"}
        )
    if draft.latest is not None and not errors and not _differs(draft):
        words = _("Nothing differs from what was filed: change a figure or a note, or leave it as filed")
        errors.append({"text": words, "href": "#values"})
    if not draft.content.reading.values and not errors:
        errors.append({"text": _("The return is empty: fill in at least one figure"), "href": "#values"})
    return errors


def _differs(draft: Draft) -> bool:
    reading, latest = draft.content.reading, draft.latest
    filed = {row.field: (row.value, row.note or None) for row in latest.values} if latest else {}
    return filed != {name: (value, reading.notes.get(name)) for name, value in reading.values.items()}


def _file(draft: Draft) -> None:
    """File the draft as the next version. Raises IntegrityError where another request filed that version first."""
    provider, framework, form, start = draft.asked.key
    reading, version = draft.content.reading, draft.version + 1
    filed = FiledReturn(
        provider=provider,
        framework=framework,
        form=form,
        period_start=start,
        version=version,
        filed_on=today(),
        filed_by=current_user.id,
        reason=draft.typed["reason"].strip() if draft.latest else None,
        values=[
            ReturnValue(field=name, value=value, note=reading.notes.get(name)) for name, value in reading.values.items()
        ],
    )
    db.session.add(filed)
    db.session.flush()
    draft.discard()
    audit_log.record(
        "return-filed", provider=provider, framework=framework, form=form, period_start=start.isoformat(), version=version
    )
    db.session.commit()
    flash(
        _("The return is filed.") if version == 1 else _("The correction is filed as version %(number)s.", number=version),
        "success",
    )


def _page(draft: Draft, errors: list[dict[str, str]] | None = None, *, changed: bool = False) -> Response:
    html = render_template(
        "returns/check.html",
        asked=draft.asked,
        draft=draft,
        content=draft.content,
        pages=pages_of(draft.asked.form).pages,
        errors=errors or [],
        failing=failing(draft),
        wrong={fault.field.id: fault.text for fault in draft.content.reading.faults},
        stamp=draft.stamp(sorted(draft.typed)),
        changed=changed,
    )
    return make_response(html, 409 if changed else 422 if errors else 200)


def _to_filed(asked: Asked) -> Response:
    latest = latest_version(asked)
    return make_response(redirect(asked.url("filed", version=latest.version) if latest else asked.url()))
