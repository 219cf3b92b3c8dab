import json
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin
from urllib.request import Request, urlopen


class JsonClient:
    def __init__(self, base_url: str, token: str | None = None) -> None:
        self.base_url = base_url
        self.headers = {"Accept": "application/json"}
        if token is not None:
            self.headers["Authorization"] = f"Bearer {token}"

    def get(self, path: str, **params: str | int) -> dict[str, Any]:
        url = f"{urljoin(self.base_url, path)}?{urlencode(params)}"
        request = Request(url, headers=self.headers)
        try:
            with urlopen(request, timeout=10) as response:
                return json.load(response)
        except HTTPError as error:
            detail = error.read().decode(errors="replace")[:200]
            raise RuntimeError(f"{error.code} {url}: {detail}") from error
