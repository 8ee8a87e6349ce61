"""Code lists: what the cells of the import files and the choices of the forms may hold."""

from surveys.model.common import Id, Strict, Text
from surveys.model.survey import Option


class Code(Strict):
    """One code of a list, with the words for it."""

    code: Id
    label: Text


class AgeBand(Strict):
    """Ages from `from_age` up to the next band's start."""

    code: Id
    label: Text
    from_age: int


class Codes(Strict):
    """The file `codes.yaml`: lists by name (`gender`, `contact_kind`, …), shared answer options, bands of age."""

    lists: dict[str, list[Code]]
    option_sets: dict[str, list[Option]]
    age_bands: list[AgeBand]

    def codes(self, name: str) -> list[str]:
        """The codes of one list. Raises KeyError for a list that is not defined."""
        return [entry.code for entry in self.lists[name]]
