"""What is installed, what works, how to mend it."""
