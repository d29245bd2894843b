"""Published test vectors as input: one module per kind of inputs, each giving figures in the shape expected."""
