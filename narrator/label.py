"""The AI label into every layer of a finished file, signature last."""
