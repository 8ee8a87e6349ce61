"""PDF files from our own HTML: posters, letters, paper surveys, copies."""

from forms_app.printing.pdf import NoPrinter, copies_of, pdf_of

__all__ = ["NoPrinter", "copies_of", "pdf_of"]
