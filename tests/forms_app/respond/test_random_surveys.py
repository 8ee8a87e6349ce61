"""Any survey, any answers, back and forth, through the real pages: no dead end, and only the path is sent."""

import re

from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from forms_app.database import db
from forms_app.models.responses import AnswerRow, Response
from forms_app.respond.keys import key_hash
from forms_app.respond.sheet import stored_answers
from surveys.model.survey import Question, Survey
from surveys.path import walk
from tests.forms_app.respond.conftest import Respondent
from tests.surveys.random_surveys import given_to, surveys

MOST_STEPS = 12


def way_on(carer: Respondent) -> str:
    """What the page offers: `question`, `check` or `sent`. A page that offers none is a dead end."""
    assert carer.page.status_code == 200, (carer.at, carer.page.status_code)
    path = carer.at.split("?")[0]
    if '<form id="question" method="post"' in carer.page.text:
        return "question"
    if re.search(r'<form method="post" action="[^"]+/answers/send"', carer.page.text):
        return "check"
    assert path.endswith("/answers/sent"), f"{path} is a dead end"
    return "sent"


def something_that_can_stand(question: Question) -> list[str]:
    picked = {"one": question.codes()[:1], "many": question.codes()[:1], "text": ["words"]}
    return picked.get(question.kind, ["3"])


@given(survey=surveys(), data=st.data())
@settings(
    max_examples=20,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_no_page_is_a_dead_end_and_only_the_path_is_sent(app: Flask, survey: Survey, data: st.DataObject) -> None:
    survey = Survey(**{**survey.model_dump(), "id": "tiny"})
    app.extensions["library"].surveys["tiny"] = survey
    client = app.test_client()
    client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    carer = Respondent(client)
    carer.begin()
    address = carer.at.split("/")[2]
    for _ in range(data.draw(st.integers(0, MOST_STEPS))):
        if way_on(carer) == "question" and data.draw(st.booleans()):
            typed = data.draw(given_to(survey.by_key[carer.key]))
            carer.answer(*typed, go=data.draw(st.sampled_from([None, None, "back", "language:en"])))
        elif data.draw(st.booleans()):
            change = data.draw(st.sampled_from(["", "?change=yes"]))
            carer.open(f"/a/{address}/{data.draw(st.sampled_from(list(survey.by_key)))}{change}")
        else:
            carer.open(f"/a/{address}{data.draw(st.sampled_from(['', '/answers/check', '/answers/sent']))}")
        way_on(carer)
    carer.open(f"/a/{address}")
    for _ in range(len(survey.by_key) + 1):
        if way_on(carer) == "check":
            break
        carer.answer(*something_that_can_stand(survey.by_key[carer.key]))
    assert way_on(carer) == "check"
    with app.app_context():
        response = db.session.scalars(db.select(Response).where(Response.secret_hash == key_hash(address))).one()
        path = walk(survey, stored_answers(response.response))
    carer.send(f"/a/{address}/answers/send")
    assert way_on(carer) == "sent"
    with app.app_context():
        kept = set(db.session.scalars(db.select(AnswerRow.question).where(AnswerRow.response == response.response)))
    assert path.complete
    assert kept == set(path.asked)
