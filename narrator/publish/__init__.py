"""Narration -> captions, read-along page, feed, site."""
