"""The builder's commands, found by name by the console script."""

from site_builder.demo_command import demo
from site_builder.evidence.command import evidence
from site_builder.site.command import site

__all__ = ["demo", "evidence", "site"]
