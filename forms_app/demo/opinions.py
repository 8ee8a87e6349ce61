"""What people answer: moods of each provider over time, and an answer to any question that fits the mood."""

from datetime import date
from random import Random

from forms_app.demo.area import BREAKS_FROM, SERVICES, year_number
from forms_app.demo.chance import about, pick
from surveys.answers import Answer
from surveys.model.survey import Question
from surveys.periods import add_months

MOOD = {
    "moorside-carers": 0.62,
    "hollin-hub": 0.58,
    "elm-valley": 0.56,
    "larchfield": 0.7,
    "brightwater": 0.56,
    "copse-end": 0.66,
}
BREAKS = ("breaks.", "life.outside-caring", "life.balance")
HARDER = {
    "money.": -0.12,
    "emergency.": -0.06,
    "health.diet": 0.1,
    "safe.": 0.22,
    "su.safe": 0.22,
    "su.treated": 0.2,
    "home.": 0.05,
    "identified.": -0.08,
    "life.respected": 0.2,
    "satisfaction.": 0.08,
    "voice.": -0.05,
    "event.": 0.25,
    "life.hours": -0.15,
    "life.changes": -0.1,
    "su.same-workers": -0.06,
    "su.told-of-changes": -0.08,
}
"""Questions to which people answer better or worse than to others."""
SPREAD = {
    "agree": ("strongly-agree", "agree", "neither", "disagree", "strongly-disagree"),
    "satisfaction": ("very-satisfied", "fairly-satisfied", "neither", "fairly-dissatisfied", "very-dissatisfied"),
    "difference": ("big", "some", "little", "none"),
    "how_many": ("all", "most", "some", "none"),
    "ease": ("very-easy", "fairly-easy", "fairly-difficult", "very-difficult"),
    "health": ("very-good", "good", "fair", "bad", "very-bad"),
    "safe": ("safe", "mostly-safe", "not-very-safe", "not-at-all-safe"),
    "control": ("as-much-as-i-want", "enough", "some-not-enough", "none"),
    "yes_partly": ("yes", "partly", "not-yet", "no"),
    "yes_partly_no": ("yes", "partly", "no"),
    "mood": ("never", "sometimes", "often", "nearly-always"),
    "again": ("yes", "maybe", "no"),
}
"""Options from best to worst."""
ONE_THING = {
    "practical": (
        "Someone filled in the forms with me.",
        "Help with the shopping.",
        "The stair rail.",
        "A lift to the clinic.",
    ),
    "emotional": ("Being listened to.", "The group on Thursdays, I can say anything there.", "A call when I was low."),
    "breaks": ("Two hours to myself each week.", "The sitter on Saturdays.", "A day by the sea.", "Sleep, for once."),
    "information": ("Knowing whom to ring.", "The talk on dementia.", "Hearing what I am entitled to."),
    "money": ("The allowance I did not know about.", "Help with the heating bill."),
    "mixed": ("Good people, but a long wait.", "The help is good when it comes."),
    "little-or-none": ("Nothing has changed.", "Not much so far."),
    "independence": ("I can make my own tea again.", "I get out to the shop with the frame."),
}
ONE_CHANGE = ("More of them please.", "A later start.", "Parking.", "A quieter room.", "Tell us earlier.")
CARER_FACTS = {
    "about.age-band": (("18_24", 0.03), ("25_44", 0.19), ("45_64", 0.47), ("65_and_over", 0.31)),
    "about.gender": (("female", 0.7), ("male", 0.29), ("other", 0.01)),
    "about.ethnicity": (("white", 0.76), ("asian", 0.15), ("black", 0.04), ("mixed", 0.03), ("other", 0.02)),
    "about.caring-hours": (
        ("under-10", 0.08),
        ("10-to-19", 0.13),
        ("20-to-34", 0.17),
        ("35-to-49", 0.18),
        ("50-to-99", 0.2),
        ("100-or-more", 0.19),
        ("dont-know", 0.05),
    ),
    "work.status": (
        ("full-time", 0.13),
        ("part-time", 0.2),
        ("self-employed", 0.05),
        ("education-training", 0.02),
        ("volunteering", 0.03),
        ("looking-for-work", 0.05),
        ("not-working-caring", 0.19),
        ("not-working-other", 0.06),
        ("retired", 0.27),
    ),
    "su.about-age-band": (("25_44", 0.07), ("45_64", 0.15), ("65_and_over", 0.78)),
    "su.about-gender": (("female", 0.62), ("male", 0.38)),
    "su.about-help": (("nobody", 0.4), ("family-friend", 0.4), ("care-worker", 0.15), ("someone-else", 0.05)),
    "su.work": (("paid", 0.03), ("voluntary", 0.05), ("neither", 0.92)),
    "su.tech-uses": (("yes", 0.45), ("no", 0.5), ("dont-know", 0.05)),
    "event.kind": (
        ("carer-break", 0.33),
        ("drop-in", 0.25),
        ("group", 0.15),
        ("training", 0.12),
        ("online", 0.08),
        ("respite", 0.07),
    ),
    "achieved.agreed": (("yes", 0.66), ("no", 0.24), ("dont-know", 0.1)),
    "su.outcomes-set": (("yes", 0.76), ("no", 0.1), ("dont-know", 0.14)),
    "su.services-help-safe": (("yes", 0.82), ("no", 0.1), ("dont-know", 0.08)),
    "breaks.requested": (("yes", 0.42), ("no", 0.58)),
}
CONDITIONS = (
    ("dementia", 0.24),
    ("old-age", 0.2),
    ("physical-disability", 0.15),
    ("long-term-illness", 0.15),
    ("learning-disability", 0.12),
    ("mental-health", 0.1),
    ("substance-misuse", 0.015),
    ("end-of-life", 0.025),
)


