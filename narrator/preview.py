"""The score without sound."""
