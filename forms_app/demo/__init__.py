"""A made-up area: providers, people and three years of history that a practitioner would believe, from a seed."""
