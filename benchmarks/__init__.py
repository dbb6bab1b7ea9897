"""How fast the product is, and how well it understands words: `.venv/bin/python -m benchmarks`. Numbers to read, not to assert."""
