"""Loudness: meter, gain plan, true-peak limiter."""
