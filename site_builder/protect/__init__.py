"""Disclosure control: what may leave the privacy wall, and in which words. The rules are those of `docs/method.md`."""
