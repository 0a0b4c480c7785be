"""Utterances -> Clips, through engine workers and the cache."""
