"""Evidence in two halves with a folder between them.

`figures`, `protect` and `evidence` read the database and write an evidence folder; `site` turns such a folder into
pages and can't open the database.
"""
