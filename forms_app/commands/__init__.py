"""The commands of `carer-outcomes`, one module a subject."""
