"""Answers as files: CSV and SPSS, with labels, and a manifest that is checked before anybody gets them."""
