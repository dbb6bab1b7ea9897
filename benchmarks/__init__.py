"""How fast the product is: `.venv/bin/python -m benchmarks`. Numbers to read, not to assert."""
