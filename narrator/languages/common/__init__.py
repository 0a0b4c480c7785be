"""What the grammars of several languages share."""
