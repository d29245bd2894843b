"""One module a goal: what is measured, against what, and how the answers are checked."""
