"""A log's document as streams of columns, in which like stands beside like.

Law: it belongs to form 1 of packing.py, so what is read here stays as it is. That orjson goes on writing the same JSON
of the same document, logs in tests/vectors/packed say.

A document becomes its frame, in which zeros stand for what is kept apart, and a column for each kind of number. The
fields of waves are columns too, with one value where all are the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, chain, pairwise
from operator import itemgetter, sub
from typing import Any, Final, NamedTuple

import orjson

from server.key_logs.integers import Columns, packed_integers, packed_times

_ID_BYTES: Final = 16
_APART: Final = ("text", "words", "enemies")  # of a wave's fields
_ENEMY: Final = ("start", "end", "due_ms", "every_ms", "damage")
_OF_ENEMY: Final = itemgetter(*_ENEMY)
_END: Final = "\0"  # of a text
UNFIT: Final = (LookupError, TypeError, ValueError, AttributeError, OverflowError)


class Streams(NamedTuple):
    frame: bytes
    shapes: bytes
    times: bytes
    noise: bytes
    ids: bytes


def streams_of(document: Any) -> Streams:
    """Raises one of UNFIT for what is not shaped like a log."""
    fields, kinds, texts, shapes = _columns_of(document["waves"])
    times, noise = packed_times(document["at"])
    ids = _ids(fields["snippet"])
    if ids:
        fields["snippet"] = 0
    frame = {**document, "waves": [fields, kinds], "keys": 0, "at": 0, "client": 0}
    return Streams(
        _END.join([orjson.dumps(frame).decode(), *texts, document["keys"]]).encode(),
        shapes,
        times + packed_integers(document["client"]),
        noise,
        ids,
    )


def document_of_streams(streams: Streams) -> Any:
    frame, texts, keys = frame_of(streams)
    columns = Columns(streams.times)
    at = columns.times(len(keys), streams.noise)
    client = columns.integers(len(keys))
    columns.end()
    return {**frame, "waves": waves_of_frame(frame, texts, streams), "keys": keys, "at": at, "client": client}


def frame_of(streams: Streams) -> tuple[dict[str, Any], list[str], str]:
    """The frame, the texts of the waves, the keys."""
    frame, *texts, keys = streams.frame.decode().split(_END)
    return orjson.loads(frame), texts, keys


def _columns_of(waves: Sequence[Any]) -> tuple[dict[str, Any], list[str], list[str], bytes]:
    """Each field's values, the classes of words, the texts, and the shapes: a number for a column's place."""
    texts, words, enemies = ([wave[name] for wave in waves] for name in _APART)
    fields: dict[str, Any] = {
        name: 0 if name in _APART else _once_if_same([wave[name] for wave in waves]) for name in waves[0]
    }
    starts, ends, classes = _turned(chain.from_iterable(words), 3)
    kinds = list(dict.fromkeys(classes))
    numbers = {kind: number for number, kind in enumerate(kinds)}
    hits = _turned(map(_OF_ENEMY, chain.from_iterable(enemies)), len(_ENEMY))
    shapes = [
        *(list(map(len, words)), list(map(len, enemies))),
        *(*_spans(starts, ends), list(map(numbers.__getitem__, classes))),
        *(*_spans(hits[0], hits[1]), _steps(hits[2]), hits[3], hits[4]),
    ]
    return fields, kinds, texts, b"".join(map(packed_integers, shapes))


def waves_of_frame(frame: dict[str, Any], texts: Sequence[str], streams: Streams) -> list[Any]:
    count, (fields, kinds) = len(texts), frame["waves"]
    columns = Columns(streams.shapes)
    words_each, enemies_each = columns.integers(count), columns.integers(count)
    words = _words(columns, sum(words_each), kinds)
    enemies = _enemies(columns, sum(enemies_each))
    columns.end()
    values: dict[str, Any] = {
        **fields,
        **{"text": texts, "words": _in_parts(words, words_each), "enemies": _in_parts(enemies, enemies_each)},
        **({"snippet": list(_uuids(streams.ids))} if streams.ids else {}),
    }
    rows = zip(*(column * count if len(column) == 1 else column for column in values.values()), strict=True)
    return [dict(zip(fields, row, strict=True)) for row in rows]


def _words(columns: Columns, count: int, kinds: Sequence[str]) -> list[tuple[int, int, str]]:
    starts, ends = _from_spans(columns.integers(count), columns.integers(count))
    return list(zip(starts, ends, map(kinds.__getitem__, columns.integers(count)), strict=True))


def _enemies(columns: Columns, count: int) -> list[dict[str, int]]:
    starts, ends = _from_spans(columns.integers(count), columns.integers(count))
    dues, everies, damages = accumulate(columns.integers(count)), columns.integers(count), columns.integers(count)
    rows = zip(starts, ends, dues, everies, damages, strict=True)
    return [
        {"start": start, "end": end, "due_ms": due, "every_ms": every, "damage": damage}
        for start, end, due, every, damage in rows
    ]


def _turned(rows: Iterable[Sequence[Any]], width: int) -> Sequence[Sequence[Any]]:
    return tuple(zip(*rows, strict=True)) or ((),) * width


def _once_if_same(values: list[Any]) -> list[Any]:
    """One for all, if all are the same."""
    return values[:1] if values.count(values[0]) == len(values) else values


def _in_parts(items: Sequence[Any], sizes: Sequence[int]) -> list[Sequence[Any]]:
    return [items[begin:end] for begin, end in pairwise(accumulate(sizes, initial=0))]


def _steps(values: Sequence[int]) -> list[int]:
    return list(map(sub, values, (0, *values)))


def _spans(starts: Sequence[int], ends: Sequence[int]) -> tuple[list[int], list[int]]:
    """How far each begins after the end of the one before, and how long it is."""
    return list(map(sub, starts, (0, *ends))), list(map(sub, ends, starts))


def _from_spans(gaps: Sequence[int], sizes: Sequence[int]) -> tuple[list[int], list[int]]:
    places = list(accumulate(chain.from_iterable(zip(gaps, sizes, strict=True))))
    return places[::2], places[1::2]


def _ids(column: Sequence[Any]) -> bytes:
    """Of snippets, if all are UUIDs."""
    try:
        found = list(map(id_bytes, column))
    except ValueError:
        return b""
    return b"".join(found) if all(len(one) == _ID_BYTES for one in found) else b""


def id_bytes(snippet_id: str) -> bytes:
    return bytes.fromhex(snippet_id.replace("-", ""))


def _uuids(ids: bytes) -> Iterator[str]:
    for begin in range(0, len(ids), _ID_BYTES):
        one = ids[begin : begin + _ID_BYTES].hex()
        yield f"{one[:8]}-{one[8:12]}-{one[12:16]}-{one[16:20]}-{one[20:]}"
