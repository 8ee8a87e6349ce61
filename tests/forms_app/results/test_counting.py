from datetime import date, timedelta
from random import Random

import pytest
from flask import Flask

from forms_app.app import library
from forms_app.database import db
from forms_app.models.editions import SurveyEdition
from forms_app.models.responses import Invitation, TextTheme
from forms_app.results.figures import QuestionFigures
from forms_app.results.report import Report, report_on
from forms_app.results.selection import Selection
from surveys.answers import Answer
from surveys.model.survey import Question, ResolvedModule, Survey
from surveys.scoring import score
from tests.support.small_survey import DAY, keep, options, send, ten_people, the_survey

NORTH = Selection("small", ("north",))


def figures(report: Report) -> dict[str, QuestionFigures]:
    return {one.series.name: one for one in report.questions}


@pytest.fixture
def ten(app: Flask) -> Flask:
    with app.app_context():
        ten_people()
    return app


def test_counts_and_bases_are_those_worked_by_hand(ten: Flask) -> None:
    with ten.app_context():
        report = report_on(db.session, NORTH)
        found = figures(report)
        assert report.sent == 10
        enough = found["help.enough"]
        assert (enough.answered, enough.passed_over, enough.refused, enough.not_asked) == (8, 1, 1, 0)
        assert [(one.code, one.count, one.base) for one in enough.shares] == [("yes", 4, 8), ("partly", 2, 8), ("no", 2, 8)]
        assert [one.percent for one in enough.shares] == [50.0, 25.0, 25.0]
        hours = found["care.hours"]
        assert (hours.answered, hours.passed_over, hours.refused, hours.not_asked) == (5, 1, 0, 4)


def test_shares_of_several_answers_are_of_people_and_may_exceed_all(ten: Flask) -> None:
    with ten.app_context():
        kinds = figures(report_on(db.session, NORTH))["help.kinds"]
        assert (kinds.answered, kinds.passed_over, kinds.refused, kinds.not_asked) == (4, 1, 1, 4)
        assert {one.code: (one.count, one.percent) for one in kinds.shares} == {
            "breaks": (3, 75.0), "money": (2, 50.0), "advice": (2, 50.0)
        }  # fmt: skip


def test_numbers_have_their_mean_median_and_quartiles(ten: Flask) -> None:
    with ten.app_context():
        numbers = figures(report_on(db.session, NORTH))["care.hours"].numbers
        assert numbers.base == 5
        assert (numbers.mean, numbers.median, numbers.quartiles) == (40.0, 30.0, (20.0, 40.0))


@pytest.mark.parametrize(
    ("filters", "sent"),
    [
        ({"channel": "paper"}, 2),
        ({"language": "ur"}, 1),
        ({"helper": "proxy"}, 1),
        ({"round": 1}, 9),
        ({"first": DAY + timedelta(days=1)}, 1),
        ({"last": date(2026, 1, 5)}, 1),
        ({"first": date(2026, 1, 5), "last": DAY}, 9),
        ({"providers": ("north", "south")}, 11),
    ],
    ids=str,
)
def test_filters_count_those_they_name(ten: Flask, filters: dict[str, object], sent: int) -> None:
    with ten.app_context():
        assert report_on(db.session, Selection(**({"survey": "small", "providers": ("north",)} | filters))).sent == sent  # type: ignore[arg-type]


def test_who_has_not_sent_is_counted_where_they_stopped(ten: Flask) -> None:
    with ten.app_context():
        send("nothing", version=keep(the_survey()), sent=None, round_id=1)
        db.session.commit()
        progress = report_on(db.session, NORTH).progress
        assert [(stop.text, stop.people) for stop in progress.stops] == [("", 1), ("Which help?", 1)]
        assert (progress.sent, progress.unfinished, progress.replied) == (10, 2, None)


def test_the_share_who_replied_is_of_those_invited_to_the_round(ten: Flask) -> None:
    with ten.app_context():
        db.session.add_all(Invitation(round_id=1, state=state) for state in ("made", "sent", "sent", "begun"))
        db.session.add(Invitation(round_id=2, state="sent"))
        db.session.commit()
        replied = report_on(db.session, Selection("small", ("north",), 1)).progress.replied
        assert replied is not None
        assert (replied.count, replied.base) == (2, 4)


