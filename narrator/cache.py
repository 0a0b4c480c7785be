"""Content-addressed clips, written atomically."""
