"""The deal dossier in and out; `docs/deal-dossier.md` is its description."""
