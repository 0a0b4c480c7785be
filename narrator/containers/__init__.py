"""One format, one file: encode, tags, chapters, read back."""