def test_themes_are_shares_of_the_texts_that_were_sorted(ten: Flask) -> None:
    with ten.app_context():
        send("w1", version=keep(the_survey()), one__thing=("B",))
        db.session.flush()
        for response, theme in (("r1", "breaks"), ("r1", "money"), ("w1", "")):
            db.session.add(TextTheme(response=response, question="one.thing", theme=theme))
        db.session.commit()
        thing = figures(report_on(db.session, NORTH))["one.thing"]
        assert (thing.answered, thing.sorted_texts) == (2, 2)
        assert [(one.code, one.count, one.percent) for one in thing.theme_shares] == [
            ("breaks", 1, 50.0), ("money", 1, 50.0), ("other", 0, 0.0)
        ]  # fmt: skip


def two_versions(changes: str | None) -> dict[str, QuestionFigures]:
    """One answer to each of two versions; the second rewords a question, and its edition says what `changes` says."""
    first = keep(the_survey(), date(2026, 1, 1))
    second = keep(the_survey(help_enough={"text": "Do you get enough help?"}), date(2026, 2, 1))
    if changes is not None:
        db.session.add(
            SurveyEdition(survey="small", number=1, version=second, changes=changes, published_on=date(2026, 2, 1))
        )
    send("a", version=first, help__enough="yes")
    send("b", version=second, help__enough="no")
    db.session.commit()
    return figures(report_on(db.session, NORTH))


def test_versions_with_the_same_meaning_are_counted_together(app: Flask) -> None:
    with app.app_context():
        found = two_versions('{"help.enough": "same"}')
        assert found["help.enough"].answered == 2
        assert "help.enough~2" not in found


@pytest.mark.parametrize(
    ("changes", "why"), [('{"help.enough": "changed"}', "changed"), ("{}", "nobody-said"), (None, "nobody-said")]
)
def test_versions_whose_meaning_may_differ_are_counted_apart(app: Flask, changes: str | None, why: str) -> None:
    with app.app_context():
        found = two_versions(changes)
        assert (found["help.enough"].answered, found["help.enough~2"].answered) == (1, 1)
        assert found["help.enough~2"].series.why == why
        assert found["care.hours"].not_asked == 2


def test_a_translation_is_no_change_of_meaning(app: Flask) -> None:
    with app.app_context():
        first = keep(the_survey(), date(2026, 1, 1))
        translated = {"text": {"en": "Is there enough help?", "pl": "Czy pomoc wystarcza?"}}
        send("a", version=first, help__enough="yes")
        send("b", version=keep(the_survey(help_enough=translated), date(2026, 2, 1)), help__enough="no")
        db.session.commit()
        assert figures(report_on(db.session, NORTH))["help.enough"].answered == 2


def test_scores_counted_in_the_database_are_those_of_each_person(app: Flask) -> None:
    luck = Random(4)
    with app.app_context():
        instrument = library().instruments["carers-quality-of-life"]
        questions = [Question(key=key, kind="one", text=key, options=options("1", "2", "3")) for key in instrument.items]
        module = ResolvedModule(id="qol", title="Life", questions=questions)
        survey = Survey(id="small", title="S", intro="", respondent="carer", minutes=1, modules=[module])
        version = keep(survey)
        scores = []
        for number in range(40):
            given = {key: luck.choice(("1", "2", "3", "3", None)) for key in instrument.items}
            if number % 2:
                given = {key: code or "1" for key, code in given.items()}
            send(f"r{number}", version=version, **{key.replace(".", "__"): code for key, code in given.items()})
            scores.append(score(instrument, {key: Answer((code,) if code else ()) for key, code in given.items()}))
        db.session.commit()
        found = report_on(db.session, NORTH).scores
        assert [one.instrument.id for one in found] == ["carers-quality-of-life"]
        whole = [one for one in scores if one is not None]
        assert found[0].numbers.counted == {n: whole.count(n) for n in sorted(set(whole))}
        assert found[0].incomplete == len(scores) - len(whole)
