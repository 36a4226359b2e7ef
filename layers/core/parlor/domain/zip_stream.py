"""A ZIP file that is written forwards only, forgets what it has written, and can be put down and taken up by another process.

Sizes and checksums stand behind each entry (APPNOTE 6.3, 4.4.4, bit 3), since nobody goes back. Without ZIP64, which Excel does not read
in such files: nothing may be larger than 4 GB.
"""

import struct
import zlib

from msgspec import Struct

SIZE_MAX = 0xFFFF_FFFF
ENTRIES_MAX = 0xFFFF
_FLAGS = 1 << 3 | 1 << 11
"""Sizes stand behind; names are UTF-8."""
_DEFLATED = 8
_VERSION = 20
_DATE = (2020 - 1980) << 9 | 1 << 5 | 1
"""The same for all: a file that is made twice from the same rows is the same file."""
_LEVEL = 6


class ZipFull(Exception):
    """The next bytes would not fit into the format."""


class ZipEntry(Struct, frozen=True, array_like=True):
    """`packed` and `size` are bytes after and before compression, `offset` is where its header begins."""

    name: str
    offset: int
    crc: int = 0
    packed: int = 0
    size: int = 0


class ZipState(Struct, frozen=True, array_like=True):
    """Where a file stands after `pause`. `offset` is its length so far."""

    offset: int = 0
    entries: tuple[ZipEntry, ...] = ()
    current: ZipEntry | None = None


_EMPTY = ZipState()


class ZipStream:
    """Each method returns the bytes that come next."""

    def __init__(self, state: ZipState = _EMPTY) -> None:
        self._offset = state.offset
        self._entries = list(state.entries)
        self._current = state.current
        self._packer = _packer()

    @property
    def names(self) -> list[str]:
        """What is finished."""
        return [entry.name for entry in self._entries]

    def begin(self, name: str) -> bytes:
        """Raises `ZipFull`."""
        if len(self._entries) == ENTRIES_MAX:
            raise ZipFull
        self._current = ZipEntry(name, self._offset)
        self._packer = _packer()
        raw = name.encode()
        return self._out(struct.pack("<IHHHHHIIIHH", 0x04034B50, _VERSION, _FLAGS, _DEFLATED, 0, _DATE, 0, 0, 0, len(raw), 0) + raw)

    def write(self, data: bytes) -> bytes:
        """Raises `ZipFull`."""
        current = self._now()
        packed = self._packer.compress(data)
        self._current = ZipEntry(
            current.name, current.offset, zlib.crc32(data, current.crc), current.packed + len(packed), current.size + len(data)
        )
        if self._current.size > SIZE_MAX:
            raise ZipFull
        return self._out(packed)

    def end(self) -> bytes:
        """Raises `ZipFull`."""
        rest = self._packed(self._packer.flush(zlib.Z_FINISH))
        done = self._now()
        self._entries.append(done)
        self._current = None
        return rest + self._out(struct.pack("<IIII", 0x08074B50, done.crc, done.packed, done.size))

    def pause(self) -> tuple[bytes, ZipState]:
        """The compressor is emptied at a border of bytes, with nothing behind it that later bytes could refer to, so that a new
        one can go on."""
        rest = self._packed(self._packer.flush(zlib.Z_FULL_FLUSH)) if self._current else b""
        return rest, ZipState(self._offset, tuple(self._entries), self._current)

    def finish(self) -> bytes:
        """The list of entries. Raises `ZipFull`."""
        start = self._offset
        listed = b"".join(_listed(entry) for entry in self._entries)
        count = len(self._entries)
        return self._out(listed + struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, count, count, len(listed), start, 0))

    def _now(self) -> ZipEntry:
        if self._current is None:
            raise ValueError("begin an entry first")
        return self._current

    def _packed(self, rest: bytes) -> bytes:
        current = self._now()
        self._current = ZipEntry(current.name, current.offset, current.crc, current.packed + len(rest), current.size)
        return self._out(rest)

    def _out(self, data: bytes) -> bytes:
        self._offset += len(data)
        if self._offset > SIZE_MAX:
            raise ZipFull
        return data


def _packer() -> "zlib._Compress":
    return zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)


def _listed(entry: ZipEntry) -> bytes:
    raw = entry.name.encode()
    return (
        struct.pack(
            "<IHHHHHHIIIHHHHHII",
            0x02014B50,
            _VERSION,
            _VERSION,
            _FLAGS,
            _DEFLATED,
            0,
            _DATE,
            entry.crc,
            entry.packed,
            entry.size,
            len(raw),
            0,
            0,
            0,
            0,
            0,
            entry.offset,
        )
        + raw
    )
