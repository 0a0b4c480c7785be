"""Source -> Page: bytes, declared encoding; limits on size, time and addresses."""
