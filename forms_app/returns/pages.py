"""A form as pages: a short one on one page, a long one a page a section, a matrix a page a row."""

from dataclasses import dataclass, field

from surveys.model.returns import Form, Matrix, ReturnField

ON_ONE_PAGE = 14
"""A form of so many fields or fewer is not cut up."""


@dataclass(frozen=True)
class Group:
    """Fields that stand together on a page. `folded`: shown closed until it is opened (a square of a matrix)."""

    id: str
    title: str
    intro: str | None
    fields: list[ReturnField]
    folded: bool = False


@dataclass(frozen=True)
class FormPage:
    """One page of a form."""

    id: str
    title: str
    groups: list[Group]

    @property
    def fields(self) -> list[ReturnField]:
        """The fields of all its groups, in order."""
        return [field for group in self.groups for field in group.fields]


@dataclass(frozen=True)
class Pages:
    """The pages of a form, in order."""

    pages: list[FormPage] = field(default_factory=list)

    def called(self, page_id: str) -> FormPage | None:
        """The page with this id, or None."""
        return next((page for page in self.pages if page.id == page_id), None)

    def with_field(self, field_id: str) -> FormPage:
        """The page that a field stands on. Raises KeyError for a field of another form."""
        for page in self.pages:
            if any(field.id == field_id for field in page.fields):
                return page
        raise KeyError(field_id)

    def after(self, page: FormPage) -> FormPage | None:
        """The page that follows, or None after the last."""
        place = self.pages.index(page) + 1
        return self.pages[place] if place < len(self.pages) else None


def pages_of(form: Form) -> Pages:
    """Cut a form into pages."""
    groups = [Group(section.id, section.title, section.intro, section.fields) for section in form.sections]
    short = form.matrix is None and sum(len(group.fields) for group in groups) <= ON_ONE_PAGE
    if short:
        return Pages([FormPage(groups[0].id if groups else "form", form.title, groups)])
    pages = [FormPage(group.id, group.title, [group]) for group in groups]
    return Pages(pages + (_matrix_pages(form.matrix) if form.matrix else []))


def _matrix_pages(matrix: Matrix) -> list[FormPage]:
    return [
        FormPage(
            row.code,
            row.label,
            [
                Group(
                    f"{row.code}.{column.code}",
                    column.label,
                    None,
                    matrix.square(row, column),
                    folded=True,
                )
                for column in matrix.columns
            ],
        )
        for row in matrix.rows
    ]
