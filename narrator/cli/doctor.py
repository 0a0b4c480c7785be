"""``narrator doctor``: what works here, and how to mend what does not."""

from __future__ import annotations

from pathlib import Path

import click

from narrator.cli.options import CONFIG


@click.command()
@CONFIG
def doctor(config: Path | None) -> int:
    """Try every voice and every format for a second, and say what works."""
    from narrator.doctor import findings
    from narrator.settings import Settings

    broken = 0
    for finding in findings(Settings.load(config)):
        broken += not finding.works
        mark = click.style("ok  ", fg="green") if finding.works else click.style("FAIL", fg="red")
        click.echo(f"{mark} {finding.name:<18} {finding.detail}")
        if not finding.works and finding.remedy:
            click.echo(f"       mend it: {finding.remedy}")
    return 1 if broken else 0
