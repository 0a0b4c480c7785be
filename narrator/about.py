"""Which narrator this is."""

VERSION = "0.1.0"
PACKAGE = "narrator"
"""Its name for pip."""
GENERATOR = f"narrator {VERSION}"
