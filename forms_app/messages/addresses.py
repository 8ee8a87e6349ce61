"""E-mail addresses and mobile numbers as they are typed, put into the one form in which they are sent to and known."""

import re

E_MAIL = re.compile(r"[^@\s<>()\[\]\\,;:\"]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")
LONGEST_EMAIL = 254
UK_MOBILE = re.compile(r"\+447\d{9}")
ABROAD = re.compile(r"\+(?!44)[1-9]\d{7,14}")


def clean_email(typed: str) -> str | None:
    """An e-mail address in small letters, or None for what can't be one."""
    address = typed.strip().lower()
    whole = E_MAIL.fullmatch(address) and len(address) <= LONGEST_EMAIL and ".." not in address
    local = address.partition("@")[0]
    return address if whole and not local.startswith(".") and not local.endswith(".") else None


def clean_phone(typed: str) -> str | None:
    """A mobile number as +447700900123, or None for what can't take texts. Spreadsheets drop a leading nought."""
    number = re.sub(r"[\s().\-–/]", "", typed.strip().removesuffix(".0"))
    number = re.sub(r"^(\+44|0044)0?", "+44", number)
    number = re.sub(r"^00", "+", number)
    number = re.sub(r"^0?(?=7\d{9}$)", "+44", number)
    return number if UK_MOBILE.fullmatch(number) or ABROAD.fullmatch(number) else None
