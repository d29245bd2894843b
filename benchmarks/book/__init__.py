"""An invented book of any size with fixed proportions: the same rows for the same seed, brought in by COPY."""
