"""The forms about a person keep themselves while they are typed; two registrations at once do not mix."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from forms_app.models.casework import FormDraft, Note
from forms_app.models.records import Person, Referral
from tests.forms_app.casework.conftest import add_person, day_fields, filled_in, hidden, rows
from tests.support.house_rules import check_page
from tests.support.staff import opened, signed_in

KEPT = select(FormDraft.form, FormDraft.subject).order_by(FormDraft.subject)
NEW = "/people/new"


def keep(worker: FlaskClient, form: str, subject: str, fields: dict[str, str]) -> int:
    return worker.post(f"/drafts/{form}/{subject}", data=fields).status_code


def begun(worker: FlaskClient, name: str) -> dict[str, str]:
    """A registration typed and kept, not sent."""
    fields = hidden(opened(worker, NEW)) | {"name": name, "role": "carer"} | day_fields("registered_on", 14, 5, 2026)
    assert keep(worker, "registration", fields["once"], fields) == 200
    return fields


def test_two_registrations_at_the_same_moment_are_both_kept(app: Flask, worker: FlaskClient) -> None:
    first, second = begun(worker, "Ada Carer"), begun(worker, "Ben Brown")
    assert len(rows(app, KEPT)) == 2
    listing = opened(worker, NEW)
    check_page(listing)
    for fields, name in ((first, "Ada Carer"), (second, "Ben Brown")):
        path = f"{NEW}?draft={fields['once']}"
        assert f'href="{path}"' in listing
        page = opened(worker, path)
        check_page(page)
        assert f'value="{name}"' in page
        # Going on with it keeps it in the same place.
        again = fields | hidden(page) | {"cared_for_name": "Una"}
        assert keep(worker, "registration", fields["once"], again) == 200
    done = worker.post(NEW, data=first)
    assert done.status_code == 303
    assert rows(app, KEPT) == [("registration", second["once"])]
    assert keep(worker, "registration", first["once"], first) == 410, "a late save finds them registered"
    assert worker.post(NEW, data=second).status_code == 303
    assert rows(app, KEPT) == []
    assert sorted(rows(app, select(Person.name))) == [("Ada Carer",), ("Ben Brown",)]


def test_a_registration_is_its_writers_own(app: Flask, worker: FlaskClient) -> None:
    fields = begun(worker, "Ada Carer")
    manager = signed_in(app, "provider_manager")
    assert fields["once"] not in opened(manager, NEW)
    assert "Ada Carer" not in opened(manager, f"{NEW}?draft={fields['once']}")
    assert keep(worker, "registration", "P1", fields) == 404


def test_what_was_begun_as_a_registration_goes_with_the_referral_it_became(app: Flask, worker: FlaskClient) -> None:
    add_person(app, "P1", name="Ada Carer")
    fields = begun(worker, "Ada Carer") | {"source": "gp", "notes": "Asked for a break."}
    page = worker.post(NEW, data=fields | {"same": "P1"}).text
    check_page(page)
    assert rows(app, KEPT) == [("registration", fields["once"])], "kept until the referral is"
    sent = {"source": "gp", "kind": "re_referral", "accepted": "yes", **day_fields("received_on", 14, 5, 2026)}
    assert worker.post("/person/P1/referral", data=hidden(page) | sent).status_code == 303
    assert rows(app, KEPT) == []


@pytest.mark.parametrize(
    ("form", "path", "typed"),
    [
        ("note", "/person/P1/note", {"text": "Rang her sister."}),
        ("profile", "/person/P1/profile", {"cared_for_name": "Una Example"}),
        (
            "referral",
            "/person/P1/referral",
            {"notes": "Asked for a break.", "source": "gp", "kind": "new", "accepted": "yes"},
        ),
    ],
)
def test_a_form_is_there_again_until_it_is_saved(
    app: Flask, worker: FlaskClient, form: str, path: str, typed: dict[str, str]
) -> None:
    add_person(app)
    days = day_fields("received_on", 14, 5, 2026) | day_fields("registered_on", 1, 4, 2026)
    fields = hidden(opened(worker, path)) | {"role": "carer", "accepted": "yes"} | days | typed
    assert keep(worker, form, "P1", fields) == 200
    page = opened(worker, path)
    check_page(page)
    words = next(iter(typed.values()))
    assert words in page
    assert f'<a class="govuk-link" href="{path}">' in opened(worker, "/person/P1")
    assert worker.post(path, data=fields | hidden(page)).status_code == 303
    assert rows(app, KEPT) == []
    assert f'<a class="govuk-link" href="{path}">Go on' not in opened(worker, "/person/P1")
    assert (words in opened(worker, path)) == (form == "profile"), "a new form is empty; a profile is as it was saved"


def test_a_declined_referral_is_there_again_until_it_is_saved(app: Flask, worker: FlaskClient) -> None:
    path = "/people/referral"
    typed = {"source": "gp", "declined_reason": "out_of_area", "notes": "Lives in Salford."}
    fields = hidden(opened(worker, path)) | day_fields("received_on", 14, 5, 2026) | typed
    assert keep(worker, "declined-referral", "new", fields) == 200
    page = opened(worker, path)
    assert "Lives in Salford." in page
    assert "You began this on" in page
    faulty = worker.post(path, data=fields | hidden(page) | {"source": ""})
    assert faulty.status_code == 422
    assert keep(worker, "declined-referral", "new", filled_in(faulty.text) | {"source": "self"}) == 200
    assert worker.post(path, data=fields | hidden(page)).status_code == 303
    assert rows(app, KEPT) == []
    assert keep(worker, "declined-referral", "new", fields) == 410, "a late save finds it recorded"
    assert keep(worker, "declined-referral", "P1", fields) == 404
    assert rows(app, select(Referral.notes, Referral.accepted)) == [("Lives in Salford.", "no")]
    assert "Lives in Salford." not in opened(worker, path)


def test_what_a_colleague_changed_while_a_profile_lay_unfinished_is_shown(app: Flask, worker: FlaskClient) -> None:
    add_person(app, birth_year=1961)
    path = "/person/P1/profile"
    fields = (
        hidden(opened(worker, path)) | {"role": "carer", "birth_year": "1962"} | day_fields("registered_on", 1, 4, 2026)
    )
    assert keep(worker, "profile", "P1", fields) == 200
    manager = signed_in(app, "provider_manager")
    theirs = (
        hidden(opened(manager, path)) | {"role": "carer", "birth_year": "1963"} | day_fields("registered_on", 1, 4, 2026)
    )
    assert manager.post(path, data=theirs).status_code == 303
    page = opened(worker, path)
    answer = worker.post(path, data=fields | hidden(page))
    assert answer.status_code == 409
    assert "1962" in answer.text
    assert "1963" in answer.text
    assert rows(app, select(Person.birth_year)) == [(1963,)]


def test_a_note_or_referral_that_is_saved_is_not_kept_again(app: Flask, worker: FlaskClient) -> None:
    add_person(app)
    note = hidden(opened(worker, "/person/P1/note")) | {"text": "Rang."}
    assert worker.post("/person/P1/note", data=note).status_code == 303
    assert keep(worker, "note", "P1", note) == 410
    referral = hidden(opened(worker, "/person/P1/referral")) | {"source": "gp", "kind": "new", "accepted": "yes"}
    referral |= day_fields("received_on", 14, 5, 2026)
    assert worker.post("/person/P1/referral", data=referral).status_code == 303
    assert keep(worker, "referral", "P1", referral) == 410
    assert (len(rows(app, select(Note.id))), len(rows(app, select(Referral.referral)))) == (1, 1)


def test_a_referral_or_consent_tells_colleagues_who_have_the_record_open(app: Flask, worker: FlaskClient) -> None:
    add_person(app)

    def version() -> int:
        return int(rows(app, select(Person.version))[0][0])

    seen = [version()]
    days = {name: day_fields(name, 14, 5, 2026) for name in ("received_on", "given_on", "withdrawn_on")}
    for path, typed in (
        ("/person/P1/referral", {"source": "gp", "kind": "new", "accepted": "yes"} | days["received_on"]),
        ("/person/P1/consent", {"scope": "quote", "form": "signed"} | days["given_on"]),
        ("/person/P1/consent/1/withdraw", days["withdrawn_on"]),
    ):
        fields = hidden(opened(worker, path)) | typed
        for _try in range(2):
            assert worker.post(path, data=fields).status_code == 303
        seen.append(version())
    assert seen == sorted(set(seen)), "each tells once"
    assert seen[-1] - seen[0] == 3
    note = hidden(opened(worker, "/person/P1/note")) | {"text": "Rang."}
    assert worker.post("/person/P1/note", data=note).status_code == 303
    assert version() == seen[-1], "a note disturbs nobody"
