"""The one tree of errors, each with its exit code.

NarratorError                     1   anything that has no better name
├── SourceError                   4   a source cannot be read or fetched
│   └── NetworkError              4   no address at all can be reached from here
├── ArticleError                  5   a source was read, and there is no article in it
├── VoiceError                    6   an unknown voice, or a language that no voice speaks
├── EngineError                   7   a voice was asked to speak and did not
├── EncodeError                   8   a finished sound could not be written in a format
├── OutputError                   9   a place cannot be written: no right, no room, no such store
├── SettingsError                10   a setting is unknown or out of range
├── LabelError                   11   the label could not be put into the file, or the file signed
├── ClusterError                 12   no scheduler, or no worker left
├── BusyError                     1   another run makes the same article
├── ConflictError                 1   somebody else changed the same thing meanwhile
└── DoubtError                   16   something is probably wrong, and that is not allowed

2 stays with click for wrong usage, 3 means that some of several articles failed,
130 that the run was interrupted. ``verify`` answers with codes of its own (``narrator.verify.Verdict``):
0 labelled, 1 not labelled, 3 changed or forged, 4 no sound file, 13 encoded anew, 14 certificate run out,
15 signer not on the trust list. ``message`` says what happened to which thing,
``hint`` what to do about it.
"""

import codecs
import errno
import os
import sys
from collections.abc import Mapping
from types import MappingProxyType

CAUSES: Mapping[int, tuple[str, str]] = MappingProxyType(
    {
        errno.ENOSPC: ("no space is left on the disk", "free some room and run it again; what was finished is kept"),
        errno.EDQUOT: (
            "the disk quota is used up",
            "free some room or have the quota raised, and run it again; what was finished is kept",
        ),
        errno.EMFILE: ("too many open files", "raise the limit (`ulimit -n`), or make fewer at a time (--jobs)"),
        errno.ENFILE: ("too many open files on this machine", "end what holds them, or make fewer at a time (--jobs)"),
        errno.ENOMEM: ("there is no memory left", "make fewer at a time (--jobs)"),
        errno.EACCES: ("permission denied", "does the user who runs narrator have the rights?"),
        errno.EPERM: ("operation not permitted", "does the user who runs narrator have the rights?"),
        errno.EROFS: ("the file system is read-only", "choose another place"),
        errno.ENAMETOOLONG: ("the name is too long", "choose a shorter one"),
        errno.EILSEQ: ("names of files cannot be in these letters here", "set PYTHONUTF8=1 or a locale in UTF-8"),
        errno.EIO: ("the disk or its connection fails", "look into the system's log"),
    }
)
"""What errors of the system mean for a user, and what to do about them."""


def system_cause(error: OSError) -> tuple[str, str]:
    """What an error of the system means in words, and what to do about it; the second is empty where nobody knows."""
    return CAUSES.get(error.errno or 0, (error.strerror or str(error) or type(error).__name__, ""))


def system_error(error: Exception) -> OSError | None:
    """The error of the system behind an exception, or None.

    It may have kept the file of a library from being opened, or a name from being written in the system's letters.
    """
    if isinstance(error, OSError):
        return error
    if isinstance(error, UnicodeEncodeError) and codecs.lookup(error.encoding) == codecs.lookup(
        sys.getfilesystemencoding()
    ):
        return OSError(errno.EILSEQ, os.strerror(errno.EILSEQ))
    words = str(error) if isinstance(error, ImportError) else ""
    numbers = (errno.EMFILE, errno.ENFILE, errno.ENOMEM)
    return next((OSError(each, os.strerror(each)) for each in numbers if words.endswith(os.strerror(each))), None)


class NarratorError(Exception):
    """What narrator raises. ``message`` is one line, ``hint`` one line or empty."""

    exit_code = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message, hint)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} ({self.hint})" if self.hint else self.message


class SourceError(NarratorError):
    """A source cannot be read or fetched."""

    exit_code = 4


class NetworkError(SourceError):
    """No address at all can be reached from here: no network, a proxy that does not answer, too many open files."""


class ArticleError(NarratorError):
    """A source was read, and there is no article in it."""

    exit_code = 5


class VoiceError(NarratorError):
    """An unknown voice, or a language that no voice speaks."""

    exit_code = 6


class EngineError(NarratorError):
    """A voice was asked to speak and did not."""

    exit_code = 7


class RefusedError(EngineError):
    """A voice will not say something at another try either: no key, no credit, a request that is not allowed."""


class EncodeError(NarratorError):
    """A finished sound could not be written in a format."""

    exit_code = 8


class OutputError(NarratorError):
    """A place cannot be written: no right, no room, no such store."""

    exit_code = 9


class SettingsError(NarratorError):
    """A setting is unknown or out of range."""

    exit_code = 10


class LabelError(NarratorError):
    """The label could not be put into the file, or the file signed."""

    exit_code = 11


class ClusterError(NarratorError):
    """No scheduler, or no worker left."""

    exit_code = 12


class BusyError(NarratorError):
    """Another run makes the same article."""


class ConflictError(NarratorError):
    """Somebody else changed the same thing meanwhile."""


class DoubtError(NarratorError):
    """Something is probably wrong (a severe doubt), and ``strict`` does not allow that."""

    exit_code = 16
