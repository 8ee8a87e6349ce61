"""Reading an evidence folder, and nothing else: this half of the site builder cannot open a database."""

from site_builder.site.evidence.model import Evidence, Figure, Framework, Measure, Outcome, Story
from site_builder.site.evidence.read import read_evidence

__all__ = ["Evidence", "Figure", "Framework", "Measure", "Outcome", "Story", "read_evidence"]
