"""The second half of the site builder: from an evidence folder alone to a published static site.

It takes a path and opens no database: what is not in the evidence folder cannot reach a page.
"""

from site_builder.site.build import build_site
from site_builder.site.errors import EvidenceError, SiteError

__all__ = ["EvidenceError", "SiteError", "build_site"]
