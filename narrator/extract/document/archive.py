"""Files in a ZIP archive, within limits: what says that it is small and unpacks to gigabytes is refused."""

from __future__ import annotations

import posixpath
import zlib
from io import BytesIO
from types import TracebackType
from urllib.parse import unquote
from zipfile import BadZipFile, ZipFile

from lxml import etree

from narrator.errors import SourceError

MEMBER_BYTES = 20_000_000
"""Of one file, unpacked: the text of a long novel has one."""
WHOLE_BYTES = 60_000_000
"""Of all files that are unpacked."""
MEMBERS = 20_000
FILE_BYTES = 200_000_000
"""Of one file as the archive states it, whether it is unpacked or not: pictures of a book have so much."""


class Archive:
    """An open archive; it counts what it unpacks."""

    def __init__(self, body: bytes, name: str) -> None:
        """Open an archive.

        Args:
            body: of the file.
            name: in messages.

        Raises:
            SourceError: it is none, it is broken, or it states more than any document has in it.
        """
        self._name, self._left = name, WHOLE_BYTES
        try:
            self._zip = ZipFile(BytesIO(body))
            members = self._zip.infolist()
        except (BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise SourceError(f"{name} is broken: {error}", "is it whole?") from error
        if len(members) > MEMBERS or any(each.file_size > FILE_BYTES for each in members):
            raise self._large()
        if any(each.flag_bits & 1 for each in members):
            raise SourceError(f"{name} is locked by a password", "save it without one")
        self.names = {each.filename for each in members}

    def __enter__(self) -> Archive:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._zip.close()

    def read(self, name: str) -> bytes:
        """A file of the archive.

        Raises:
            SourceError: it is not there, broken or too large.
        """
        try:
            with self._zip.open(name) as file:
                body = file.read(min(MEMBER_BYTES, self._left) + 1)
        except KeyError as error:
            raise SourceError(f"{self._name} has no {name} in it", "is it whole?") from error
        except (BadZipFile, zlib.error, OSError, NotImplementedError, EOFError, RuntimeError) as error:
            raise SourceError(f"{self._name} is broken: {error}", "is it whole?") from error
        self._left -= len(body)
        if len(body) > MEMBER_BYTES or self._left < 0:
            raise self._large()
        return body

    def xml(self, name: str) -> etree._Element:
        """The root of an XML file of the archive; entities of its own are not expanded, nothing else is opened.

        Raises:
            SourceError: it is not there, broken or too large.
        """
        return xml(self.read(name), f"{self._name} ({name})")

    def place(self, base: str, address: str) -> str:
        """The name of the file that an address in another file leads to; empty where it is none of the archive's."""
        path = posixpath.normpath(posixpath.join(posixpath.dirname(base), unquote(address.partition("#")[0])))
        return path if path in self.names else ""

    def _large(self) -> SourceError:
        return SourceError(f"{self._name} unpacks to more than any article", "give the article alone")


def xml(body: bytes, name: str) -> etree._Element:
    """The root of an XML document.

    Raises:
        SourceError: it is broken.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True)
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise SourceError(f"{name} is broken: {error}", "is it whole?") from error
    if root is None:
        raise SourceError(f"{name} is broken: there is nothing in it", "is it whole?")
    return root
