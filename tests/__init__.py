"""The tests. They judge by the source, also where the core is compiled, unless TEST_CORE says otherwise."""

import os

os.environ.setdefault("TEST_CORE", "plain")  # before anything of the server is imported; processes inherit it
