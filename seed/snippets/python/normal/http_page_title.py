from urllib.request import urlopen


def page_title(url: str) -> str:
    with urlopen(url, timeout=5) as response:
        html = response.read().decode("utf-8", "replace")
    head, _, rest = html.partition("<title>")
    title, _, _ = rest.partition("</title>")
    return title.strip() or "untitled"
