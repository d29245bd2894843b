"""What the least work would cost: the same answer without the program around it, or the plain way to the same rows."""
