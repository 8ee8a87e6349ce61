"""JSON Schema files of the definitions, with which an editor completes and checks the YAML."""

import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from surveys.model.codes import Codes
from surveys.model.framework import Framework
from surveys.model.languages import CodesTranslation, LanguagesFile, ModuleTranslation, SurveyTranslation
from surveys.model.survey import Instrument, Module, SurveyFile

DIRECTORY = Path(__file__).parent / "schemas"
_MODELS: dict[str, type[BaseModel]] = {
    "framework": Framework,
    "module": Module,
    "survey": SurveyFile,
    "codes": Codes,
    "instrument": Instrument,
    "languages": LanguagesFile,
    "module_translation": ModuleTranslation,
    "survey_translation": SurveyTranslation,
    "codes_translation": CodesTranslation,
}


def schemas() -> dict[str, dict[str, Any]]:
    """The schemas by name: one for each kind of file, and `framework_part` for the files of a framework's folder."""
    made = {name: model.model_json_schema(by_alias=True) for name, model in _MODELS.items()}
    for name, schema in made.items():
        schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
        schema["title"] = f"carer-outcomes {name}"
        schema["description"] = str(schema.get("description", "")).split("\n")[0]
    given = made["framework"]["$defs"]["Quantity"]["properties"]["return"]
    given["anyOf"].insert(0, {"type": "string", "pattern": r"^[^.]+\..+$", "description": "form.field"})
    # Measures may stand in the files of the framework's folder instead.
    made["framework"]["required"] = [key for key in made["framework"]["required"] if key not in ("measures", "outcomes")]
    made["framework_part"] = {**made["framework"], "required": [], "title": "carer-outcomes framework, part"}
    return made


def write_schemas(directory: Path = DIRECTORY) -> list[Path]:
    """Write `<name>.json` for each schema into `directory`, made if missing; returns the files in order of name."""
    directory.mkdir(parents=True, exist_ok=True)
    written = []
    for name, schema in sorted(schemas().items()):
        path = directory / f"{name}.json"
        path.write_text(as_text(schema), encoding="utf-8")
        written.append(path)
    return written


def as_text(schema: dict[str, Any]) -> str:
    """A schema as it stands in its file."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
