"""Words for codes, dates and clocks, as the pages of casework show them."""

from flask_babel import gettext as _
from flask_babel import ngettext

from forms_app.app import library
from forms_app.casework.blueprint import blueprint
from forms_app.casework.clocks import Clock
from forms_app.day_words import day_words
from surveys.model.common import say


def code_words(list_name: str, code: str | None) -> str:
    """The words for a code of a list; the code itself where the list no longer has it, and "" for none."""
    if not code:
        return ""
    for entry in library().codes.lists.get(list_name, []):
        if entry.code == code:
            return say(entry.label)
    return code


def list_words(list_name: str, codes: str | None) -> str:
    """The words for a `;`-separated list of codes."""
    return ", ".join(code_words(list_name, code) for code in (codes or "").split(";") if code)


def code_items(list_name: str) -> list[dict[str, str]]:
    """A list of codes as the macros take choices."""
    return [{"value": entry.code, "text": say(entry.label)} for entry in library().codes.lists.get(list_name, [])]


def locality_words(code: str | None) -> str:
    """What a locality is called in the framework that names it."""
    for framework in library().frameworks.values():
        for locality in framework.localities:
            if locality.code == code:
                return locality.label
    return code or ""


def outcome_words(reference: str) -> str:
    """What an outcome named `framework:outcome` or `framework:outcome.statement` is called."""
    framework_id, _sep, name = reference.partition(":")
    framework = library().frameworks.get(framework_id)
    for outcome in framework.outcomes if framework else []:
        if outcome.id == name:
            return outcome.title
        for statement in outcome.statements:
            if f"{outcome.id}.{statement.id}" == name:
                return f"{outcome.title}: {statement.text}"
    return reference


def what_words(clock: Clock) -> str:
    """What is to be done, as the contract calls it."""
    if clock.rule.framework is not None:
        return clock.rule.clock.label
    return str({"assessment": _("Assessment"), "review": _("Review"), "contact": _("Wellbeing call")}[clock.kind])


def which_words(which: str) -> str:
    """What the list can be narrowed to: one kind of clock."""
    do, _sep, kinds = which.partition(".")
    if do == "contact":
        return " / ".join(code_words("contact_kind", kind) for kind in kinds.split("."))
    return str({
        "assessment": _("Assessment"), "review": _("Review"), "emergency_plan": _("Emergency plan review"),
        "sample_review": _("Sample review"),
    }[do])  # fmt: skip


def due_words(clock: Clock) -> str:
    """What is to be done, by when."""
    what = what_words(clock)
    if clock.state == "overdue":
        return str(_("%(what)s was due by %(day)s", what=what, day=day_words(clock.due_on)))
    return str(_("%(what)s due by %(day)s", what=what, day=day_words(clock.due_on)))


def days_words(clock: Clock) -> str:
    """How much time is left, or how late it is."""
    left = clock.days_left
    if left < 0:
        return str(ngettext("%(num)s day late", "%(num)s days late", -left))
    if left == 0:
        return str(_("last day today"))
    return str(ngettext("%(num)s day left", "%(num)s days left", left))


def time_words(clock: Clock) -> str:
    """How long there is for it."""
    within = clock.rule.clock.within
    if within is None:
        return ""
    if within.days is not None:
        return str(ngettext("%(num)s day", "%(num)s days", within.days))
    return str(ngettext("%(num)s month", "%(num)s months", within.months or 0))


def why_words(clock: Clock) -> str:
    """Why the clock runs: what it is counted from."""
    since = day_words(clock.since)
    if clock.kind == "sample_review":
        if clock.state == "overdue":
            ended = day_words(clock.due_on)
            return str(
                _("Drawn by lot for the %(share)s%% sample of the %(period)s to %(ended)s.", ended=ended, **_drawn(clock))
            )
        return str(_("Drawn by lot for this %(period)s’s %(share)s%% sample.", **_drawn(clock)))
    if clock.kind == "assessment":
        return str(_("Started on %(day)s; it has %(time)s.", day=since, time=time_words(clock)))
    if clock.kind == "emergency_plan":
        return str(_("Plan made or last reviewed on %(day)s.", day=since))
    if clock.kind == "review":
        if clock.reopened:
            return str(_("No review since the record was opened again on %(day)s.", day=since))
        if clock.first:
            return str(_("No review since registering on %(day)s.", day=since))
        return str(
            _("Last review %(day)s; this day was agreed then.", day=since) if clock.agreed
            else _("Last review %(day)s.", day=since)
        )  # fmt: skip
    if clock.rule.clock.statuses == ["non_engaging"]:
        if clock.reopened:
            return str(_("Not using the service; no call since the record was opened again on %(day)s.", day=since))
        if clock.first:
            return str(_("Not using the service; no call since registering on %(day)s.", day=since))
        return str(_("Not using the service; last call %(day)s.", day=since))
    if clock.reopened:
        return str(_("None since the record was opened again on %(day)s.", day=since))
    if clock.first:
        return str(_("None since registering on %(day)s.", day=since))
    return str(_("Last one %(day)s.", day=since))


def _drawn(clock: Clock) -> dict[str, str]:
    sample = clock.rule.clock.sample
    if sample is None:
        return {"period": "", "share": ""}
    names = {"month": _("month"), "quarter": _("quarter"), "half_year": _("half year"), "year": _("year")}
    return {"period": str(names[sample.each]), "share": f"{sample.share.normalize():f}"}


def asked_by_words(clock: Clock) -> str:
    """Who says so: the contract's reason with its framework, or that no contract does."""
    if clock.rule.framework is None:
        return str(_("No contract sets a time for this, so the usual %(time)s runs.", time=time_words(clock)))
    return str(_("%(why)s (%(framework)s)", why=clock.rule.clock.why, framework=clock.rule.title))


STATE_TAGS = {"overdue": "govuk-tag--red", "due": "govuk-tag--yellow", "done": "govuk-tag--green"}


def state_words(state: str) -> str:
    """The word on the tag."""
    return str({"overdue": _("Overdue"), "due": _("Due"), "done": _("Up to date"), "closed": _("Closed")}[state])


def state_tag(state: str) -> str:
    """The colour of the tag."""
    return STATE_TAGS[state]


for _function in (
    code_words, code_items, list_words, locality_words, outcome_words, due_words, days_words, why_words, asked_by_words,
    which_words, state_words, state_tag,
):  # fmt: skip
    blueprint.add_app_template_global(_function)
