"""Shapes of what tells someone apart: titles, addresses, numbers, dates, great ages, places with names."""

import re
from typing import Literal

Shape = Literal["title", "institution", "street", "postcode", "email", "phone", "number", "date", "age"]

CAP = r"(?<![\w\-])(?<!\w['’])[A-ZÀ-ÖØ-ÞĀ-Ž][\w'’\-]{0,60}+"
"""A word with a capital. It begins where a word does and has a length that words have, so that no text is slow to read."""
CAPS = rf"{CAP}(?: (?:and |of |the |& )?{CAP}){{0,5}}"
MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)"
)
TITLES = (
    r"(?:Mr|Mrs|Ms|Miss|Mx|Dr|Doctor|Prof|Professor|Sir|Dame|Lord|Lady|Rev|Reverend|Father|Pastor|Imam|Rabbi|Nurse|Matron"
    r"|Sister|Auntie|Aunty|Aunt|Uncle|Cllr|Councillor|Sgt|PC)"
)
PLACES = (
    r"(?:School|Academy|College|University|Nursery|Hospital|Hospice|Infirmary|Surgery|Practice|Clinic|Pharmacy|Chemist"
    r"|Medical Cent(?:re|er)|Health Cent(?:re|er)|Community Cent(?:re|er)|Care Home|Nursing Home|Church|Chapel"
    r"|Mosque|Masjid|Temple|Synagogue|Gurdwara|Library|Ward|Unit|Prison|Hotel|Arms|Inn)"
)
STREETS = (
    r"(?:Street|Road|Lane|Avenue|Close|Drive|Crescent|Court|Terrace|Grove|Gardens|Square|Mews|Row|Place|Walk|Estate|Rd|Ave)"
)
GREAT_AGES = r"(?:9\d|1[01]\d|ninety(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?|a hundred)"

SHAPES: tuple[tuple[Shape, re.Pattern[str]], ...] = (
    (
        "email",
        re.compile(
            r"(?<![\w.+\-])[\w.+\-]{1,64}+@[\w\-]{1,63}+(?:\.[\w\-]{1,63}+){1,6}|(?<!\w)@\w{3,}|\bhttps?://\S+|\bwww\.\S+"
        ),
    ),
    ("postcode", re.compile(r"\b[A-Za-z]{1,2}\d[A-Za-z\d]? ?\d[ABD-HJLNP-UW-Zabd-hjlnp-uw-z]{2}\b|\b[A-Z]{2}\d{1,2}\b")),
    (
        "date",
        re.compile(
            rf"\b\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {MONTH}\b(?: \d{{4}})?"
            rf"|\b{MONTH} \d{{1,2}}(?:st|nd|rd|th)?\b(?:,? \d{{4}})?"
            r"|\b\d{1,4}[/.\-]\d{1,2}[/.\-]\d{2,4}\b|\bborn (?:in|on) \d{4}\b",
            re.IGNORECASE,
        ),
    ),
    ("phone", re.compile(r"(?<![\w.])(?:\+|00?)[1-9]\d*(?:[ \-()]*\d){7,12}(?!\w)")),
    ("number", re.compile(r"\b[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b|(?<![\d.,])\d(?:[ \-]?\d){6,15}(?![\d.,]?\d)")),
    (
        "age",
        re.compile(
            rf"\b{GREAT_AGES}(?:[- ]years?[- ]old| years of age|-year-old)"
            rf"|\b(?:aged|age|turned|turning|is|was) {GREAT_AGES}\b"
            r"(?! (?:minutes|per|people|miles|pounds|hours|days|weeks|%))",
            re.IGNORECASE,
        ),
    ),
    ("title", re.compile(rf"\b{TITLES}\.? {CAP}(?: {CAP})*")),
    ("institution", re.compile(rf"\b(?:St\.? )?{CAPS} {PLACES}\b|\bSt\.? {CAP}|\b{PLACES} of {CAPS}|\bWard \d+\w?\b")),
    ("street", re.compile(rf"\b(?:\d+[a-z]?,? )?{CAPS} {STREETS}\b|\b\d+[a-z]? {CAP} (?:Way|Hill|Green|Park|View)\b")),
)
"""Kinds with what they look like; those before win where two overlap."""
