"""Which narrator this is."""

VERSION = "0.1.0"
GENERATOR = f"narrator {VERSION}"
