"""Generates files from code, mostly the client's from the server's, so that no fact is written twice.

`python -m tools.client` writes them, with `--check` it names those that are out of date:

- static/js/terms.js: the terms that the client lists, the rules that it needs, the socket's codes
- static/js/pages/admin/terms.js: what of those only the admin's pages need
- static/js/pages/code/terms.js: what only the pages of own code need
- static/js/net/types.d.ts: the other terms, and what goes over HTTP and the socket, as types
- static/js/routes.js: the routes of the API, static/js/later-routes.js: those that no first page calls, and
  static/js/pages/admin/routes.js: those that only staff call; and beside each a .d.ts with their types, which no
  browser loads
- server/infra/client_paths.py: the paths of the pages, which are listed in static/js/main.js
"""
