"""What nobody foresaw: one line for the user, and a file with the details."""

from __future__ import annotations

import platform
import sys
import tempfile
import traceback
from datetime import UTC, datetime
from pathlib import Path

from narrator.about import VERSION


def written(error: BaseException, arguments: list[str]) -> Path | None:
    """The file with the details of an error, written into the user's log folder; None where no file can be written."""
    from platformdirs import user_log_path

    now = datetime.now(UTC)
    name = f"narrator-error-{now:%Y%m%d-%H%M%S-%f}.txt"
    for folder in (user_log_path("narrator"), Path(tempfile.gettempdir())):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(_details(error, arguments, now), encoding="utf-8", errors="replace")
        except OSError:
            continue
        return folder / name
    return None


def _details(error: BaseException, arguments: list[str], now: datetime) -> str:
    head = [
        f"narrator {VERSION}, Python {platform.python_version()}, {platform.platform()}",
        f"{now.isoformat(timespec='seconds')}",
        f"arguments: {arguments!r}",
        f"encoding of standard output: {getattr(sys.stdout, 'encoding', None)}",
        "",
    ]
    return "\n".join(head) + "".join(traceback.format_exception(error))
