"""Bytes by their hash. A blob is written aside, made durable and then moved into place, so none is ever half there."""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO

from dougong.errors import Failure, Text, TooLarge


class NoRoom(Failure):
    """The disk is full; nothing was kept."""

    code, status, title = (
        "storage_full",
        507,
        Text("存储空间已满，文件未保存", "Storage is full; the file was not saved"),
    )


class Spool:
    """One upload on its way in. Write all of it, then ``keep``; leaving without keeping removes what was written."""

    def __init__(self, blobs: "Blobs", most: int) -> None:
        self._blobs = blobs
        self._most = most
        self._hash = hashlib.sha256()
        self.size = 0
        self._file: IO[bytes] = tempfile.NamedTemporaryFile(  # noqa: SIM115  closed by ``__exit__``
            dir=blobs.incoming, delete=False
        )

    def write(self, chunk: bytes) -> None:
        """Raises TooLarge and NoRoom."""
        self.size += len(chunk)
        if self.size > self._most:
            raise TooLarge(
                Text(
                    f"文件超过 {self._most // 1_048_576} MB",
                    f"The file is larger than {self._most // 1_048_576} MB",
                )
            )
        self._hash.update(chunk)
        try:
            self._file.write(chunk)
        except OSError as failure:
            raise NoRoom from failure

    def keep(self) -> str:
        """The hash under which the bytes lie from now on. Raises NoRoom."""
        digest = self._hash.hexdigest()
        target = self._blobs.path(digest)
        try:
            self._file.flush()
            os.fsync(self._file.fileno())
            target.parent.mkdir(parents=True, exist_ok=True)
            Path(self._file.name).replace(target)
        except OSError as failure:
            raise NoRoom from failure
        return digest

    def __enter__(self) -> "Spool":
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()
        with suppress(FileNotFoundError):
            Path(self._file.name).unlink()


class Blobs:
    """The folder of all bytes: ``ab/cdef...``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.incoming = folder / "incoming"
        self.incoming.mkdir(parents=True, exist_ok=True)

    def spool(self, most: int) -> Spool:
        """Room for an upload of at most ``most`` bytes."""
        return Spool(self, most)

    def put(self, content: bytes) -> str:
        """Keep bytes that are in memory already; gives their hash."""
        with self.spool(len(content)) as spool:
            spool.write(content)
            return spool.keep()

    def path(self, digest: str) -> Path:
        """Where a blob lies. Raises ValueError for anything but a hash, so that no name can lead elsewhere."""
        if len(digest) != 64 or not all(letter in "0123456789abcdef" for letter in digest):
            raise ValueError("not a hash")
        return self.folder / digest[:2] / digest[2:]

    def read(self, digest: str) -> bytes:
        return self.path(digest).read_bytes()

    def every(self) -> Iterator[tuple[str, float]]:
        """(hash, moment of its last change) of every blob."""
        for folder in self.folder.iterdir():
            if folder.is_dir() and len(folder.name) == 2:
                for path in folder.iterdir():
                    with suppress(FileNotFoundError):
                        yield folder.name + path.name, path.stat().st_mtime

    def remove(self, digest: str, *, older_than: float) -> None:
        """Remove a blob, unless somebody has brought the same bytes again since ``older_than``."""
        path = self.path(digest)
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < older_than:
                path.unlink()

    def sweep_incoming(self, older_than: float) -> None:
        """Remove what uploads that never ended have left; ``older_than`` is a moment as ``stat`` gives it."""
        for path in self.incoming.iterdir():
            with suppress(FileNotFoundError):
                if path.stat().st_mtime < older_than:
                    path.unlink()
