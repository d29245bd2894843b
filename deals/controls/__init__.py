"""What dated export rules say of a deal's hardware: packs of rules as data, and the engine that reads them."""
