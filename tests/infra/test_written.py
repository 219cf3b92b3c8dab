"""What people write for others: tidied, and whether it leads to other sites."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Annotated, Any

import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError

import server.app  # noqa: F401  all bodies are there
from server.discussions.reading_markdown import blocks_of_post
from server.infra.inputs import Body, Query
from server.infra.written import MOST_MARKS, leads_elsewhere, tidied


def test_a_text_is_tidied() -> None:
    assert tidied("a\r\nb\rc\u2028d") == "a\nb\nc\nd"
    assert tidied("\u202ex\u2066y\u200bz\x07\ttab") == "xyz\ttab"
    assert tidied("e\u0301") == "\xe9"
    marks = [c for c in tidied("a" + "\u0300" * 50 + "b") if unicodedata.category(c) == "Mn"]
    assert len(marks) <= MOST_MARKS
    assert tidied("\U0001f468\u200d\U0001f469") == "\U0001f468\u200d\U0001f469", "what joins emoji stays"


@pytest.mark.parametrize(
    ("text", "leads"),
    [
        ("[x](https://example.org)", True),
        ("[x](http://example.org/a)", True),
        ("[x](https\\://example.org)", True),
        ("https://example.org", True),
        ("HTTP://EXAMPLE.ORG", True),
        ("see www.example.org", True),
        ("buy at example.shop now", True),
        ("ｅｘａｍｐｌｅ．ｃｏｍ", True),
        ("example . com", True),
        ("example。com", True),
        ("`https://example.org`", True),
        ("ftp://example.org", True),
        ("//example.org/x", True),
        ("see evil.io/x", True),
        ("t.me/foo", True),
        ("*evil*.io", True),
        ("bit.ly/3xYz", True),
        ("shop.example.museum/sale", True),
        ("evil.io:8080/x", True),
        ("`evil.io/x`", True),
        ("```\nget evil.io/x\n```", True),
        ("write to mailto:me@example.museum", True),
        ("me@example.museum", True),
        ("at 203.0.113.7/login", True),
        ("at 203.0.113.7:8080", True),
        ("`203.0.113.7/login`", True),
        ("www\\.example.museum", True),
        ("*www*.example.museum", True),
        ("203.0.**113**.7/login", True),
        ("`evil`.io/x", True),
        ("[x](/players/ada)", False),
        ("Use `java.net` or\n\n```py\na // b  # c.link\n```", False),
        ("a.b(c) / d", False),
        ("`total.length/2` and `@app.route`", False),
        ("Version 1.2.3.4, and 10.0.0.0/8", False),
        ("Version 1.2.", False),
        ("Node.js/React and index.html/css", False),
        ("That is how I type. Me too! he/she, and/or", False),
        ("I live. Top!", False),
        ("@ada, 3 p.m., e.g. this/that", False),
    ],
)
def test_what_leads_elsewhere(text: str, leads: bool) -> None:
    assert leads_elsewhere(text, blocks_of_post(text)) is leads


def test_a_text_without_markdown_is_prose() -> None:
    assert leads_elsewhere("buy at example.shop now") and leads_elsewhere("evil.io/x")
    assert not leads_elsewhere("Katas of the week 1.2")


# ---------------------------------------------------------------- every body

HOSTILE = "a\u202eb\u200bc"
# Fields that take them, as `Class.field`. The library judges code itself (`parse`).
CODE = {
    *("SnippetBody.snippet_text", "SnippetEdit.snippet_text", "CheckBody.snippet_text", "OwnSnippet.snippet_text"),
    *("_SaysCode.snippet_text", "_MustSayCode.snippet_text", "NewChallenge.snippet_text", "Suggest.snippet_text"),
    *("ChallengeEdit.snippet_text", "CodeFile.path", "CodeFile.text"),
}
LOOKED_UP = {
    *("SnippetsFilter.category", "SnippetsFilter.q", "StartContest.contest", "StartRace.match", "NewMatch.group"),
    *("JoinGroup.code", "NewAssignment.contest", "NewContest.group", "ReportBody.id", "LoginBody.login"),
    *("RegisterBody.invite_code", "TimeZoneBody.zone"),
}
SECRETS = {
    *("LoginBody.password", "ProfileBody.password", "PasswordBody.current_password", "DeleteAccountBody.password"),
}


def _models(of: type[BaseModel] = Body) -> Iterator[type[BaseModel]]:
    for model in of.__subclasses__():
        if not issubclass(model, Query):
            yield model
            yield from _models(model)


def _kept(model: type[BaseModel], name: str, text: str = HOSTILE) -> Any:
    """What becomes of a text in a field; None for one that does not take it."""
    field = model.model_fields[name]
    of_field: Any = Annotated[field.annotation, *field.metadata, None]
    adapter: TypeAdapter[Any] = TypeAdapter(of_field)
    for sent in text, [text]:
        try:
            return adapter.validate_python(sent)
        except ValidationError:
            continue
    return None


def test_no_body_takes_characters_that_nobody_sees() -> None:
    taken = {
        f"{model.__name__}.{name}"
        for model in _models()
        if model.__module__.startswith("server.")
        for name in model.model_fields
        if "\u202e" in str(_kept(model, name))
    }
    assert taken == CODE | LOOKED_UP | SECRETS


@pytest.mark.parametrize("blank", ["  ", "\n", "\u200b", "\u2800", "\u2800 \ufffc"])
def test_no_body_takes_blanks_for_words(blank: str) -> None:
    """A reason, a hint or a title says something; a note of blanks is none."""
    taken = {
        f"{model.__name__}.{name}"
        for model in _models()
        if model.__module__.startswith("server.")
        for name in model.model_fields
        if _kept(model, name, blank) not in (None, "", [""])
    }
    assert taken <= CODE | LOOKED_UP | SECRETS | {"Upload.content", "SettingsOut.chosen"}  # a file, and names of fields
