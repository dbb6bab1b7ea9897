"""Hostile bytes and pasted text become domain values."""
