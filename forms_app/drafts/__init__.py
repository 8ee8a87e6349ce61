"""Forms that save themselves while staff type, and are there again when the form is opened again.

To make a form save itself:

1. Tell its name where its routes are made: `add_form(app, KnownForm("contact", WORKERS, check=own_person, ...))`.
   `check(subject)` aborts where the record is not of the user's own provider; `page(subject)` is the form's address.
2. In its view, `draft = open_draft("contact", subject, request.form)`. Where the page is opened (GET) and
   `draft.fields` is not None, begin with those fields: `typed = Typed(draft.fields)`.
3. Where the form is saved for good, call `forget_draft("contact", subject)` before the commit.
4. In its template, with `draft` passed on (macros from "drafts/macros.html", the script in the head):

       {% block head %}{{ draft_script() }}{% endblock %}
       {{ draft_notice(draft) }}
       <form method="post" novalidate{{ draft_attributes(draft) }}>
         {{ draft_fields(draft) }} … {{ button(_("Save")) }} {{ draft_foot(draft) }}
       </form>

   `draft_foot` is the line that says "Saved 10:42" and, for those without scripts, "Save and finish later". It stands
   after the form's own button, so that the Enter key still presses that one.
"""

from flask import Flask

from forms_app.drafts import pages
from forms_app.drafts.forms import NEW, KnownForm, add_form
from forms_app.drafts.keeping import DraftLine, OnPage, drafts_about, forget_draft, open_draft, own_drafts

__all__ = [
    "NEW", "DraftLine", "KnownForm", "OnPage", "add_form", "drafts_about", "forget_draft", "init_app", "open_draft",
    "own_drafts",
]  # fmt: skip


def init_app(app: Flask) -> None:
    """Register the addresses below `/drafts` to which forms save themselves."""
    app.register_blueprint(pages.blueprint)
