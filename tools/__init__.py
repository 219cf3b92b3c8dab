"""What `make lint` and `make fmt` run besides the usual tools: our own checks, and files generated from the code.

They read the source also where the core is compiled: a compiled class has no docstring.
"""

import os

os.environ.setdefault("TEST_CORE", "plain")  # before anything of the server is imported
