"""What comes in: the bodies and queries of own code."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from server.infra.inputs import Body, Id, LanguageFilter, LanguageIn, Query
from server.infra.names import CollectionName
from server.infra.paging import PageQuery
from server.infra.written import written

FILES_LIMIT = 300
CHARACTERS_LIMIT = 1_000_000  # of all files of one request
CUT_LIMIT_BYTES = 3 * 1024 * 1024  # of that request, as JSON
ADDED_LIMIT = 200  # snippets, which is all that anybody may have
ADDED_LIMIT_BYTES = 2 * 1024 * 1024
TEXT_LENGTH_LIMIT = 20_000  # several times what a snippet may have, so that its refusal can say why

Description = Annotated[str, *written(2_000, may_be_empty=True)]
Text = Annotated[str, Field(max_length=TEXT_LENGTH_LIMIT)]


class CollectionBody(Body):
    """A new collection, private unless it says otherwise."""

    name: CollectionName
    description: Description = ""
    language: LanguageIn
    is_public: bool = False


class CollectionEdit(Body):
    """What is missing stays. The language is that of its code, and does not change."""

    name: CollectionName | None = None
    description: Description | None = None
    is_public: bool | None = None


class CodeFile(Body):
    """A file by its path in what was chosen. `language` is that of code whose path does not say."""

    path: Annotated[str, Field(min_length=1, max_length=300)]
    text: str
    language: LanguageIn | None = None


class CutBody(Body):
    files: Annotated[list[CodeFile], Field(min_length=1, max_length=FILES_LIMIT)]

    @model_validator(mode="after")
    def _is_not_too_much(self) -> Self:
        if sum(len(file.text) for file in self.files) > CHARACTERS_LIMIT:
            raise ValueError(f"at most {CHARACTERS_LIMIT} characters of code at once")
        return self


class OwnSnippet(Body):
    """`source` says where it is from, as `file.py:10-20`."""

    snippet_text: Text
    source: Annotated[str, *written(300, may_be_empty=True)] = ""


class AddOwnBody(Body):
    """Code of the collection's language. All or none; what is in the collection already is passed over."""

    snippets: Annotated[list[OwnSnippet], Field(min_length=1, max_length=ADDED_LIMIT)]


class CollectionsQuery(PageQuery):
    """`mine`: the caller's own, the newest first; otherwise what is public, the most played first."""

    mine: bool = False
    language: LanguageFilter = None


class OwnSnippetPath(Query):
    id: Id
    snippet_id: Id


class WithdrawBody(Body):
    reason: Annotated[str, *written(500)]
