"""Places and Clips -> one stream of PCM."""
