"""Page -> Article."""
