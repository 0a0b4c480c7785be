"""Pronunciations."""
