"""Filling a return in, page by page. Every page that is sent is kept, good or not."""

from datetime import date

from flask import Response, abort, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from forms_app.accounts import own_provider, staff_only
from forms_app.database import db
from forms_app.returns.blueprint import MANAGERS, READERS, Asked, asked_return, blueprint, may_file
from forms_app.returns.drafts import Draft, has_draft, latest_version, open_draft
from forms_app.returns.pages import FormPage, Pages, pages_of
from forms_app.returns.typed_return import Fault, names_of
from surveys.return_rules import FailedCheck, failed_checks


@blueprint.get("/returns/<path:contract>/<form>/<day:start>")
@staff_only(*READERS)
def form(contract: str, form: str, start: date) -> Response:
    """A return: what was filed, or the way to fill it in."""
    asked = asked_return(contract, form, start)
    latest = latest_version(asked)
    if latest is not None and not (may_file() and has_draft(asked)):
        return _to(asked.url("filed", version=latest.version))
    if not may_file():
        abort(404, _("This return has not been filed yet."))
    return _beginning(asked)


@blueprint.get("/returns/<path:contract>/<form>/<day:start>/correct")
@staff_only(*MANAGERS)
def correct(contract: str, form: str, start: date) -> Response:
    """A filed return, to be corrected."""
    own_provider()
    return _beginning(asked_return(contract, form, start))


def _beginning(asked: Asked) -> Response:
    """The only page of a return, or the list of its pages."""
    draft, pages = open_draft(asked), pages_of(asked.form)
    if len(pages.pages) == 1:
        return _to(asked.url("fill", page=pages.pages[0].id))
    states = _states(draft, pages)
    return make_response(
        render_template("returns/overview.html", asked=asked, draft=draft, pages=pages.pages, states=states)
    )


@blueprint.route("/returns/<path:contract>/<form>/<day:start>/fill/<page>", methods=["GET", "POST"])
@staff_only(*MANAGERS)
def fill(contract: str, form: str, start: date, page: str) -> Response:
    """One page of a return. Where someone changed it since it was opened, both are shown and nothing is lost."""
    own_provider()
    asked = asked_return(contract, form, start)
    pages = pages_of(asked.form)
    its_page = pages.called(page)
    if its_page is None:
        abort(404, _("This return has no such page."))
    draft = open_draft(asked)
    if request.method == "GET":
        return _page(draft, pages, its_page)
    names = [name for field in its_page.fields for name in names_of(field)]
    opened_with, now_kept = request.form.get("stamp"), draft.stamp(names)
    before = Draft(asked, dict(draft.typed), draft.is_saved, draft.latest, draft.opening)
    draft.take(request.form, names)
    if opened_with != now_kept and draft.typed != before.typed:
        return _page(draft, pages, its_page, conflict=before)
    if draft.typed != before.typed or not draft.is_saved:
        try:
            draft.save()
            db.session.commit()
        except IntegrityError:
            # Another tab began the draft at the same moment: look again at what is kept now.
            db.session.rollback()
            return fill(contract, form, start, page)
    if request.form.get("then") == "later":
        flash(_("What you typed is saved. The return has not been filed yet."), "success")
        return _to(url_for("returns.returns"))
    faults = draft.content.read(its_page.fields).faults
    if faults or unexplained(draft, its_page):
        return _page(draft, pages, its_page, faults=faults)
    following = pages.after(its_page)
    return _to(asked.url("fill", page=following.id) if following else asked.url("check"))


def failing(draft: Draft, page: FormPage | None = None) -> list[FailedCheck]:
    """The checks that the draft fails; with `page`, those whose reason is given on that page."""
    failed = failed_checks(draft.asked.form, draft.content.reading.values, draft.opening)
    if page is None:
        return failed
    on_page = {field.id for field in page.fields}
    return [one for one in failed if one.explained_by in on_page]


def unexplained(draft: Draft, page: FormPage | None = None) -> list[FailedCheck]:
    """The failing checks that no note explains."""
    notes = draft.content.reading.notes
    return [one for one in failing(draft, page) if one.explained_by not in notes]


def _page(
    draft: Draft, pages: Pages, page: FormPage, *, faults: list[Fault] | None = None, conflict: Draft | None = None
) -> Response:
    sent = request.method == "POST" and conflict is None
    open_checks = unexplained(draft, page) if sent else []
    errors = [{"text": fault.text, "href": f"#{fault.control}"} for fault in faults or []]
    errors += [
        {"text": _("%(message)s Or say why it is so.", message=one.check.message), "href": f"#n.{one.explained_by}"}
        for one in open_checks
    ]
    names = [name for field in page.fields for name in names_of(field)]
    html = render_template(
        "returns/fill.html",
        asked=draft.asked,
        draft=draft,
        content=draft.content,
        page=page,
        number=pages.pages.index(page) + 1,
        pages=pages.pages,
        errors=errors,
        wrong={fault.field.id: fault.text for fault in faults or [] if fault.control.startswith("v.")},
        wrong_notes={fault.field.id: fault.text for fault in faults or [] if fault.control.startswith("n.")},
        checks={one.explained_by: one.check.message for one in failing(draft, page)},
        stamp=(conflict or draft).stamp(names),
        conflict=conflict,
    )
    return make_response(html, 409 if conflict else 422 if errors else 200)


def _states(draft: Draft, pages: Pages) -> dict[str, str]:
    """Each page's state by its id: `wrong`, `filled`, `empty`."""
    states = {}
    for page in pages.pages:
        if not draft.content.is_filled(page.fields):
            states[page.id] = "empty"
        else:
            wrong = draft.content.read(page.fields).faults or unexplained(draft, page)
            states[page.id] = "wrong" if wrong else "filled"
    return states


def _to(address: str) -> Response:
    return make_response(redirect(address))
