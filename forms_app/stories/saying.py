"""What a text says of the person, on the form: ticked from their record, or chosen from the lists."""

from datetime import date

from flask_babel import gettext as _

from forms_app.app import library
from forms_app.casework.outcomes import locality_items
from forms_app.casework.words import code_items, code_words, locality_words
from forms_app.models.records import Person
from forms_app.stories.sharing import AGE, ATTRIBUTES, MANY, NOT_STATED, ROLE, attributes_of, kept, said
from forms_app.typed import Typed
from surveys.model.common import say

NONE = "none"
FIELD = "says"


def attribute_words(name: str) -> str:
    """What an attribute is called."""
    return str(
        {
            AGE: _("Age"),
            "gender": _("Gender"),
            "ethnicity": _("Ethnicity"),
            "locality": _("Where they live"),
            "carer_groups": _("Group of carers"),
            "cared_for_conditions": _("Condition of the person they care for"),
            "employment_status": _("Work"),
            "family_status": _("Family"),
            ROLE: _("Who they are"),
        }[name]
    )


def value_words(name: str, code: str) -> str:
    """A code of an attribute in words."""
    if name == AGE:
        return next((say(band.label) for band in library().codes.age_bands if band.code == code), code)
    return locality_words(code) if name == "locality" else code_words(name, code)


def choices_of(name: str, provider: str) -> list[dict[str, str]]:
    """What an attribute can be, as the macros take choices."""
    if name == AGE:
        return [{"value": band.code, "text": say(band.label)} for band in library().codes.age_bands]
    items = locality_items(provider) if name == "locality" else code_items(name)
    return [item for item in items if item["value"] != NOT_STATED]


def suggestions(person: Person | None, ticked: list[str], today: date) -> list[dict[str, str]]:
    """What can be ticked: what is on record of the person, and what is ticked already."""
    on_record = attributes_of(person, library(), today) if person else {}
    pairs = [f"{name}={code}" for name in ATTRIBUTES for code in on_record.get(name, "").split(";") if code]
    pairs += [pair for pair in ticked if pair not in pairs and "=" in pair]
    return [{"value": pair, "text": pair_words(pair)} for pair in pairs]


def pair_words(pair: str) -> str:
    """An attribute with its code in words: "Gender: Female" for "gender=female"."""
    name, _sep, code = pair.partition("=")
    return f"{attribute_words(name)}: {value_words(name, code)}" if name in (*ATTRIBUTES, ROLE) else pair


def words_of(attributes: str | None) -> list[str]:
    """What a text says, in words."""
    return [
        pair_words(f"{name}={code}")
        for name, codes in (said(attributes) or {}).items()
        for code in codes.split(";")
        if code
    ]


def read_saying(typed: Typed, provider: str, role: str) -> str | None:
    """What was ticked and chosen, as the table keeps it; None where nothing was, with an error for what can't be."""
    good = {name: [item["value"] for item in choices_of(name, provider)] for name in ATTRIBUTES}
    ticked = [pair for pair in typed.values(FIELD) if pair not in (NONE, "")]
    found: dict[str, list[str]] = {}
    for pair in [*ticked, *(f"{name}={typed.value(f'say-{name}')}" for name in ATTRIBUTES if typed.value(f"say-{name}"))]:
        name, _sep, code = pair.partition("=")
        if code not in good.get(name, []):
            typed.wrong(FIELD, _("Choose answers from the list"))
            return None
        codes = found.setdefault(name, [])
        if code not in codes:
            codes.append(code)
    for name, codes in found.items():
        if len(codes) > 1 and name not in MANY:
            typed.wrong(FIELD, _("%(what)s can be only one of these", what=attribute_words(name)))
            return None
    if found and NONE in typed.values(FIELD):
        typed.wrong(FIELD, _("Select what the text tells, or that it tells none of it, not both"))
        return None
    if not found and NONE not in typed.values(FIELD):
        return None
    return kept({ROLE: role} | {name: ";".join(sorted(codes)) for name, codes in found.items()})


def fill_in_saying(typed: Typed, attributes: str | None) -> None:
    """Tick what is on file of a story."""
    found = said(attributes)
    if found is None:
        return
    pairs = [f"{name}={code}" for name in ATTRIBUTES for code in found.get(name, "").split(";") if code]
    typed.fields.setlist(FIELD, pairs or [NONE])
