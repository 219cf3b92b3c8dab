"""An answer for everybody is read once, and again when it has become old."""

from __future__ import annotations

import asyncio

import pytest

from server.infra.kept_answers import KeptAnswers


class Source:
    """Counts its readings; each waits for `go_on`."""

    def __init__(self) -> None:
        self.readings: list[str] = []
        self.version = 0
        self.begun, self.go_on = asyncio.Event(), asyncio.Event()

    async def read(self, question: str) -> str:
        self.readings.append(question)
        self.begun.set()
        await self.go_on.wait()
        return str(len(self.readings))

    def kept(self, *, kept_s: float = 60, most: int = 10) -> KeptAnswers[str, str]:
        return KeptAnswers(self.read, lambda: self.version, kept_s=kept_s, most=most)


@pytest.fixture
async def source() -> Source:
    return Source()


async def test_a_caller_who_leaves_does_not_end_the_reading_for_the_others(source: Source) -> None:
    kept = source.kept()
    first, *others = [asyncio.create_task(kept.answer("page")) for _ in range(5)]
    await source.begun.wait()
    first.cancel()
    source.go_on.set()
    answers = await asyncio.gather(*others)
    assert {bytes(answer.body) for answer in answers} == {b'"1"'}
    assert source.readings == ["page"]


async def test_an_answer_is_read_again_after_a_change_or_its_time(source: Source) -> None:
    source.go_on.set()
    kept = source.kept()
    await kept.answer("page")
    await kept.answer("page")
    assert source.readings == ["page"]
    source.version += 1
    await kept.answer("page")
    assert source.readings == ["page", "page"]
    brief = source.kept(kept_s=0)
    await brief.answer("page")
    await brief.answer("page")
    assert len(source.readings) == 4


async def test_a_reading_that_a_change_overtook_is_not_handed_on(source: Source) -> None:
    kept = source.kept()
    before = asyncio.create_task(kept.answer("page"))
    await source.begun.wait()
    source.version += 1
    after = asyncio.create_task(kept.answer("page"))
    source.go_on.set()
    await before
    await after
    assert source.readings == ["page", "page"]


async def test_when_full_all_are_dropped(source: Source) -> None:
    source.go_on.set()
    kept = source.kept(most=2)
    for question in ("a", "b", "c", "a"):
        await kept.answer(question)
    assert source.readings == ["a", "b", "c", "a"]
    await kept.answer("c")
    assert source.readings == ["a", "b", "c", "a"]


async def test_what_fails_is_not_kept(source: Source) -> None:
    async def fails(_: str) -> str:
        source.readings.append("failed")
        raise OSError("away")

    kept = KeptAnswers(fails, lambda: 0, kept_s=60, most=10)
    for _ in range(2):
        with pytest.raises(OSError, match="away"):
            await kept.answer("page")
    assert source.readings == ["failed", "failed"]
