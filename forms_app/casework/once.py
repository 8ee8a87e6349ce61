"""Ids made when a page opens: sent twice, a form is saved once. And what to do when two people save at once."""

import re
import uuid

from forms_app.models.records import Assessment, Person
from forms_app.typed import Typed


def page_id(typed: Typed, name: str) -> str:
    """The id that the page was opened with; a new one where it has none or a damaged one."""
    if not re.fullmatch(r"[0-9a-f]{32}", typed.value(name)):
        typed.fields[name] = uuid.uuid4().hex
    return typed.value(name)


def changed_since(typed: Typed, record: Person | Assessment) -> bool:
    """Whether someone saved `record` after the page was opened. The form then carries the record's new version."""
    opened_at = typed.value("version")
    typed.fields["version"] = str(record.version)
    return opened_at != str(record.version)
