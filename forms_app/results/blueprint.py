"""The blueprint of results."""

from flask import Blueprint

results = Blueprint("results", __name__, url_prefix="/results", template_folder="templates")
READERS = ("provider_manager", "commissioner", "administrator")
"""Who may see results. Support workers see the people they work with, not what everybody answered."""
EXPORTERS = ("provider_manager", "administrator")
"""Who may have single responses: a provider's manager its own, an administrator all, without anybody's words."""
