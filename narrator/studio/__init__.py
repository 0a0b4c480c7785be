"""The web app of an editor, and the HTTP API that its pages and other programs use."""
