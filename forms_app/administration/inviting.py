"""Pages on which an administrator invites people, sends an invitation again, shows its link, or takes it back."""

from datetime import timedelta

from flask import Response, abort, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_security import current_user

from forms_app import audit_log, clock
from forms_app.accounts import staff_only
from forms_app.administration import invitations
from forms_app.administration.account import LONGEST_NAME, read_roles
from forms_app.administration.blueprint import ADMINISTRATOR, administration, organisation_words
from forms_app.administration.changes import account_of
from forms_app.administration.first_of_provider import is_for_another, is_own_mailbox, tell_others
from forms_app.administration.invitations import invite, open_invitation_to, own_invitation, providers_without, send
from forms_app.administration.words import FIRST, role_items, roles_of, roles_words
from forms_app.database import db
from forms_app.messages import can_send
from forms_app.messages.addresses import clean_email
from forms_app.messages.content import EMAIL
from forms_app.models.accounts import ROLES, StaffInvitation
from forms_app.typed import Typed

COUNCIL = "council"
SAME = timedelta(minutes=5)
"""A form that is sent twice within this is one invitation."""


@administration.route("/administration/invite", methods=["GET", "POST"])
@staff_only(ADMINISTRATOR)
def invite_someone() -> Response:
    """Invite someone to one's own organisation, or as the first of a provider's; `?provider=` fills that in."""
    typed = Typed(request.form)
    organisations = _organisations()
    if request.method != "POST":
        typed.fields["organisation"] = request.args.get("provider", COUNCIL)
        return _form(typed, organisations)
    # Held to the end: of two invitations to one address at once, the second finds the first.
    audit_log.lock_log()
    provider = current_user.provider
    if provider is None:
        chosen = typed.choice("organisation", list(organisations), missing=_("Choose whom they work for"))
        provider = None if chosen in (None, COUNCIL) else chosen
    name = typed.text("name", longest=LONGEST_NAME, missing=_("Enter their name"))
    email = _read_email(typed)
    allowed = _roles_for(provider)
    if set(typed.values("roles")) & set(ROLES) - set(allowed):
        typed.wrong("roles", _("At this organisation one can be: %(roles)s", roles=roles_words(list(allowed))))
    roles = read_roles(typed, allowed)
    if typed.value("how") == "link" and "link" not in _ways(provider):
        typed.wrong("how", _("An invitation to a provider goes by e-mail, so that nobody else can open it"))
    how = typed.choice("how", _ways(provider), missing=_("Choose how they get the link"))
    if is_for_another(provider) and email and is_own_mailbox(email):
        typed.wrong("email", _("You can’t invite yourself to a provider. Someone else at the council must"))
    there = open_invitation_to(email) if email else None
    if there is not None and not typed.errors and _is_the_same(there, name, roles, provider):
        return _after(there, how or "")
    if there is not None:
        typed.wrong("email", _there_words(there))
    if typed.errors or name is None or email is None:
        return _form(typed, organisations)
    made = invite(email, name, roles, provider)
    if provider is not None and is_for_another(provider):
        tell_others(provider)
    if how == "email":
        send(made)
    db.session.commit()
    return _after(made, how or "")


@administration.get("/administration/invitation/<int:invitation>")
@staff_only(ADMINISTRATOR)
def invitation(invitation: int) -> str:
    """One open invitation, and what can be done about it."""
    found = _own(invitation)
    return render_template(
        "administration/invitation.html",
        invitation=found,
        roles=found.roles.split(";"),
        organisation=organisation_words(found.provider),
        run_out=found.expires_at <= clock.now(),
        can_mail=can_send(EMAIL),
        can_show="link" in _ways(found.provider),
    )


@administration.post("/administration/invitation/<int:invitation>/again")
@staff_only(ADMINISTRATOR)
def send_again(invitation: int) -> Response:
    """Send it again, with a new link."""
    found = _own(invitation)
    if not can_send(EMAIL):
        abort(404)
    if send(found):
        audit_log.record("staff-invitation-sent-again", provider=found.provider, invitation=found.id)
        flash(_("The invitation to %(email)s is sent again. Links sent before stop working.", email=found.email), "success")
    else:
        flash(_("The invitation to %(email)s is on its way already.", email=found.email))
    db.session.commit()
    return make_response(redirect(url_for(".accounts"), 303))


