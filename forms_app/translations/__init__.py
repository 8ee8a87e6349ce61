"""The words of pages that respondents see, in each language; staff pages are in English."""
