"""Courses as files: how they are laid out, read and written.

    <track>/track.toml
    <track>/<NN>_<module>/module.toml
    <track>/<NN>_<module>/<NN>_<lesson>/lesson.md            `# Title`, a blank line, Markdown
    <track>/<NN>_<module>/<NN>_<lesson>/challenges.toml      a table a challenge, in their order
    <track>/<NN>_<module>/<NN>_<lesson>/<challenge>.<suffix> its code, a source file of the track's language

Laws:
- `written` is the one form of a course: what `read_track` read from it is the same course again, and what it wrote for
  a course is the same to the byte. So an export of what was seeded equals the files, and `prodev courses check` refuses
  files in another form, which `prodev courses fmt` mends.
- Reading finds every fault of a folder, each with its file. What the code itself says is checking.py's.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Annotated, Any, TypeVar

from pydantic import Field, ValidationError

from game.terms import Language
from server.courses.limits import (
    MOST_CHALLENGES,
    MOST_LESSONS,
    MOST_MODULES,
    SLUG,
    CourseTitle,
    Description,
    Hints,
    LessonMarkdown,
    MaxWrongKeys,
    MinAccuracy,
    MinNetWpm,
    Minutes,
    Points,
    Slug,
)
from server.infra.inputs import Body
from server.library import code_text, suffix_of
from server.settings import SHIPPED

COURSES_FOLDER = SHIPPED / "seed" / "courses"

_NUMBERED = re.compile(rf"(?P<place>\d\d)_(?P<slug>{SLUG})")
_MOST_BYTES = 64 * 1024  # three times the longest lesson
_MOST_BYTES_OF_TABLES = 2 * 1024 * 1024  # more than all the hints that a lesson's challenges may have
_WIDTH = 120  # of a line of hints; longer ones are broken
_IN_PLACE_OF_CODE = frozenset({"lesson.md", "challenges.toml"})
Table = TypeVar("Table", bound=Body)


class CourseRefused(Exception):
    """Files cannot be courses; `faults` has one line for each, with its path."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("; ".join(faults))
        self.faults = list(faults)


class TrackTable(Body):
    """track.toml."""

    title: CourseTitle
    language: Annotated[Language, Field(strict=False)]
    description: Description


class ModuleTable(Body):
    """module.toml."""

    title: CourseTitle
    description: Description


class LessonPage(Body):
    """lesson.md."""

    title: CourseTitle
    text: LessonMarkdown


class ChallengeTable(Body):
    """One table of challenges.toml. Of the goals, one at least."""

    title: CourseTitle
    minutes: Minutes
    points: Points
    min_accuracy: MinAccuracy | None = None
    min_net_wpm: MinNetWpm | None = None
    max_wrong_keys: MaxWrongKeys | None = None
    hints: Hints = Field(default_factory=list)


class _Name(Body):
    slug: Slug


@dataclass(frozen=True, slots=True)
class ChallengeFile:
    """A challenge and its code, normalised."""

    slug: str
    table: ChallengeTable
    code: str


@dataclass(frozen=True, slots=True)
class LessonFile:
    place: int
    slug: str
    page: LessonPage
    challenges: tuple[ChallengeFile, ...]

    @property
    def folder(self) -> str:
        return f"{self.place:02}_{self.slug}"


@dataclass(frozen=True, slots=True)
class ModuleFile:
    place: int
    slug: str
    table: ModuleTable
    lessons: tuple[LessonFile, ...]

    @property
    def folder(self) -> str:
        return f"{self.place:02}_{self.slug}"

    def challenges(self) -> list[ChallengeFile]:
        return [one for lesson in self.lessons for one in lesson.challenges]


@dataclass(frozen=True, slots=True)
class TrackFile:
    slug: str
    table: TrackTable
    modules: tuple[ModuleFile, ...]

    @property
    def language(self) -> Language:
        return self.table.language

    def challenges(self) -> Iterator[tuple[PurePosixPath, ChallengeFile]]:
        """Each with the path of its code."""
        suffix = suffix_of(self.language)
        for module in self.modules:
            for lesson in module.lessons:
                for one in lesson.challenges:
                    yield PurePosixPath(self.slug, module.folder, lesson.folder, one.slug + suffix), one


