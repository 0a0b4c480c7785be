"""Content credentials and keys (c2pa)."""
