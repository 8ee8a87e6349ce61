"""Case studies and quotes of the demonstration, written by one person and approved by another."""

from dataclasses import dataclass
from datetime import date

from forms_app import audit_log
from forms_app.app import library
from forms_app.database import db
from forms_app.demo.changes import tell_changes
from forms_app.demo.staff import user_called
from forms_app.models.stories import Story
from forms_app.stories.sharing import count_sharing, kept


@dataclass(frozen=True)
class Told:
    """A story or quote. One that is not approved waits for a second person."""

    provider: str
    kind: str
    title: str
    outcomes: str
    text: str
    on: date
    approved: bool = True
    withdrawn: date | None = None
    says: str = ""
    """What the text says of the person, `attribute=code`, `;`-separated."""


TOLD = (
    Told(
        "moorside-carers",
        "story",
        "Saturday mornings",
        "rochdale-carers:wellbeing",
        "She has cared for her husband since his stroke. For three years she had not been out alone.\n\n"
        "A sitter now comes on Saturday mornings. She walks to the market with her sister, and they have coffee. "
        '"It is four hours," she says. "It carries the other hundred and sixty-four."\n\n'
        "At her last review her score for time to herself had gone from 1 to 4.",
        date(2025, 3, 12),
        says="gender=female;cared_for_conditions=stroke",
    ),
    Told(
        "moorside-carers",
        "story",
        "Found at the surgery",
        "rochdale-carers:identification;rochdale-carers:work-money",
        'He did not think of himself as a carer: "I was just a son." The carers\' link worker at his surgery asked him how '
        "things were at home.\n\nHe learnt that he could ask his employer for other hours, and that his mother was due an "
        "allowance nobody had told them about. He kept his job.",
        date(2024, 11, 20),
        says="gender=male",
    ),
    Told(
        "moorside-carers",
        "story",
        "Carers on the panel",
        "rochdale-carers:partners",
        "Two carers sat on the panel that chose the new manager of the service. They asked each candidate what they would "
        'do in the first week. "Listen" was not enough of an answer, they said.',
        date(2024, 6, 5),
    ),
    Told(
        "hollin-hub",
        "story",
        "Within the hour",
        "birmingham-hub:crisis;birmingham-hub:safe",
        "When he was taken into hospital, his card told the crew whom to call. The emergency service was with his wife "
        'within the hour and stayed for two days.\n\nSince then they keep a bag packed, "for holidays, we say".',
        date(2025, 6, 10),
        says="gender=male",
    ),
    Told(
        "hollin-hub",
        "story",
        "The operation she had put off",
        "birmingham-hub:own-health;birmingham-hub:time-out",
        "She had put off an operation for two years because nobody could take over at home. Planned sitting made it "
        "possible. She can climb stairs again.",
        date(2026, 2, 18),
        says="gender=female",
    ),
    Told(
        "elm-valley",
        "story",
        "Two visits first",
        "carers-hub-audit:own-life.breaks",
        "His wife does not take to strangers. The sitter came twice for tea before she stayed. Now his wife asks when she "
        "will be back.",
        date(2026, 4, 22),
    ),
    Told(
        "larchfield",
        "story",
        "To the shop with the frame",
        "dorset-home-care:choice-control",
        '"I want to buy my own paper." That stood in her plan. It took eleven weeks, a frame with a seat and a worker '
        "who walked behind and said nothing.",
        date(2025, 9, 9),
    ),
    Told(
        "moorside-carers",
        "story",
        "A day by the sea",
        "rochdale-carers:wellbeing",
        "Thirty carers went to the sea for a day in May. Most had not had a day away for more than a year.",
        date(2026, 6, 15),
        approved=False,
    ),
    Told(
        "hollin-hub",
        "story",
        "A new lock",
        "birmingham-hub:safe",
        "A new lock and an alarm were fitted. The nights are quiet.",
        date(2025, 1, 15),
        withdrawn=date(2025, 8, 1),
    ),
    Told(
        "moorside-carers",
        "quote",
        "Someone calls back",
        "rochdale-carers:wellbeing",
        "They call back. That is all it needs.",
        date(2025, 5, 6),
    ),
    Told(
        "moorside-carers",
        "quote",
        "Asked",
        "rochdale-carers:partners",
        "They asked us, and then they did it.",
        date(2025, 7, 1),
    ),
    Told("hollin-hub", "quote", "Time out", "birmingham-hub:time-out", "I slept, and then I danced.", date(2025, 4, 3)),
    Told(
        "elm-valley",
        "quote",
        "The list",
        "carers-hub-audit:expert-partners.informed",
        "One list with everything on it. At last.",
        date(2024, 9, 4),
    ),
    Told(
        "larchfield",
        "quote",
        "Same faces",
        "dorset-home-care:dignity",
        "The same two faces, and they knock.",
        date(2025, 10, 7),
    ),
)


def tell_stories() -> None:
    """Write the stories with their consent, and what was done about what was said; one of each waits for approval."""
    for number, told in enumerate(TOLD, start=1):
        writer = user_called(f"worker@{told.provider}.example")
        approver = user_called(f"manager@{told.provider}.example")
        said = {"role": _role(told.outcomes)} | dict(pair.split("=") for pair in told.says.split(";") if pair)
        story = Story(
            provider=told.provider,
            kind=told.kind,
            title=told.title,
            text=told.text,
            outcomes=told.outcomes,
            written_by=writer.id,
            written_on=told.on,
            consent_reference=f"CONSENT-{number:03d}",
            consent_form="signed",
            consent_on=told.on,
            consent_until=told.on.replace(year=told.on.year + 5),
            consent_scope="website;printed",
            attributes=kept(said),
            sharing_attributes=count_sharing(db.session(), library(), told.provider, told.outcomes, kept(said), told.on),
            withdrawn_on=told.withdrawn,
            approved_by=approver.id if told.approved else None,
            approved_on=told.on if told.approved else None,
        )
        db.session.add(story)
        db.session.flush()
        audit_log.record("story-written", provider=told.provider, story=story.id)
        if told.approved:
            audit_log.record("story-approved", provider=told.provider, story=story.id)
    tell_changes()
    db.session.commit()


def _role(outcomes: str) -> str:
    """Whom the framework of these outcomes serves."""
    return library().frameworks[outcomes.partition(":")[0]].serves
