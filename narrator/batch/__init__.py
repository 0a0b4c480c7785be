"""Many articles: sources, runner, report, cluster."""
