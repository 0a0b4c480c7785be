"""Voices behind one protocol; each engine is one file and one line in ``base.OURS``."""
