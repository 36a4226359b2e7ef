"""Prints, as JSON, what AWS makes of template.yaml: `transformed.py Rollout=AllAtOnce SnapStart=On`. Runs in the environment of the SAM
command line, which has the transform. Each argument is a set of parameters, separated by commas; one JSON line comes for each."""

import copy
import json
import logging
import os
import sys
from pathlib import Path
from typing import Any

from samcli.yamlhelper import yaml_parse
from samtranslator.translator.transform import transform

_PLACES = {"AWS::Serverless::LayerVersion": "ContentUri", "AWS::Serverless::Application": "Location"}


class _NoPolicies:
    """Managed policies by name, of which the template uses none."""

    def load(self) -> dict[str, str]:
        return {}


def packaged(template: dict[str, Any]) -> dict[str, Any]:
    """With archives and nested templates in a bucket, as `sam package` leaves them."""
    made = copy.deepcopy(template)
    made["Globals"]["Function"]["CodeUri"] = "s3://bucket/code"
    for resource in made["Resources"].values():
        place = _PLACES.get(resource["Type"])
        if place:
            resource["Properties"][place] = "s3://bucket/layer" if place == "ContentUri" else "https://s3.amazonaws.com/bucket/nested"
        elif resource["Type"] == "AWS::Serverless::Function":
            resource["Properties"].pop("CodeUri", None)
    return made


def main() -> None:
    logging.disable(logging.CRITICAL)
    os.environ.setdefault("AWS_DEFAULT_REGION", "us-east-1")
    template = packaged(yaml_parse((Path(__file__).parent.parent / "template.yaml").read_text()))
    for chosen in sys.argv[1:]:
        parameters = dict(each.split("=", 1) for each in chosen.split(",") if each)
        print(json.dumps(transform(copy.deepcopy(template), parameters, _NoPolicies())))


if __name__ == "__main__":
    main()
