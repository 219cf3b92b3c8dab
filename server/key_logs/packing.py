"""The compact form of a key log: the same bytes of JSON in a fraction of the space.

Laws:
- Lossless: `json_of_packed` gives the JSON back byte for byte. `pack` tries it before it returns; a log that columns
  cannot hold is kept whole.
- Forms are numbered and never removed: what was packed once is read for ever. The first byte is the form's number, with
  which no JSON begins.
- A damaged byte is an error and never another log: the last four are a CRC-32 of all others.

Form 1 holds columns in five streams, each after its length:
- deflated with FRAME as the dictionary: the document without what follows, the texts of the waves, the keys;
- deflated: where words and enemies are, and when enemies hit;
- deflated: the times between keys without their last four bits, and the client's lags;
- as they are: those four bits, which are noise in anybody's typing;
- as they are: the ids of the snippets.

Form 2 is the JSON, deflated.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from typing import Any, Final

import orjson

from server.key_logs.columns import UNFIT, Streams, document_of_streams, frame_of, id_bytes, streams_of, waves_of_frame

COLUMNS: Final = 1
WHOLE: Final = 2
CHECK_BYTES: Final = 4
_RAW: Final = -15  # neither header nor check of its own
# What most frames have in common. It belongs to form 1.
FRAME: Final = (
    b'"defeated""abandoned""time""limit""closed""cleared""TYPESCRIPT""EXPERT""HARD""EASY","heal":[25],"flawless_heal":[15]'
    b'{"format":3,"language":"JAVASCRIPT"REACT"PYTHON","difficulty":"NORMAL","time_limit_ms":null,"waves":[{"number":[1,2'
    b',3,4,5,6,7,8,9,10,11,12],"snippet":0,"version":[1],"language":["JAVASCRIPT"REACT"PYTHON"],"text":0,"words":0,'
    b'"enemies":0,"heal":[28],"flawless_heal":[10],"push_ms":[17,14,13,12,11,10,9,8,7,6],"asked_wpm":[37.3,45.3,49.7]},['
    b'"comment","tag","text","keyword","function","punctuation","name","operator","string","type","number"]],"keys":0,'
    b'"at":0,"client":0,"end_ms":300000,"end_reason":"quit"}'
)


class DamagedLog(ValueError):
    """These bytes are not what was stored: some have changed, or are missing."""


class UnknownForm(ValueError):
    """A later version of Pro Dev packed this log."""


def pack(json: bytes, document: Any = None) -> bytes:
    """`document` is the JSON, parsed, if it is at hand."""
    try:
        streams = streams_of(orjson.loads(json) if document is None else document)
        if orjson.dumps(document_of_streams(streams)) == json:
            return _sealed(COLUMNS, _written(streams))
    except UNFIT:
        pass  # not of a log's shape, or with numbers beyond all columns
    return _sealed(WHOLE, deflated(json))


def json_of_packed(packed: bytes) -> bytes:
    """The very bytes that were packed. Raises DamagedLog or UnknownForm."""
    with _damage_told():
        opened = _opened(packed)
        return opened if isinstance(opened, bytes) else orjson.dumps(document_of_streams(opened))


def document_of_packed(packed: bytes) -> Any:
    """The same, parsed. Raises DamagedLog, UnknownForm, or ValueError if what was packed was no JSON."""
    with _damage_told():
        opened = _opened(packed)
        if not isinstance(opened, bytes):
            return document_of_streams(opened)
    return orjson.loads(opened)


def waves_of_packed(packed: bytes) -> Any:
    """A document that has the waves, perhaps without the keys. Raises as `document_of_packed` does."""
    with _damage_told():
        opened = _opened(packed)
        if not isinstance(opened, bytes):
            frame, texts, _ = frame_of(opened)
            return {**frame, "waves": waves_of_frame(frame, texts, opened)}
    return orjson.loads(opened)


def packed_mentions(packed: bytes, snippet_id: str) -> bool:
    """False: none of the waves is of this snippet. Raises DamagedLog or UnknownForm."""
    with _damage_told():
        opened = _opened(packed)
    if isinstance(opened, bytes):
        return snippet_id.encode() in opened
    if opened.ids:
        return id_bytes(snippet_id) in opened.ids
    return snippet_id.encode() in opened.frame


# ---------------------------------------------------------------- bytes


@contextmanager
def _damage_told() -> Iterator[None]:
    """Whatever is wrong with the bytes raises DamagedLog, or UnknownForm."""
    try:
        yield
    except UnknownForm:
        raise
    except (zlib.error, *UNFIT) as error:
        raise DamagedLog(f"a stored log that is damaged: {error}") from error


def _sealed(form: int, body: bytes) -> bytes:
    content = bytes((form,)) + body
    return content + zlib.crc32(content).to_bytes(CHECK_BYTES, "little")


def _opened(packed: bytes) -> Streams | bytes:
    """The streams of form 1, the JSON of form 2."""
    content, check = packed[:-CHECK_BYTES], packed[-CHECK_BYTES:]
    if not content or zlib.crc32(content).to_bytes(CHECK_BYTES, "little") != check:
        raise ValueError("its check differs")
    form, body = content[0], content[1:]
    if form == WHOLE:
        return inflated(body)
    if form == COLUMNS:
        return _read(body)
    raise UnknownForm(f"a stored log of form {form}, which this version does not know")


def _written(streams: Streams) -> bytes:
    kept = (*deflated_streams(streams), streams.noise, streams.ids)
    return b"".join(chain.from_iterable((_length(len(stream)), stream) for stream in kept))


def deflated_streams(streams: Streams, frame: bytes = FRAME) -> tuple[bytes, bytes, bytes]:
    """Those that are deflated. How hard each is tried is no part of the form, and is what was worth its time
    (benchmarks/key_logs.py): shapes repeat little, and of times nothing repeats but zeros."""
    return (
        deflated(streams.frame, frame),
        deflated(streams.shapes, level=4),
        deflated(streams.times, strategy=zlib.Z_RLE),
    )


def _read(body: bytes) -> Streams:
    at, kept = 0, list[bytes]()
    for _ in Streams._fields:
        size, at = _length_at(body, at)
        kept.append(body[at : at + size])
        at += size
    if at != len(body):
        raise ValueError("streams that end elsewhere")
    return Streams(inflated(kept[0], FRAME), inflated(kept[1]), inflated(kept[2]), *kept[3:])


def _length(number: int) -> bytes:
    """Seven bits a byte, the lowest first; the highest bit says that more follow."""
    found = bytearray()
    while number > 0x7F:
        found.append(number & 0x7F | 0x80)
        number >>= 7
    found.append(number)
    return bytes(found)


def _length_at(body: bytes, at: int) -> tuple[int, int]:
    """The length that begins there, and where it ends."""
    number = shift = 0
    while True:
        number |= (body[at] & 0x7F) << shift
        at += 1
        if body[at - 1] <= 0x7F:
            return number, at
        shift += 7


def deflated(data: bytes, dictionary: bytes = b"", level: int = 6, strategy: int = zlib.Z_DEFAULT_STRATEGY) -> bytes:
    one = zlib.compressobj(level, wbits=_RAW, strategy=strategy, zdict=dictionary)
    return one.compress(data) + one.flush()


def inflated(data: bytes, dictionary: bytes = b"") -> bytes:
    one = zlib.decompressobj(_RAW, dictionary)
    found = one.decompress(data)
    if not one.eof or one.unused_data:
        raise ValueError("a stream that ends elsewhere")
    return found