# ---------------------------------------------------------------- written


def written(track: TrackFile) -> dict[PurePosixPath, bytes]:
    """The track's files, by their path in the folder of courses."""
    home, suffix = PurePosixPath(track.slug), suffix_of(track.language)
    files = {home / "track.toml": _pairs(track.table.model_dump())}
    for module in track.modules:
        of_module = home / module.folder
        files[of_module / "module.toml"] = _pairs(module.table.model_dump())
        for lesson in module.lessons:
            of_lesson = of_module / lesson.folder
            files[of_lesson / "lesson.md"] = f"# {lesson.page.title}\n\n{lesson.page.text}\n"
            tables = (f"[{one.slug}]\n{_pairs(one.table.model_dump())}" for one in lesson.challenges)
            files[of_lesson / "challenges.toml"] = "\n".join(tables)
            files |= {of_lesson / f"{one.slug}{suffix}": f"{one.code}\n" for one in lesson.challenges}
    return {path: text.encode() for path, text in files.items()}


def _pairs(values: Mapping[str, Any]) -> str:
    said = {name: value for name, value in values.items() if value is not None and value != []}
    return "".join(f"{name} = {_value(value, len(name) + 3)}\n" for name, value in said.items())


def _value(value: object, column: int) -> str:
    if isinstance(value, list):
        entries = [_value(one, 4) for one in value]
        line = f"[{', '.join(entries)}]"
        return line if column + len(line) <= _WIDTH else "[\n" + "".join(f"    {one},\n" for one in entries) + "]"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)  # TOML's basic strings are written like JSON's
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def write_courses(folder: Path, tracks: Sequence[TrackFile]) -> None:
    """Into a new or an empty folder. Raises CourseRefused for another, and OSError."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CourseRefused([f"{folder} is not an empty folder"])
    for track in tracks:
        for path, text in written(track).items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(text)


# ---------------------------------------------------------------- read


def read_courses(folder: Path = COURSES_FOLDER) -> list[TrackFile]:
    """The tracks of a folder, by name. Raises CourseRefused."""
    if not folder.is_dir():
        raise CourseRefused([f"{folder} is not a folder"])
    reading = _Reading(folder)
    tracks = [reading.track(path) for path in _folders(folder)]
    if reading.faults:
        raise CourseRefused(reading.faults)
    return [track for track in tracks if track is not None]


def out_of_form(folder: Path, track: TrackFile) -> Iterator[PurePosixPath]:
    """The files of a track that has been read from this folder, but are not as `written` writes them."""
    for path, text in written(track).items():
        if (folder / path).read_bytes() != text:
            yield path


def _folders(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith((".", "__")))


class _Reading:
    """One reading of a folder; what cannot be read is a fault and is left out."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.faults: list[str] = []

    def _fault(self, path: Path, what: object) -> None:
        self.faults.append(f"{path.relative_to(self._folder).as_posix()}: {what}")

    def track(self, path: Path) -> TrackFile | None:
        table = self._table(path / "track.toml", TrackTable)
        self._strangers(path, {"track.toml"})
        self._name(path, path.name)
        if table is None:
            return None
        language = table.language
        numbered = list(self._numbered(path, MOST_MODULES))
        modules = [self._module(one, place, slug, language) for one, place, slug in numbered]
        track = TrackFile(path.name, table, tuple(one for one in modules if one is not None))
        self._twins(path, [one.slug for _, one in track.challenges()])
        return track

    def _module(self, path: Path, place: int, slug: str, language: Language) -> ModuleFile | None:
        table = self._table(path / "module.toml", ModuleTable)
        self._strangers(path, {"module.toml"})
        numbered = list(self._numbered(path, MOST_LESSONS))
        lessons = [self._lesson(one, number, name, language) for one, number, name in numbered]
        if table is None:
            return None
        return ModuleFile(place, slug, table, tuple(one for one in lessons if one is not None))

    def _lesson(self, path: Path, place: int, slug: str, language: Language) -> LessonFile | None:
        page = self._page(path / "lesson.md")
        tables = self._toml(path / "challenges.toml") or {}
        if len(tables) > MOST_CHALLENGES:
            self._fault(path, f"{len(tables)} challenges; the limit is {MOST_CHALLENGES}")
        challenges = [self._challenge(path, name, table, language) for name, table in tables.items()]
        suffix = suffix_of(language)
        self._strangers(path, _IN_PLACE_OF_CODE | {f"{name}{suffix}" for name in tables})
        if page is None:
            return None
        return LessonFile(place, slug, page, tuple(one for one in challenges if one is not None))

    def _challenge(self, path: Path, slug: str, values: object, language: Language) -> ChallengeFile | None:
        where = path / "challenges.toml"
        table = self._valid(where, ChallengeTable, values, f"[{slug}] ")
        named = self._name(where, slug, f"[{slug}] ")
        if table is not None and (table.min_accuracy, table.min_net_wpm, table.max_wrong_keys) == (None, None, None):
            self._fault(where, f"[{slug}] no goal: min_accuracy, min_net_wpm or max_wrong_keys")
        text = self._text(path / f"{slug}{suffix_of(language)}") if named else None
        if table is None or text is None:
            return None
        return ChallengeFile(slug, table, code_text(text))

    def _page(self, path: Path) -> LessonPage | None:
        text = self._text(path)
        if text is None:
            return None
        head, _, rest = text.replace("\r\n", "\n").partition("\n")
        if not head.startswith("# "):
            self._fault(path, "the first line is the title: # Title")
            return None
        return self._valid(path, LessonPage, {"title": head[2:], "text": rest})

    # ------------------------------------------------------------ pieces

    def _numbered(self, path: Path, most: int) -> Iterator[tuple[Path, int, str]]:
        """The folders in it, each with its number and its name."""
        folders = _folders(path)
        if len(folders) > most:
            self._fault(path, f"{len(folders)} folders; the limit is {most}")
        places: set[str] = set()
        for one in folders:
            name = _NUMBERED.fullmatch(one.name)
            if name is None:
                self._fault(one, "a folder is named by two digits, an underscore and a name: 01_brackets")
            elif name["place"] in places:
                self._fault(one, f"another folder has the number {name['place']}")
            elif self._name(one, name["slug"]):
                places.add(name["place"])
                yield one, int(name["place"]), name["slug"]

    def _strangers(self, path: Path, known: set[str] | frozenset[str]) -> None:
        for one in sorted(path.iterdir()):
            if one.is_file() and one.name not in known and not one.name.startswith("."):
                self._fault(one, "no part of a course")

    def _twins(self, path: Path, slugs: Sequence[str]) -> None:
        for slug in sorted({slug for slug in slugs if slugs.count(slug) > 1}):
            self._fault(path, f"two challenges are called {slug}")

    def _name(self, path: Path, slug: str, where: str = "") -> bool:
        return self._valid(path, _Name, {"slug": slug}, where) is not None

    def _text(self, path: Path, most: int = _MOST_BYTES) -> str | None:
        try:
            with path.open("rb") as file:
                said = file.read(most + 1)
            if len(said) <= most:
                return said.decode("utf-8")
            self._fault(path, f"more than {most // 1024} KB")
        except FileNotFoundError:
            self._fault(path, "there is no such file")
        except (OSError, UnicodeDecodeError) as error:
            self._fault(path, error)
        return None

    def _toml(self, path: Path) -> dict[str, Any] | None:
        text = self._text(path, _MOST_BYTES_OF_TABLES)
        if text is None:
            return None
        try:
            return tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            self._fault(path, error)
        except RecursionError:
            self._fault(path, "nested too deeply")
        return None

    def _table(self, path: Path, kind: type[Table]) -> Table | None:
        values = self._toml(path)
        return None if values is None else self._valid(path, kind, values)

    def _valid(self, path: Path, kind: type[Table], values: object, where: str = "") -> Table | None:
        try:
            return kind.model_validate(values)
        except ValidationError as error:
            for one in error.errors():
                name = ".".join(map(str, one["loc"]))
                self._fault(path, f"{where}{name}{': ' if name else ''}{one['msg']}")
            return None
