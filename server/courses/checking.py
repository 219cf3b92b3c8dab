"""Whether folders are courses: all of `read_courses`, and what only their code can tell.

A fault must be mended. A doubt is worth a look, and often right: drills of one thing are like each other.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path, PurePosixPath

from game.terms import Language
from server.courses.files import CourseRefused, TrackFile, out_of_form, read_courses
from server.library import Code, CodeLikeness, SeedRefused, SnippetRefused, code_of, seed_files

LEAST_MODULES, LEAST_CHALLENGES = 5, 40  # of a whole track


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleFigures:
    """The measured difficulty of a module's code, 1 (easy) to 4; `expected_wpm` is an average player's."""

    track: str
    module: str
    challenges: int
    keys: float
    figure: float
    expected_wpm: float


@dataclass(slots=True)
class CourseFindings:
    """What the check of a folder found. `tracks` are those that could be read."""

    tracks: list[TrackFile] = field(default_factory=list)
    modules: list[ModuleFigures] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)


def check_courses(folder: Path, *, whole: bool = False, beside: Path | None = None) -> CourseFindings:
    """Check a folder of tracks. `whole`: each track must have as much as one that ships. `beside`: a folder of snippets
    that their code must not be like. Never raises for what is in the files."""
    found = CourseFindings()
    try:
        found.tracks = read_courses(folder)
    except CourseRefused as refused:
        found.faults = refused.faults
        return found
    for track in found.tracks:
        found.faults += [
            f"{path}: not in its form; prodev courses fmt mends that" for path in out_of_form(folder, track)
        ]
        if whole:
            found.faults += _too_small(track)
    codes = _codes(found)
    _compare(found, codes)
    if beside is not None:
        found.faults += _like_snippets(beside, found.tracks, codes)
    for track in found.tracks:
        figures = list(_figures(track, codes))
        found.modules += figures
        if all((track.slug, one.slug) in codes for _, one in track.challenges()):
            found.faults += _not_rising(figures)
    return found


def _too_small(track: TrackFile) -> Iterator[str]:
    modules, challenges = len(track.modules), sum(1 for _ in track.challenges())
    if modules < LEAST_MODULES:
        yield f"{track.slug}: {modules} modules; a track has {LEAST_MODULES} at least"
    if challenges < LEAST_CHALLENGES:
        yield f"{track.slug}: {challenges} challenges; a track has {LEAST_CHALLENGES} at least"


def _codes(found: CourseFindings) -> dict[tuple[str, str], Code]:
    """By track and challenge, what can be typed."""
    codes: dict[tuple[str, str], Code] = {}
    for track in found.tracks:
        for path, one in track.challenges():
            try:
                codes[track.slug, one.slug] = code_of(track.language, one.code)
            except SnippetRefused as refused:
                found.faults += [f"{path}:{fault.line}:{fault.column}: {fault.detail}" for fault in refused.refusals]
    return codes


def _compare(found: CourseFindings, codes: Mapping[tuple[str, str], Code]) -> None:
    """The same text twice in one language would be one snippet; nearly the same is a doubt."""
    texts: dict[tuple[Language, str], PurePosixPath] = {}
    likeness: dict[Language, CodeLikeness] = {}
    for track in found.tracks:
        near = likeness.setdefault(track.language, CodeLikeness())
        for path, one in track.challenges():
            code = codes.get((track.slug, one.slug))
            if code is None:
                continue
            twin = texts.setdefault((track.language, code.text), path)
            if twin != path:
                found.faults.append(f"{path}: the same text as {twin}")
            elif nearest := near.nearest(code):
                found.doubts.append(f"{path}: {nearest[1]:.0%} the same as {nearest[0]}")
            near.add(str(path), code)


def _like_snippets(folder: Path, tracks: Sequence[TrackFile], codes: Mapping[tuple[str, str], Code]) -> Iterator[str]:
    """Who learns by it would meet the same code in ordinary games. Languages are not kept apart: keys are keys."""
    near = CodeLikeness()
    try:
        for file in seed_files(folder):
            near.add(file.source, code_of(file.language, file.text))
    except (SeedRefused, SnippetRefused):
        yield f"{folder}: not all of it can be read; prodev snippets check says why"
        return
    for track in tracks:
        for path, one in track.challenges():
            code = codes.get((track.slug, one.slug))
            if code is not None and (nearest := near.nearest(code)):
                yield f"{path}: {nearest[1]:.0%} the same as {nearest[0]}"


def _figures(track: TrackFile, codes: Mapping[tuple[str, str], Code]) -> Iterator[ModuleFigures]:
    for module in track.modules:
        own = [code for one in module.challenges() if (code := codes.get((track.slug, one.slug))) is not None]
        if own:
            yield ModuleFigures(
                track=track.slug,
                module=module.folder,
                challenges=len(own),
                keys=round(statistics.mean(one.keys for one in own), 1),
                figure=round(statistics.mean(one.figure for one in own), 2),
                expected_wpm=round(statistics.mean(one.expected_wpm for one in own), 1),
            )


def _not_rising(figures: Sequence[ModuleFigures]) -> Iterator[str]:
    for before, after in pairwise(figures):
        if after.figure <= before.figure:
            yield (
                f"{after.track}/{after.module}: its mean difficulty is {after.figure:.2f}, no higher than"
                f" {before.figure:.2f} of {before.module}"
            )


def figures_table(modules: Sequence[ModuleFigures]) -> str:
    """The modules as a Markdown table."""
    lines = ["| track | module | challenges | keys | figure | wpm |", "|---|---|---:|---:|---:|---:|"]
    lines += [
        f"| {one.track} | {one.module} | {one.challenges} | {one.keys:g} | {one.figure:.2f} | {one.expected_wpm:g} |"
        for one in modules
    ]
    return "\n".join(lines)
