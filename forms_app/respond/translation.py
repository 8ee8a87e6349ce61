"""Words in the reader's language, as plain strings that say so in a page where they stayed English."""

from forms_app.translations.speaking import gettext, ngettext

_ = gettext
"""`text` in the reader's language, with its `%(name)s` filled in."""

counted = ngettext
"""`one` or `many` by `number`, which fills `%(num)s`."""
