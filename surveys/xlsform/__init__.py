"""XLSForm in and out: surveys as the workbooks that KoboToolbox, ODK and others open. No web, no database.

`read_form` makes a survey of a workbook, with a report of each row: kept, changed or left out. `write_form` makes a
workbook of a survey, with a sheet of notes on what the format cannot say.
"""

from surveys.xlsform.reading import ReadForm, read_form
from surveys.xlsform.report import Line
from surveys.xlsform.workbook import NotAForm, read_sheets
from surveys.xlsform.writing import write_form

__all__ = ["Line", "NotAForm", "ReadForm", "read_form", "read_sheets", "write_form"]
