"""The menu's entries stand in groups; each subject has its place, and what has none stands last."""

from flask import Flask

from forms_app.accounts.menu import GROUPS, MenuEntry, links_of
from tests.support.house_rules import check_page
from tests.support.staff import add_provider, opened, signed_in


def test_the_first_of_each_group_but_the_first_is_marked(app: Flask) -> None:
    ends = ("casework.people", "contacts.home", "returns.returns", "rights.home")
    entries = [MenuEntry(name, name, frozenset()) for name in ends]
    with app.test_request_context():
        links = links_of(entries, "returns")
        assert links_of([], "returns") == []
    assert [link["current"] for link in links] == [False, False, True, False]
    assert [bool(link["attributes"]) for link in links] == [False, False, True, True]


def test_every_subject_of_the_menu_has_a_place(app: Flask) -> None:
    subjects = {entry.blueprint for entry in app.extensions["menu"]}
    assert subjects <= {subject for group in GROUPS for subject in group}


def test_a_page_has_every_link_without_scripts(app: Flask) -> None:
    add_provider(app)
    page = opened(signed_in(app, "provider_manager"), "/record")
    check_page(page)
    assert page.count('data-group="begins"') == 3
    assert "hidden" not in page.partition("govuk-service-navigation__list")[2].partition("</ul>")[0]
