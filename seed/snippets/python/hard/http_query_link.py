from urllib.parse import parse_qsl, urlencode, urlsplit


def with_query(url: str, **changes: str | int | None) -> str:
    """The address with some parameters set, or dropped for None."""
    parts = urlsplit(url)
    query = [(k, v) for k, v in parse_qsl(parts.query) if k not in changes]
    query += [(k, str(v)) for k, v in changes.items() if v is not None]
    return parts._replace(query=urlencode(query)).geturl()


link = "https://tea.example/?page=3"
print(with_query(link, page=None, sort="name"))
