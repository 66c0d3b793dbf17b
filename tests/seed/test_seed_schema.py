"""The JSON Schema of seeds: the file for editors is what the server checks with, and knows every record."""

from __future__ import annotations

import json
from importlib.resources import files

from jsonschema import Draft202012Validator

from mockwrite.instance import Instance
from mockwrite.seed.forms import FORMS
from mockwrite.seed.schema import build


def test_the_file_for_editors_is_the_schema_that_is_checked() -> None:
    file = files("mockwrite") / "seed.schema.json"
    assert json.loads(file.read_text(encoding="utf-8")) == build(), "run make tables"


def test_it_is_a_valid_schema() -> None:
    Draft202012Validator.check_schema(build())


def test_every_collection_of_a_project_has_a_place_in_a_seed() -> None:
    collections = {form.collection for form in FORMS} | {child.collection for form in FORMS for child in form.nested}
    # Databases have a module of their own, since their tables hold what they say they do.
    collections |= {"databases", "tables"}
    assert collections == set(Instance().create_project("any").collections())
