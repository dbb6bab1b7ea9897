"""`consumer-app schema`: the JSON Schema of the case file."""

import argparse
import json

from consumer_app.domain.case import Case


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words after `schema`: none."""


def run(arguments: argparse.Namespace) -> int:
    """Print the schema."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **Case.model_json_schema()}
    print(json.dumps(schema, ensure_ascii=False, indent=1))
    return 0
