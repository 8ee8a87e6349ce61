"""Settings: environment variables or one TOML file, each with its meaning. `docs/contributing/settings.md` lists them."""

import os
import re
import secrets
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from cryptography.fernet import Fernet

from surveys.library import SHIPPED


class SettingError(ValueError):
    """A setting can't be used; the message names it and says what it takes."""


def _yes_no(text: str) -> bool:
    if text.lower() not in ("yes", "no", "true", "false", "1", "0"):
        raise ValueError("yes or no")
    return text.lower() in ("yes", "true", "1")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError("a date such as 2026-04-01") from None


def _one_of(*words: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in words:
            raise ValueError(f"one of {', '.join(words)}")
        return text

    return read


def _phone(text: str) -> str:
    if not re.fullmatch(r"[0-9][0-9 ]*[0-9]", text):
        raise ValueError("a phone number in digits and spaces, such as 020 7946 0000")
    return text


def _number(text: str) -> int:
    if not text.isdecimal() or int(text) == 0:
        raise ValueError("a whole number above 0")
    return int(text)


def _count(text: str) -> int:
    if not text.isdecimal():
        raise ValueError("a whole number from 0")
    return int(text)


def _web_address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("an address that begins with https://")
    return text


@dataclass(frozen=True)
class Setting:
    """One setting: how its text is read, and what it is for."""

    read: Callable[[str], Any]
    meaning: str
    default: str | None = None


SETTINGS: dict[str, Setting] = {
    "HOME": Setting(Path, "Folder in which the instance keeps its data.", "instance"),
    "DATABASE_URL": Setting(str, "PostgreSQL or SQLite address. Default: a SQLite file in HOME."),
    "DEFINITIONS": Setting(Path, "Folder of definitions. Default: the five frameworks shipped.", str(SHIPPED)),
    "SECRET_KEY": Setting(str, "Signs sign-in cookies. Default: made once and kept in HOME/secrets.toml."),
    "ENCRYPTION_KEYS": Setting(
        lambda text: text.split(), "Fernet keys for free text, newest first, separated by spaces. Default: made once."
    ),
    "PASSWORD_SALT": Setting(str, "Goes into password hashes. Default: made once and kept in HOME/secrets.toml."),
    "SERVICE_NAME": Setting(str, "The service's name on every page.", "Carer outcomes"),
    "COUNCIL_NAME": Setting(str, "Who runs the service.", "the council"),
    "SAFEGUARDING_NUMBER": Setting(_phone, "The number of the council's adult safeguarding line."),
    "PUBLIC_URL": Setting(
        str, "Address at which people reach the app; links and QR codes use it.", "http://127.0.0.1:5000"
    ),
    "MADE_UP": Setting(_yes_no, "Say on every page that the data is made up.", "no"),
    "FINISH_WITHIN_DAYS": Setting(_number, "Days for which answers that were not sent are kept, and codes for them.", "30"),
    "EXIT_ADDRESS": Setting(
        _web_address,
        "Where “Exit this page quickly” leads: a page anyone might have open.",
        "https://www.bbc.co.uk/weather",
    ),
    "PROXIES": Setting(_count, "How many proxies of your own stand before the app and name the caller to it.", "0"),
    "TODAY": Setting(_day, "The day the service takes it to be (demonstrations and tests only)."),
    "SECURE_COOKIES": Setting(_yes_no, "Send cookies over HTTPS only. Say yes wherever HTTPS is served.", "no"),
    "SECOND_FACTOR": Setting(_one_of("required", "optional"), "Whether staff need a code or a passkey too.", "required"),
    "SIGNED_IN_HOURS": Setting(_number, "Hours after which staff sign in again, however busy they are.", "12"),
    "EMAIL_CARRIER": Setting(_one_of("outbox", "smtp", "notify", "none"), "How e-mails are sent.", "outbox"),
    "TEXT_CARRIER": Setting(_one_of("outbox", "notify", "none"), "How texts are sent.", "outbox"),
    "EMAIL_FROM": Setting(str, "Sender of e-mails: an address, or a name with one.", "no-reply@localhost.localdomain"),
    "SEND_TIMEOUT": Setting(_number, "Seconds that a mail server or Notify may take.", "20"),
    "SMTP_HOST": Setting(str, "The mail server.", "127.0.0.1"),
    "SMTP_PORT": Setting(_number, "The mail server's port.", "587"),
    "SMTP_SECURITY": Setting(_one_of("starttls", "tls", "none"), "How the mail server is spoken to.", "starttls"),
    "SMTP_CA_FILE": Setting(str, "Certificates that vouch for the mail server. Default: the machine's."),
    "SMTP_USER": Setting(str, "User name at the mail server."),
    "SMTP_PASSWORD": Setting(str, "Password at the mail server."),
    "NOTIFY_URL": Setting(str, "Address of GOV.UK Notify.", "https://api.notifications.service.gov.uk"),
    "NOTIFY_KEY": Setting(str, "API key of GOV.UK Notify."),
    "NOTIFY_EMAIL_TEMPLATE": Setting(str, "Id of an e-mail template: subject ((subject)), message ((body))."),
    "NOTIFY_TEXT_TEMPLATE": Setting(str, "Id of a text template whose message is ((body))."),
    "NOTIFY_CALLBACK_TOKEN": Setting(str, "Bearer token with which Notify tells what became of messages."),
    "ASKED_AT_MOST": Setting(_number, "How often one person may be asked in a quarter, reviews among them.", "3"),
    "KEEP_CLOSED_YEARS": Setting(_number, "Years after which people who were closed or pointed elsewhere are erased.", "8"),
    "KEEP_DRAFTS_DAYS": Setting(_number, "Days for which forms that were never saved for good are kept.", "30"),
    "KEEP_SAFETY_CONTACT_DAYS": Setting(_number, "Days for which closed safety items keep contact details.", "365"),
    "KEEP_ADDRESSES_DAYS": Setting(_number, "Days for which sent messages keep their address.", "30"),
    "KEEP_IMPORTS_DAYS": Setting(_number, "Days for which files brought over in the browser are kept.", "30"),
    "KEEP_FILES_DAYS": Setting(_number, "Days for which files made for staff are kept at most.", "7"),
    "KEEP_LINKS_DAYS": Setting(_number, "Days for which links to accounts are kept once they have run out.", "30"),
}
PREFIX = "CARER_OUTCOMES_"
SECRETS = ("SECRET_KEY", "ENCRYPTION_KEYS", "PASSWORD_SALT")


def load_settings(environment: Mapping[str, str] | None = None, given: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """All settings by name: from `given`, else the environment, the file named by CARER_OUTCOMES_CONFIG, the default.

    Raises SettingError for an unknown name or a value that can't be read. Keys that must be secret are made and kept
    in HOME/secrets.toml (readable by its owner only) where they are not set.
    """
    environment = os.environ if environment is None else environment
    texts = _from_file(environment) | {
        name: environment[PREFIX + name] for name in SETTINGS if environment.get(PREFIX + name)
    }
    values: dict[str, Any] = {}
    for name, setting in SETTINGS.items():
        text = texts.get(name, setting.default)
        try:
            values[name] = None if text is None else setting.read(text)
        except ValueError as error:
            raise SettingError(f"{PREFIX}{name} is {text!r}: it takes {error}. What it does: {setting.meaning}") from None
    values |= given or {}
    values["HOME"] = Path(values["HOME"]).absolute()
    values["DEFINITIONS"] = Path(values["DEFINITIONS"]).absolute()
    values["DATABASE_URL"] = values["DATABASE_URL"] or f"sqlite:///{values['HOME'] / 'carer-outcomes.sqlite'}"
    unset = [name for name in SECRETS if not values[name]]
    if unset:
        kept = _kept_secrets(values["HOME"])
        values |= {name: kept[name] for name in unset}
    return values


def _from_file(environment: Mapping[str, str]) -> dict[str, str]:
    path = environment.get(PREFIX + "CONFIG")
    if not path:
        return {}
    try:
        found = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise SettingError(f"{PREFIX}CONFIG names {path}, which can't be read: {error}") from None
    unknown = sorted(set(found) - SETTINGS.keys())
    if unknown:
        raise SettingError(f"{path} has settings that are not known: {', '.join(unknown)}")
    return {name: str(value) for name, value in found.items()}


def _kept_secrets(home: Path) -> dict[str, Any]:
    """Read the instance's secrets, making them first where there are none. Safe when two processes start at once."""
    home.mkdir(parents=True, exist_ok=True)
    path = home / "secrets.toml"
    content = (
        f'SECRET_KEY = "{secrets.token_urlsafe(48)}"\n'
        f'ENCRYPTION_KEYS = ["{Fernet.generate_key().decode()}"]\n'
        f'PASSWORD_SALT = "{secrets.token_urlsafe(24)}"\n'
    )
    if not path.exists():
        draft = home / f"secrets.{os.getpid()}.toml"
        draft.touch(mode=0o600)
        draft.write_text(content, encoding="utf-8")
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return tomllib.loads(path.read_text(encoding="utf-8"))
