"""Clip lengths -> Timeline, in whole samples."""
