"""The rules of what is kept for how long, and what they did, for whoever answers for it."""

from flask import render_template
from flask_babel import ngettext
from flask_security import current_user
from sqlalchemy import select

from forms_app.accounts import staff_only
from forms_app.database import db, read_only_request
from forms_app.models.rights import RetentionRun
from forms_app.models.work import Beat
from forms_app.rights.blueprint import ANSWERS_FOR_THEM, rights_pages
from forms_app.rights.retention import RULES, Rule

MOST_SHOWN = 200


@rights_pages.get("/retention")
@staff_only(*ANSWERS_FOR_THEM)
def retention() -> str:
    """Each rule; for administrators of the council, what the rules removed, the newest first."""
    read_only_request()
    sees_runs = current_user.provider is None
    runs = select(RetentionRun).order_by(RetentionRun.id.desc()).limit(MOST_SHOWN)
    beat = db.session.get(Beat, "retention")
    return render_template(
        "rights/retention.html",
        rules=[(rule, length_words(rule)) for rule in RULES],
        names={rule.name: rule.what for rule in RULES},
        runs=db.session.scalars(runs).all() if sees_runs else None,
        last=beat.at.date() if beat else None,
    )


def length_words(rule: Rule) -> str:
    """For how long: "after 8 years", "after 30 days"."""
    if rule.years:
        return str(ngettext("after %(num)s year", "after %(num)s years", rule.length))
    return str(ngettext("after %(num)s day", "after %(num)s days", rule.length))
