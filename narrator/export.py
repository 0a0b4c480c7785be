"""PCM stream -> the files asked for."""
