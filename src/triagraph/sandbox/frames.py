"""Values on a pipe: JSON, with bytes beside it.

A frame is: the number of parts, the length of each part (all of them 8 bytes, big-endian), the parts. The first part is
JSON, `[mark, value]`; each `bytes` of the value is a part of its own, and stands in the JSON as `{mark: number}`. The mark
is random, so that data cannot look like it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from typing import IO, Any, Final, TypeAlias

#: What can be sent: JSON, and bytes.
Value: TypeAlias = "bool | int | float | str | bytes | Sequence[Value] | Mapping[str, Value] | None"

_WIDTH: Final = 8
_MOST_PARTS: Final = 100_000


class TooLargeError(ValueError):
    """A frame is larger than its reader takes."""


def pack(value: Value) -> list[bytes]:
    """Give the pieces of a frame, to be written one after the other.

    Raises:
        TypeError: the value holds something else than JSON and bytes.
    """
    mark = os.urandom(8).hex()
    parts = [b""]

    def attach(item: object) -> dict[str, int]:
        if not isinstance(item, bytes):
            raise TypeError(f"{type(item).__name__} cannot be sent")
        parts.append(item)
        return {mark: len(parts) - 1}

    parts[0] = json.dumps([mark, value], default=attach).encode()
    return [_number(len(parts)), *(_number(len(part)) for part in parts), *parts]


def read(stream: IO[bytes], most: int | None = None) -> Any:
    """Read a frame and give its value.

    Raises:
        TooLargeError: it is larger than `most` bytes.
        ValueError: it is cut off or is no frame.
        MemoryError: it does not fit.
    """
    count = _read_number(stream)
    if not 0 < count <= _MOST_PARTS:
        raise ValueError("not a frame")
    sizes = [_read_number(stream) for _ in range(count)]
    if most is not None and sum(sizes) > most:
        raise TooLargeError("the frame is too large")
    parts = [_read(stream, size) for size in sizes]
    mark, value = json.loads(parts[0])
    return value if count == 1 else json.loads(parts[0], object_hook=lambda found: _detach(found, mark, parts))[1]


def _detach(found: dict[str, Any], mark: str, parts: list[bytes]) -> Any:
    return parts[found[mark]] if found.keys() == {mark} else found


def _number(number: int) -> bytes:
    return number.to_bytes(_WIDTH, "big")


def _read_number(stream: IO[bytes]) -> int:
    return int.from_bytes(_read(stream, _WIDTH), "big")


def _read(stream: IO[bytes], size: int) -> bytes:
    data = stream.read(size)
    if len(data) != size:
        raise ValueError("the frame is cut off")
    return data
