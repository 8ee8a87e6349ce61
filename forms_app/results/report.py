"""Everything a results page shows, counted at once."""

from dataclasses import dataclass

from flask_babel import gettext as _

from forms_app.app import library
from forms_app.results.counting import Counts, Database, count_answers
from forms_app.results.figures import QuestionFigures, figures_of
from forms_app.results.progress import Progress, progress_of
from forms_app.results.scores import ScoreFigures, scores_of
from forms_app.results.selection import Selection
from forms_app.results.series import AskedVersion, series_of, versions_of
from surveys.model.common import say


@dataclass(frozen=True)
class Report:
    """The results of a selection. `versions`: those that were answered, of all there are."""

    selection: Selection
    versions: list[AskedVersion]
    counts: Counts
    questions: list[QuestionFigures]
    scores: list[ScoreFigures]
    progress: Progress

    @property
    def sent(self) -> int:
        """How many people's answers are counted."""
        return self.counts.total

    @property
    def title(self) -> str:
        """The survey's title as it was last asked."""
        return say(self.versions[-1].survey.title) if self.versions else self.selection.survey

    @property
    def answered_versions(self) -> list[AskedVersion]:
        """The versions that the counted responses answer."""
        return [one for one in self.versions if self.counts.sent[one.version]]

    def by_module(self) -> list[tuple[str, list[QuestionFigures]]]:
        """The questions under the headings they were asked under."""
        parts: dict[str, list[QuestionFigures]] = {}
        for one in self.questions:
            parts.setdefault(say(one.series.module), []).append(one)
        return list(parts.items())


def report_on(database: Database, selection: Selection) -> Report:
    """Count a selection."""
    versions = versions_of(selection.survey)
    series = series_of(versions)
    counts = count_answers(database, selection, {one.question.key for one in series if one.question.kind == "many"})
    return Report(
        selection,
        versions,
        counts,
        figures_of(series, counts),
        scores_of(database, selection, library(), [one for one in series if any(map(counts.sent.get, one.versions))]),
        progress_of(database, selection, versions, counts.total),
    )


def words_of_break(figures: QuestionFigures) -> str:
    """What is said of a question whose meaning did not stay the same; "" where nothing is to be said."""
    if figures.series.why == "changed":
        return str(
            _("From here on it asks something else than before: the figures must not be compared with those before.")
        )
    if figures.series.why == "nobody-said":
        return str(_("Its wording changed, and nobody has said that it still means the same, so it is counted apart."))
    return ""
