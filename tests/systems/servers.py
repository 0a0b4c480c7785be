"""What tests of publishers' systems start: a database, and ports that are free."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

DATABASE = ("mariadbd", "mariadb-install-db", "mariadb")


def program(name: str) -> str | None:
    """Where a program is; servers lie where only an administrator's PATH leads."""
    return shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin")


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def wait_for(port: int, seconds: float = 10) -> None:
    """Waits until somebody listens on a port of this machine."""
    for _ in range(int(seconds * 10)):
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)


@contextmanager
def database() -> Iterator[Path]:
    """The socket of a MariaDB of our own with an empty database ``press``; ``root`` has no password.

    Below the temporary folder, since a socket's path has 107 characters at most.
    """
    place = Path(tempfile.mkdtemp(prefix="db"))
    sock = place / "s"
    own = ["--no-defaults", f"--datadir={place}/data", f"--user={os.environ.get('USER', 'root')}"]
    subprocess.run(
        ["mariadb-install-db", *own, "--auth-root-authentication-method=normal"], capture_output=True, check=True
    )
    command = [
        program("mariadbd") or "mariadbd",
        *own,
        f"--socket={sock}",
        "--skip-networking",
        f"--pid-file={place}/pid",
    ]
    create = ["mariadb", "--no-defaults", f"--socket={sock}", "--user=root", "--execute"]
    create.append("CREATE DATABASE press CHARACTER SET utf8mb4")
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as child:
        for _ in range(150):
            if sock.exists() and subprocess.run(create, capture_output=True, check=False).returncode == 0:
                break
            time.sleep(0.2)
        yield sock
        child.terminate()
    shutil.rmtree(place)
