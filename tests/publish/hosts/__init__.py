"""Pages of publishers as they are on the web, written around our own articles: themes, scripts, and what happens to text."""
