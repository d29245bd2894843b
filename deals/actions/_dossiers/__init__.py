"""What `deals.actions.dossiers` is made of: the parsed dossier as a value, matching, comparing, writing."""
