"""What a file says it is."""
