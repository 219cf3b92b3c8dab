"""What `make lint` and `make fmt` run besides the usual tools: our own checks, and files generated from the code."""
