"""The pages of the site, as Markdown with raw HTML tables, made from an `Evidence` alone."""

from site_builder.site.pages.all import all_pages

__all__ = ["all_pages"]
