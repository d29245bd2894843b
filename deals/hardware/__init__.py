"""Chips and the lines of a deal: the catalogue with its sources, and the arithmetic on it."""
