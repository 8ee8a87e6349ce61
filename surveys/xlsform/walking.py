"""Walking down the sheet `survey`: groups opened and closed, notes gathered, questions found."""

import re
from dataclasses import dataclass, field

from surveys.model.common import Text, in_each
from surveys.model.survey import Question
from surveys.xlsform.choices_in import ChoiceList
from surveys.xlsform.columns import Cells, as_text
from surveys.xlsform.conditions import ALWAYS, Condition, Difficult, both, read_condition, tests_in
from surveys.xlsform.names import as_id, unused
from surveys.xlsform.questions_in import Asked, help_of, read_question, with_other
from surveys.xlsform.report import Report
from surveys.xlsform.types_in import RowKind, kind_of

KNOWN = {
    "type", "name", "required", "relevant", "constraint", "parameters", "default", "calculation", "read_only",
    "choice_filter", "appearance", "repeat_count", "trigger", "disabled",
}  # fmt: skip
A_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*(\.[A-Za-z0-9][A-Za-z0-9_-]*)*")


@dataclass
class Group:
    """A group that is open: its number, name, title, and when it is asked."""

    number: int
    row: int
    name: str
    title: Text | None
    key: str | None
    condition: Condition
    repeated: bool = False


@dataclass
class Walk:
    """What has been found so far."""

    survey_id: str
    lists: dict[str, ChoiceList]
    report: Report
    asked: list[Asked] = field(default_factory=list)
    groups: dict[int, Group] = field(default_factory=dict)
    open: list[Group] = field(default_factory=list)
    notes: list[tuple[Cells, Condition]] = field(default_factory=list)
    intro: Text | None = None
    keys: set[str] = field(default_factory=set)
    others: dict[str, int] = field(default_factory=dict)

    def take(self, cells: Cells) -> None:
        """Take one row."""
        for column in cells.plain.keys() - KNOWN:
            self.others[column] = self.others.get(column, 0) + 1
        written, name = cells.plain.get("type", ""), cells.plain.get("name", "")
        if cells.plain.get("disabled", "").lower() in ("yes", "true", "1"):
            self.report.add("survey", cells.row, name, "left", "The form says that the row is disabled.")
            return
        if not written:
            self.report.add("survey", cells.row, name, "left", "It has no type.")
            return
        kind = kind_of(written)
        if kind.kind in ("begin", "repeat"):
            self._begin(cells, kind)
        elif kind.kind == "end":
            self._end(cells)
        elif kind.kind == "left":
            self.report.add("survey", cells.row, name, "left", kind.why)
        elif kind.kind == "note":
            self._note(cells)
        else:
            self._question(cells, kind)

    def finish(self) -> None:
        """The end of the sheet: what is still open or waiting is reported."""
        self._let_go_of_notes()
        for group in self.open:
            self.report.add("survey", group.row, group.name, "changed", "The group is never closed; it ends with the form.")
        for column, count in sorted(self.others.items()):
            why = f"The column “{column}” has no use here ({count} of its cells are filled)."
            self.report.add("survey", 1, column, "left", why)

    def _begin(self, cells: Cells, kind: RowKind) -> None:
        self._let_go_of_notes()
        name = cells.plain.get("name", "")
        condition = self._condition(cells, "group")
        group = Group(len(self.groups) + 1, cells.row, name, cells.text("label"), cells.own.get("key"), condition)
        if kind.kind == "repeat":
            self.report.add(
                "survey", cells.row, name, "changed", "Its questions are asked once: nothing is asked several times here."
            )
        elif self.open:
            why = "A group within a group: its questions are kept, and its heading is not."
            self.report.add("survey", cells.row, name, "changed", why)
        else:
            self.report.add("survey", cells.row, name, "kept")
        for column in ("appearance", "repeat_count"):
            if cells.plain.get(column):
                why = f"Its {column.replace('_', ' ')} is not carried over: each question has a page of its own."
                self.report.add("survey", cells.row, name, "changed", why)
        self.groups[group.number] = group
        self.open.append(group)

    def _end(self, cells: Cells) -> None:
        self._let_go_of_notes()
        if self.open:
            self.open.pop()
            self.report.add("survey", cells.row, "", "kept")
        else:
            self.report.add(
                "survey", cells.row, cells.plain.get("name", ""), "left", "It closes a group that was not opened."
            )

    def _note(self, cells: Cells) -> None:
        part, name = cells.own.get("part"), cells.plain.get("name", "")
        if part == "intro" or (part is None and not self.asked and not self.open and not cells.plain.get("relevant")):
            self.intro = joined(self.intro, cells.text("label"))
            state, why = ("kept", "") if part else ("changed", "It stands in the introduction.")
            self.report.add("survey", cells.row, name, "kept" if state == "kept" else "changed", why)
            return
        condition = self._condition(cells, "note")
        if part == "help" and self.asked:
            before = self.asked[-1]
            codes = [str(test.value) for test in tests_in(condition) if test.name == before.name]
            recoded = [before.recoded.get(code, code) for code in codes]
            before.question = before.question.model_copy(update={"help": help_of(cells, recoded)})
            self.report.add("survey", cells.row, name, "kept")
            return
        self.notes.append((cells, condition))

    def _let_go_of_notes(self) -> None:
        for cells, _condition in self.notes:
            words = " / ".join(in_each(cells.text("label")).values())
            why = f"No question follows it in its group, so there is no place for it: “{words}”"
            self.report.add("survey", cells.row, cells.plain.get("name", ""), "left", why)
        self.notes = []

    def _condition(self, cells: Cells, what: str) -> Condition:
        written = cells.plain.get("relevant", "")
        try:
            return read_condition(written) if written.strip() else ALWAYS
        except (Difficult, RecursionError):
            why = f"When this {what} is shown can’t be said by routes, so it always is: {written}"
            self.report.add("survey", cells.row, cells.plain.get("name", ""), "changed", why)
            return ALWAYS

    def _question(self, cells: Cells, kind: RowKind) -> None:
        name = cells.plain.get("name", "")
        condition = self._condition(cells, "question")
        question = read_question(cells, kind, self._key(cells, name), self.lists, self._notice(condition), self.report)
        if question is None:
            return
        whole = condition
        for group in self.open:
            whole = both(group.condition, whole)
        chosen = self.lists.get(kind.list_name)
        asked = Asked(question, name, cells.row, whole, cells.plain.get("relevant", ""))
        asked.group = tuple(group.number for group in self.open)
        asked.recoded = dict(chosen.codes) if chosen else {}
        if kind.or_other:
            asked.question = question.model_copy(update={"options": with_other(question.options)})
        self.keys.add(question.key)
        self.asked.append(asked)
        self.report.add("survey", cells.row, name, "kept")
        if kind.or_other:
            self._add_other(asked)

    def _add_other(self, asked: Asked) -> None:
        why = "“or_other” became an answer “Other” and a question of its own behind it."
        self.report.add("survey", asked.row, asked.name, "changed", why)
        name = f"{asked.name}_other"
        key = unused(f"{asked.question.key}-other", self.keys)
        self.keys.add(key)
        other = Question(key=key, kind="text", text="Please say more about your answer “Other”.")
        picked = read_condition(f"selected(${{{asked.name}}}, 'other')")
        self.asked.append(Asked(other, name, asked.row, both(asked.condition, picked), "", asked.group))

    def _key(self, cells: Cells, name: str) -> str:
        """A question's key: our own column's, else the survey's id and the name, so that no other survey's is meant."""
        own = cells.own.get("key", "")
        wanted = (
            own if A_KEY.fullmatch(own) and len(own) <= 120 else f"{self.survey_id}.{as_id(name, f'question-{cells.row}')}"
        )
        key = unused(wanted, self.keys)
        if key != wanted or not name:
            self.report.add(
                "survey", cells.row, name, "changed", f"Its name is missing or was given before; its key is {key!r}."
            )
        return key

    def _notice(self, condition: Condition) -> Text | None:
        """The notes that stand above the question; those that are shown at other times are let go of."""
        notice: Text | None = None
        for cells, shown in self.notes:
            name = cells.plain.get("name", "")
            if shown not in (ALWAYS, condition):
                words = " / ".join(in_each(cells.text("label")).values())
                why = f"It is shown after some answers only, and not with the question that follows: “{words}”"
                self.report.add("survey", cells.row, name, "left", why)
                continue
            notice = joined(notice, cells.text("label"))
            state = cells.own.get("part") == "notice"
            self.report.add(
                "survey",
                cells.row,
                name,
                "kept" if state else "changed",
                "" if state else "It stands above the question that follows.",
            )
            for column in ("hint", "image", "audio", "video"):
                if cells.texts.get(column):
                    words = " / ".join(cells.texts[column].values())
                    self.report.add("survey", cells.row, name, "changed", f"Its {column} is not carried over: {words}")
        self.notes = []
        return notice


def joined(first: Text | None, second: Text | None) -> Text | None:
    """Two texts, one below the other, in each language."""
    if first is None or second is None:
        return first if second is None else second
    one, two = in_each(first), in_each(second)
    return as_text({code: "\n".join(part for part in (one.get(code), two.get(code)) if part) for code in {**one, **two}})
