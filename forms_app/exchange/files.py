"""The fifteen files as data, in the order in which they are read: what is referred to comes before what refers to it."""

from decimal import Decimal

from forms_app.exchange.kinds import Amount, BirthYear, Coded, Day, Defined, Key, Language, Whole, Words
from forms_app.exchange.layout import Column, File
from forms_app.exchange.questions import answers_of_survey, question_columns
from forms_app.exchange.row_checks import (
    goal_and_review_of_one_person,
    measure_of_framework,
    return_row,
    score_in_range,
)
from forms_app.models import filing, records, responses

MOST = 1_000_000
NOTHING = Decimal(0)
PROVIDER = Column("provider", Key(), required=True, refers="provider")
PERSON = Column("person", Key(), required=True, refers="person")
LOCALITY = Column("locality", Key(60))
ONLINE = Column("online", Coded("online"))


def _day(name: str, *, required: bool = False) -> Column:
    return Column(name, Day(), required)


def _key(name: str, refers: str | None = None) -> Column:
    return Column(name, Key(), required=True, refers=refers)


def _coded(name: str, codes: str | None = None, *, required: bool = False, several: bool = False) -> Column:
    return Column(name, Coded(codes or name, several), required)


def _framework() -> Column:
    return Column("framework", Defined("framework"), required=True)


