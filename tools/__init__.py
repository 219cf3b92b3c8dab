"""What `make lint` and `make fmt` run besides the usual tools: checks of our own, and files made from the code."""
