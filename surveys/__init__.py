"""What is asked, and what answers mean: definitions, the answer path, formulas and periods.

Knows neither the web nor the database.
"""
