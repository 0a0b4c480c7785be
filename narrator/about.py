"""Which narrator this is, and how it is installed."""

VERSION = "0.2.0"
GENERATOR = f"narrator {VERSION}"
DISTRIBUTION = "article-narrator"
"""The name on the package index; the command and the import are ``narrator``."""


def install(extra: str = "") -> str:
    """The command that installs narrator, or one of its extras beside what is there; it works from a clone too."""
    return f"pip install '{DISTRIBUTION}[{extra}]'" if extra else f"pip install {DISTRIBUTION}"
