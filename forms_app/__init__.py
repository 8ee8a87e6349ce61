"""Capture: the web application, the database, the people. Imports `surveys`, never `site_builder`."""