class Respondent:
    """Someone who answers: how they feel about things stays with them from question to question."""

    def __init__(self, luck: Random, provider: str, day: date) -> None:
        self._luck = luck
        self._day = day
        self._own = luck.gauss(0, 0.16)
        self._mood = MOOD[provider] + 0.02 * year_number(day)
        self._carer = any(service.key == provider and service.role == "carer" for service in SERVICES)
        self.theme: str | None = None

    def answer(self, question: Question) -> Answer:
        """An answer to `question`; now and then it is passed over."""
        if question.kind == "text":
            return self._text(question)
        if self._luck.random() < (0.05 if question.personal else 0.02) and not question.required:
            return Answer()
        if question.personal and "prefer-not-to-say" in question.codes() and self._luck.random() < 0.025:
            return Answer(codes=("prefer-not-to-say",))
        if question.kind in ("scale", "number"):
            return Answer(number=self._number(question))
        if question.kind == "many":
            picked = {pick(self._luck, CONDITIONS) for _ in range(pick(self._luck, ((1, 0.7), (2, 0.3))))}
            return Answer(codes=tuple(code for code in question.codes() if code in picked))
        return Answer(codes=(self._code(question),))

    def _level(self, key: str) -> float:
        level = self._mood + self._own + next((it for start, it in HARDER.items() if key.startswith(start)), 0.0)
        if key.startswith(BREAKS) and self._carer:
            level += 0.11 if self._day >= add_months(BREAKS_FROM, 3) else -0.12
        # People feel lower in winter.
        return level - (0.03 if self._day.month in (1, 2, 12) else 0)

    def _code(self, question: Question) -> str:
        if question.key in CARER_FACTS:
            return pick(self._luck, CARER_FACTS[question.key])
        codes = question.codes()
        if "does-not-apply" in codes and self._luck.random() < 0.05:
            return "does-not-apply"
        order = next((it for it in SPREAD.values() if set(it) <= set(codes)), None)
        level = self._level(question.key)
        if order is None:
            if "dont-know" in codes and self._luck.random() < 0.06:
                return "dont-know"
            return "yes" if self._luck.random() < level - 0.12 else "no"
        if question.key == "health.general":
            level -= 0.12
        place = about(self._luck, (1 - level) * len(order) * 0.95, len(order) * 0.19, 0, len(order) - 0.01)
        return order[int(place)]

    def _number(self, question: Question) -> int:
        level = self._level(question.key)
        if question.key == "wellbeing.anxious":
            level = 1 - level
        return round(about(self._luck, level * 10.2, 1.9, question.at_least, question.at_most))

    def _text(self, question: Question) -> Answer:
        if self._luck.random() < 0.45:
            return Answer()
        if not question.coded_by_staff:
            return Answer(text=self._luck.choice(ONE_CHANGE))
        codes = [one.code for one in question.coded_by_staff if one.code in ONE_THING]
        level = self._level("breaks.one-thing")
        weights = [
            {
                "breaks": 4 * max(level - 0.3, 0.05),
                "practical": 2.2,
                "emotional": 1.8,
                "independence": 2,
                "mixed": 0.5,
                "little-or-none": max(1.2 - level, 0.1),
            }.get(code, 1.0)
            for code in codes
        ]
        self.theme = self._luck.choices(codes, weights)[0]
        return Answer(text=self._luck.choice(ONE_THING[self.theme]))
