"""Whether the settings say all that their carriers need, before anything is sent."""

from collections.abc import Mapping
from email.utils import parseaddr
from typing import Any

from forms_app.settings import PREFIX, SettingError

SHORTEST_NOTIFY_KEY = 73
"""Two ids of 36 characters with a hyphen between them end the key."""


def check_settings(settings: Mapping[str, Any]) -> None:
    """Raises SettingError, naming the setting that a carrier lacks."""
    carriers = {settings["EMAIL_CARRIER"], settings["TEXT_CARRIER"]}
    needed = []
    if "notify" in carriers:
        needed.append("NOTIFY_KEY")
        needed += ["NOTIFY_EMAIL_TEMPLATE"] * (settings["EMAIL_CARRIER"] == "notify")
        needed += ["NOTIFY_TEXT_TEMPLATE"] * (settings["TEXT_CARRIER"] == "notify")
    for name in needed:
        if not settings[name]:
            raise SettingError(f"{PREFIX}{name} is not set, and GOV.UK Notify needs it")
    if "notify" in carriers and len(settings["NOTIFY_KEY"]) < SHORTEST_NOTIFY_KEY:
        raise SettingError(f"{PREFIX}NOTIFY_KEY is too short for a key of GOV.UK Notify")
    if "@" not in parseaddr(settings["EMAIL_FROM"])[1]:
        raise SettingError(f"{PREFIX}EMAIL_FROM holds no e-mail address")
