"""The OLE container of old office files. All its chains are walked, so that none without end reaches another program.

Source: [MS-CFB] 2.2–2.6.
"""

import contextlib
import struct

_END = 0xFFFFFFFA  # this and above: end of a chain, free sector, sector of the table itself


def ole_stream(raw: bytes, name: str) -> bytes:
    """A stream by its name. Raises ``ValueError``, ``IndexError``, ``struct.error`` for a damaged container."""
    size = 1 << struct.unpack_from("<H", raw, 30)[0]
    tables, directory, _, cutoff, small_table = struct.unpack_from("<5I", raw, 44)
    heads = list(struct.unpack_from("<109I", raw, 76))
    more = struct.unpack_from("<I", raw, 68)[0]
    while more < _END:
        if len(heads) > len(raw) // 4:
            raise ValueError("a chain without end")
        part = struct.unpack_from(f"<{size // 4}I", raw, (more + 1) * size)
        heads += part[:-1]
        more = part[-1]
    chain = [n for head in heads[:tables] for n in struct.unpack_from(f"<{size // 4}I", raw, (head + 1) * size)]
    entries = _chained(raw, directory, chain, size, size)
    short = _chained(raw, small_table, chain, size, size)
    small_chain = list(struct.unpack(f"<{len(short) // 4}I", short))
    inside = _chained(raw, struct.unpack_from("<I", entries, 116)[0], chain, size, size)
    wanted = name.encode("utf-16-le") + b"\0\0"
    for at in range(0, len(entries) - 127, 128):
        entry = entries[at : at + 128]
        if entry.startswith(wanted):
            start, length = struct.unpack_from("<II", entry, 116)
            if length >= cutoff:
                return _chained(raw, start, chain, size, size)[:length]
            return _chained(inside, start, small_chain, 64, 0)[:length]
    raise ValueError(name)


def check_book(raw: bytes) -> None:
    """Raises ``ValueError`` for a container whose workbook cannot be walked: calamine follows a circle for ever."""
    for name in ("Workbook", "Book"):
        with contextlib.suppress(struct.error, IndexError, ValueError):
            ole_stream(raw, name)
            return
    raise ValueError("no workbook")


def _chained(raw: bytes, at: int, chain: list[int], size: int, before: int) -> bytes:
    """The sectors of a chain put together."""
    found = list[bytes]()
    while at < _END:
        if len(found) > len(chain):
            raise ValueError("a chain without end")
        found.append(raw[before + at * size : before + (at + 1) * size])
        at = chain[at]
    return b"".join(found)