@administration.post("/administration/invitation/<int:invitation>/link")
@staff_only(ADMINISTRATOR)
def show_link(invitation: int) -> str:
    """Show a new link, once, to hand over; a message that still waits is not sent."""
    found = _own(invitation)
    if "link" not in _ways(found.provider):
        abort(404, _("An invitation to a provider goes by e-mail, so that nobody else can open it."))
    link = invitations.show_link(found)
    page = render_template("administration/link.html", invitation=found, link=link)
    db.session.commit()
    return page


@administration.post("/administration/invitation/<int:invitation>/take-back")
@staff_only(ADMINISTRATOR)
def take_back(invitation: int) -> Response:
    """Take it back: its links stop working, and what was not sent yet never is."""
    found = _own(invitation)
    audit_log.record("staff-invitation-taken-back", provider=found.provider, invitation=found.id)
    email = found.email
    db.session.delete(found)
    db.session.commit()
    flash(_("The invitation to %(email)s is taken back.", email=email), "success")
    return make_response(redirect(url_for(".accounts"), 303))


def _own(number: int) -> StaffInvitation:
    found = own_invitation(number)
    if found is None:
        abort(404, _("This invitation is not open any more: it was used or taken back. “Accounts” lists those that are."))
    return found


def _ways(provider: str | None) -> tuple[str, ...]:
    """How a link may reach someone: of another organisation not by the hands of whoever invites, where we can e-mail it."""
    if not can_send(EMAIL):
        return ("link",)
    return ("email",) if is_for_another(provider) else ("email", "link")


def _organisations() -> dict[str, str]:
    """Whom one may invite people for: the council's administrators also for providers that have no administrator."""
    if current_user.provider is not None:
        return {}
    return {COUNCIL: organisation_words(None)} | {one.provider: one.name for one, _invited in providers_without()}


def _roles_for(provider: str | None) -> tuple[str, ...]:
    return FIRST if provider != current_user.provider else roles_of(provider)


def _read_email(typed: Typed) -> str | None:
    value = typed.text("email", longest=254, missing=_("Enter their e-mail address"))
    if value is None:
        return None
    email = clean_email(value)
    if email is None:
        typed.wrong("email", _("Enter an e-mail address in the correct format, such as name@example.com"))
    elif account_of(email) is not None:
        typed.wrong("email", _("There is an account with this address already. It may be turned off: look in “Accounts”"))
    return email


def _there_words(there: StaffInvitation) -> str:
    if own_invitation(there.id) is None:
        return str(_("Another organisation has invited this address already. Each account needs an address of its own"))
    return str(_("There is an open invitation to this address already: send it again, or take it back first"))


def _is_the_same(there: StaffInvitation, name: str | None, roles: list[str], provider: str | None) -> bool:
    sent = (there.name, there.roles, there.provider, there.made_by)
    return sent == (name, ";".join(roles), provider, current_user.id) and there.made_at > clock.now() - SAME


def _after(made: StaffInvitation, how: str) -> Response:
    if how == "email":
        flash(_("An invitation to %(email)s is on its way. It works for 7 days.", email=made.email), "success")
        return make_response(redirect(url_for(".accounts"), 303))
    return make_response(redirect(url_for(".invitation", invitation=made.id), 303))


def _form(typed: Typed, organisations: dict[str, str]) -> Response:
    council = current_user.provider is None
    allowed = tuple(role for role in ROLES if role in {*roles_of(current_user.provider), *(FIRST if organisations else ())})
    page = render_template(
        "administration/invite.html",
        form=typed,
        errors=typed.errors,
        organisations=[{"value": code, "text": words} for code, words in organisations.items()],
        role_choices=role_items(allowed),
        council=council,
        can_mail=can_send(EMAIL),
    )
    return make_response(page, 422 if typed.errors else 200)
