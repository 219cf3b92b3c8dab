"""The files of the client that are made from the server's code, so that no fact is written twice.

`python -m tools.client` writes them, with `--check` it names those that differ:

- static/js/terms.js: the terms, the rules that the client needs, the socket's codes
- static/js/net/types.d.ts: what goes over HTTP and the socket, as types
- static/js/routes.js: every route of the API
- server/infra/client_paths.py: the pages, of which static/js/main.js is the list
"""
