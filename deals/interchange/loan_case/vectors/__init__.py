"""Published test vectors as input: one module per kind of inputs, each giving its figures in the shape that is expected."""
