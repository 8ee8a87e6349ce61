"""Which survey a round asks once authors have published editions of it."""

from datetime import date

from flask import Flask

from forms_app.authoring.editions import all_surveys, current_survey
from forms_app.database import db
from forms_app.models.editions import SurveyEdition
from forms_app.models.records import Provider
from forms_app.models.responses import Round
from forms_app.respond.rounds import survey_of
from forms_app.respond.versions import freeze
from surveys.editing.steps import altered
from surveys.library import load_library
from surveys.model.survey import Survey


def publish(survey: Survey, number: int, left_rounds: str = "") -> None:
    """Put an edition on file as a publication would."""
    db.session.add(
        SurveyEdition(
            survey=survey.id, number=number, version=freeze(survey), published_on=date(2026, 5, 1), left_rounds=left_rounds
        )
    )
    db.session.commit()


def titled(title: str, name: str = "carer-short") -> Survey:
    """The short carers' survey under another title (and another id)."""
    return altered(load_library().surveys["carer-short"], title=title, id=name)


def a_round(survey: str = "carer-short") -> Round:
    """A round that is open."""
    db.session.merge(Provider(provider="north", name="North Carers"))
    made = Round(slug=f"r-{survey}", survey=survey, provider="north", title="A round", opens_on=date(2026, 4, 1))
    db.session.add(made)
    db.session.commit()
    return made


def test_the_library_s_survey_is_asked_until_an_edition_is_published(app: Flask) -> None:
    with app.app_context():
        assert current_survey("carer-short") == load_library().surveys["carer-short"]


def test_the_newest_edition_is_asked_of_whoever_begins(app: Flask) -> None:
    with app.app_context():
        for number in (1, 2, 10):
            publish(titled(f"Edition {number}"), number)
        assert survey_of(a_round()).title == "Edition 10"


def test_a_round_that_was_left_out_goes_on_with_the_edition_before(app: Flask) -> None:
    with app.app_context():
        round_ = a_round()
        publish(titled("Edition 1"), 1)
        publish(titled("Edition 2"), 2, left_rounds=f"{round_.id};77")
        assert survey_of(round_).title == "Edition 1"
        assert current_survey("carer-short", 7).title == "Edition 2"  # type: ignore[union-attr]


def test_a_survey_made_here_can_be_asked_like_any_other(app: Flask) -> None:
    with app.app_context():
        publish(titled("Made here", "made-here"), 1)
        assert survey_of(a_round("made-here")).title == "Made here"
        assert list(all_surveys()) == [*load_library().surveys, "made-here"]


def test_there_is_no_survey_under_a_name_nobody_gave(app: Flask) -> None:
    with app.app_context():
        assert current_survey("made-up") is None
