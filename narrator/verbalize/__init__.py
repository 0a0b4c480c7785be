"""Utterance -> its spoken words."""
