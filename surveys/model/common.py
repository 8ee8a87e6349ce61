"""What all definition models share: strictness, identifiers, texts."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$", max_length=60)]
"""One segment of an identifier."""

DottedId = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*(\.[A-Za-z0-9][A-Za-z0-9_-]*)*$", max_length=120)]
"""An identifier of one or more segments: `k3`, `k3.kept`, `wellbeing.emergency-plan`."""

Text = str | dict[str, str]
"""A reader's text: English, or one text a language code (`{en: …, ur: …}`; `en` is required)."""


class Strict(BaseModel):
    """A model that refuses keys it does not know, so that a misspelt one is an error and not silence."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def say(text: Text | None, language: str = "en") -> str:
    """Return `text` in `language`, in English where that language has none, and "" for no text."""
    if text is None:
        return ""
    if isinstance(text, str):
        return text
    return text.get(language) or text["en"]


def in_each(text: Text | None) -> dict[str, str]:
    """A text by language."""
    return {} if text is None else {"en": text} if isinstance(text, str) else dict(text)
