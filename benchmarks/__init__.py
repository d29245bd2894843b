"""How fast the program is, as ratios: each figure is two things measured in one run, interleaved."""