FILES: tuple[File, ...] = (
    File(
        "providers.csv",
        "provider",
        records.Provider,
        ("provider",),
        (_key("provider"), Column("name", Words(200), required=True), LOCALITY),
    ),
    File(
        "contracts.csv",
        "contract",
        records.Contract,
        ("contract",),
        (
            _key("contract"),
            _framework(),
            PROVIDER,
            _day("starts_on", required=True),
            _day("ends_on"),
            Column("annual_value", Amount(2, NOTHING, Decimal(999_999_999_999))),
            Column("contract_meeting_day", Whole(1, 31)),
        ),
        in_order=(("starts_on", "ends_on"),),
    ),
    File(
        "people.csv",
        "person",
        records.Person,
        ("provider", "person"),
        (
            PROVIDER,
            _key("person"),
            _coded("role", required=True),
            _day("registered_on", required=True),
            _coded("status"),
            _day("closed_on"),
            _coded("closed_reason"),
            LOCALITY,
            _coded("carer_groups", several=True),
            Column("birth_year", BirthYear()),
            _coded("gender"),
            _coded("ethnicity"),
            _coded("health_issues"),
            _coded("family_status"),
            _coded("employment_status"),
            Column("cared_for_birth_year", BirthYear()),
            _coded("cared_for_gender", "gender"),
            _coded("cared_for_ethnicity", "ethnicity"),
            _coded("cared_for_conditions", several=True),
        ),
        in_order=(("registered_on", "closed_on"),),
    ),
    File(
        "referrals.csv",
        "referral",
        records.Referral,
        ("provider", "referral"),
        (
            PROVIDER,
            _key("referral"),
            Column("person", Key(), refers="person"),
            _day("received_on", required=True),
            _coded("source", "referral_source", required=True),
            _coded("kind", "referral_kind", required=True),
            _coded("accepted"),
            _coded("declined_reason"),
            LOCALITY,
        ),
    ),
    File(
        "assessments.csv",
        "assessment",
        records.Assessment,
        ("provider", "assessment"),
        (
            PROVIDER,
            _key("assessment"),
            PERSON,
            _coded("kind", "assessment_kind", required=True),
            _day("started_on", required=True),
            _day("completed_on"),
        ),
        in_order=(("started_on", "completed_on"),),
    ),
    File(
        "goals.csv",
        "goal",
        records.Goal,
        ("provider", "goal"),
        (
            PROVIDER,
            _key("goal"),
            PERSON,
            Column("outcome", Defined("outcome"), required=True),
            _day("agreed_on", required=True),
            Column("baseline", Whole(1, 5)),
        ),
    ),
    File(
        "reviews.csv",
        "review",
        records.Review,
        ("provider", "review"),
        (
            PROVIDER,
            _key("review"),
            PERSON,
            _day("reviewed_on", required=True),
            _coded("kind", "review_kind"),
            _coded("feels_supported"),
        ),
    ),
    File(
        "goal_reviews.csv",
        "review of a goal",
        records.GoalReview,
        ("provider", "review", "goal"),
        (
            PROVIDER,
            _key("review", refers="review"),
            _key("goal", refers="goal"),
            Column("score", Whole(1, 5)),
            _coded("achieved", required=True),
            _coded("need_met"),
            _coded("unmet_reason"),
        ),
        checks=(goal_and_review_of_one_person,),
    ),
    File(
        "scores.csv",
        "score",
        records.Score,
        ("provider", "person", "scale", "taken_on"),
        (
            PROVIDER,
            PERSON,
            Column("scale", Defined("scale"), required=True),
            _day("taken_on", required=True),
            Column("score", Amount(2, Decimal(-999_999), Decimal(999_999)), required=True),
            _coded("at", "score_at"),
        ),
        checks=(score_in_range,),
    ),
    File(
        "contacts.csv",
        "contact",
        records.Contact,
        ("provider", "contact"),
        (
            PROVIDER,
            _key("contact"),
            PERSON,
            _day("on", required=True),
            _coded("kind", "contact_kind", required=True),
            Column("minutes", Whole(0, MOST)),
            ONLINE,
        ),
    ),
    File(
        "activities.csv",
        "activity",
        records.Activity,
        ("provider", "activity"),
        (
            PROVIDER,
            _key("activity"),
            _coded("kind", "activity_kind", required=True),
            _day("held_on", required=True),
            ONLINE,
            LOCALITY,
            Column("attendees", Whole(0, MOST)),
            Column("hours", Amount(2, NOTHING, Decimal(MOST))),
            Column("title", Words(300)),
        ),
    ),
    File(
        "feedback.csv",
        "feedback",
        records.Feedback,
        ("provider", "feedback"),
        (
            PROVIDER,
            _key("feedback"),
            _coded("kind", "feedback_kind", required=True),
            _day("received_on", required=True),
            _day("completed_on"),
            _coded("outcome", "feedback_outcome"),
        ),
        in_order=(("received_on", "completed_on"),),
    ),
    File(
        "returns.csv",
        "field of a return",
        filing.FiledReturn,
        ("provider", "framework", "form", "period_start", "field"),
        (
            PROVIDER,
            _framework(),
            _key("form"),
            _day("period_start", required=True),
            Column("field", Key(160), required=True),
            Column("value", Words(), required=True),
            Column("note", Words()),
            _day("filed_on"),
        ),
        checks=(return_row,),
        stand_together=("provider", "framework", "form", "period_start"),
    ),
    File(
        "responses.csv",
        "response",
        responses.Response,
        ("response",),
        (
            _key("response"),
            Column("survey", Defined("survey"), required=True),
            PROVIDER,
            _day("submitted_on", required=True),
            _coded("channel"),
            Column("language", Language()),
        ),
        checks=(answers_of_survey,),
        more_columns=question_columns,
    ),
    File(
        "published.csv",
        "published figure",
        filing.PublishedFigure,
        ("framework", "measure", "period_start", "period_end", "group"),
        (
            _framework(),
            Column("measure", Key(120), required=True),
            _day("period_start", required=True),
            _day("period_end", required=True),
            Column("group", Key(120), empty=""),
            Column("value", Amount(6, Decimal(-999_999_999), Decimal(999_999_999)), required=True),
            Column("source", Words(), required=True),
            Column("note", Words()),
        ),
        in_order=(("period_start", "period_end"),),
        checks=(measure_of_framework,),
    ),
)  # fmt: skip
BY_NAME = {file.name: file for file in FILES}
