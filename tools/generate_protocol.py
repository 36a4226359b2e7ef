#!/usr/bin/env python3
"""Writes what follows from `parlor/protocol`: JSON Schema, OpenAPI, AsyncAPI and TypeScript.

    generate_protocol.py           write the files
    generate_protocol.py --check   change nothing; fail, naming the files, if one of them is out of date

The output depends only on the protocol modules, so two runs give the same bytes.
"""

import argparse
import json
import re
import sys
import textwrap
from pathlib import Path
from types import ModuleType
from typing import Any, Literal, get_args, get_origin

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "layers" / "core"))

import msgspec
from parlor.domain import alerts, launcher, style_content
from parlor.domain.languages import VISITOR_LANGUAGES
from parlor.protocol import examples, frames, limits, operations, rest, rest_routing, rest_styles, views

VERSION = "1.0.0"
"""Of the wire. The major number changes when an old client would no longer be understood."""

Schema = dict[str, Any]

CLIENT_FRAMES = {
    "chat": frames.ChatFrame,
    "invite": frames.InviteFrame,
    "transfer": frames.TransferFrame,
    "track": frames.TrackFrame,
    "presence": frames.PresenceFrame,
    "supervise": frames.SuperviseFrame,
    "internal": frames.InternalFrame,
}
UNIONS: dict[str, tuple[Any, str]] = {
    "ChatFrame": (frames.ChatFrame, "Frames with `action` chat."),
    "InviteFrame": (frames.InviteFrame, "Frames with `action` invite."),
    "TransferFrame": (frames.TransferFrame, "Frames with `action` transfer."),
    "TrackFrame": (frames.TrackFrame, "Frames with `action` track."),
    "PresenceFrame": (frames.PresenceFrame, "Frames with `action` presence."),
    "SuperviseFrame": (frames.SuperviseFrame, "Frames with `action` supervise."),
    "InternalFrame": (frames.InternalFrame, "Frames with `action` internal."),
    "ServerFrame": (frames.ServerFrame, "Every frame that the server sends."),
    "Entry": (views.Entry, "An entry of a conversation's log."),
}
FILES: tuple[Any, ...] = (rest_styles.StyleFile, rest_styles.StyleOff)
"""What no operation's table names: files that visitors fetch."""
AUTH_WORDS = {
    "none": "Open to anybody, limited by address.",
    "refresh": "Needs the refresh cookie.",
    "visitor": "Needs a visitor token in the body (the first visit gets one).",
    "staff": "Needs an access token.",
}


def members(union: Any) -> list[type]:
    """The structs of a union, or the one struct of a union that has not grown yet."""
    return list(get_args(union)) or [union]


def kinds_of(operation: operations.Operation) -> list[type]:
    """The types of what goes in and what comes out."""
    return [kind for kind in (operation.body, operation.answer, operation.or_answer) if kind is not None]


def components(prefix: str) -> dict[str, Schema]:
    """The schema of every type of the wire by name, with references that begin with `prefix`."""
    types: list[Any] = [union for union, _ in UNIONS.values()]
    types += [rest.Problem, *FILES]
    types += [kind for operation in operations.OPERATIONS for kind in kinds_of(operation)]
    _, found = msgspec.json.schema_components(types, ref_template=prefix + "{name}")
    for name, (union, description) in UNIONS.items():
        if len(members(union)) > 1:
            (schema,), _ = msgspec.json.schema_components([union], ref_template=prefix + "{name}")
            found[name] = {"title": name, "description": description, **schema}
    found["ClientFrame"] = {
        "title": "ClientFrame",
        "description": "Every frame that a client sends.",
        "anyOf": [{"$ref": prefix + kind.__name__} for union in CLIENT_FRAMES.values() for kind in members(union)],
    }
    return {name: found[name] for name in sorted(found)}


def without_discriminators(value: Any) -> Any:
    """OpenAPI's `discriminator` means nothing in JSON Schema, and something else in AsyncAPI."""
    if isinstance(value, dict):
        return {key: without_discriminators(item) for key, item in value.items() if key != "discriminator"}
    if isinstance(value, list):
        return [without_discriminators(item) for item in value]
    return value


def json_schema() -> Schema:
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Parlor",
        "description": "Every WebSocket frame and REST body.",
        "$defs": without_discriminators(components("#/$defs/")),
    }


# --- OpenAPI -------------------------------------------------------------------------------------------------------


def words(identifier: str) -> str:
    return identifier.replace("_", " ").capitalize()


def openapi_operation(operation: operations.Operation) -> Schema:
    parameters: list[Schema] = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in re.findall(r"{(\w+)}", operation.path)
    ]
    parameters += [
        {"name": name.rstrip("*"), "in": "query", "required": name.endswith("*"), "schema": {"type": "string"}} for name in operation.query
    ]
    if operation.auth == "staff":
        parameters.append({"$ref": "#/components/parameters/Tenant"})
    security = {"staff": "access", "refresh": "refresh"}.get(operation.auth)
    written: Schema = {
        "operationId": operation.id,
        "summary": words(operation.id),
        "description": description_of(operation),
        "tags": [operation.path.split("/")[1]],
        "security": [{security: []}] if security else [],
        "responses": {**success_of(operation), **refusals_of(operation)},
    }
    if parameters:
        written["parameters"] = parameters
    if operation.body:
        written["requestBody"] = {"required": True, "content": json_content(operation.body, whole=False)}
    return written


def description_of(operation: operations.Operation) -> str:
    """Who may, and what the types say of what goes in and comes out."""
    said = [AUTH_WORDS[operation.auth] + (f" And the right `{operation.right}`." if operation.right else "")]
    said += [text for kind in (operation.body, operation.answer) if (text := doc_of(kind))]
    return "\n\n".join(dict.fromkeys(said))


def doc_of(kind: Any) -> str:
    """What the type itself says of it; msgspec's types have a text by themselves that says nothing."""
    text = textwrap.dedent((vars(kind).get("__doc__") or "") if kind is not None else "").strip()
    return "" if text.startswith(f"{getattr(kind, '__name__', '')}(") else " ".join(text.split())


def refusals_of(operation: operations.Operation) -> Schema:
    """What it may be refused with, and a fault of ours."""
    return {str(status): {"$ref": f"#/components/responses/{REFUSALS[status][0]}"} for status in operations.refusals_of(operation)}


REFUSALS: dict[int, tuple[str, str, Schema]] = {
    400: (
        "Invalid",
        "Something in the request is wrong; `field` names it.",
        {"code": "too_long", "message": "Expected `str` of length <= 4000", "field": "text"},
    ),
    401: ("Unauthorized", "The token or the password does not hold.", {"code": "unauthorized", "message": "Sign in."}),
    403: (
        "Forbidden",
        "The person, the company or the address may not.",
        {"code": "forbidden", "message": "You do not have the right to do this."},
    ),
    404: (
        "NotFound",
        "There is no such thing in this company.",
        {"code": "not_found", "message": "There is no such department.", "field": "department_id"},
    ),
    409: (
        "Conflict",
        "As things are now it cannot be done; somebody else may have changed them.",
        {"code": "conflict", "message": "Somebody else has changed it.", "field": "version"},
    ),
    429: (
        "RateLimited",
        "Too often. `Retry-After` and `retry_after_ms` say when to come again.",
        {"code": "rate_limited", "message": "Too many requests. Wait a little.", "retry_after_ms": 42_000},
    ),
    500: ("Internal", "A fault of ours.", {"code": "internal", "message": "Something went wrong here. Try again."}),
    503: (
        "Unavailable",
        "Something that we rely on gave no answer.",
        {"code": "unavailable", "message": "The archive gives no answer. Try again."},
    ),
}


def refusal_responses() -> Schema:
    return {
        name: {
            "description": description,
            "content": {
                "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}, "example": example | {"status": status}}
            },
        }
        for status, (name, description, example) in REFUSALS.items()
    }


def success_of(operation: operations.Operation) -> Schema:
    if operation.gives == "redirect":
        return {"302": {"description": "Go on there.", "headers": {"Location": {"required": True, "schema": {"type": "string"}}}}}
    if operation.gives == "page":
        return {"200": {"description": "A page for people.", "content": {"text/html": {"schema": {"type": "string"}}}}}
    if operation.answer is None:
        return {"204": {"description": "Done."}}
    return {
        "200": {
            "description": doc_of(operation.answer).partition(". ")[0] or "Done.",
            "content": json_content(operation.answer, operation.or_answer),
        }
    }


def json_content(*kinds: type | None, whole: bool = True) -> Schema:
    """JSON of one of the types, with an example of the first."""
    known = [kind for kind in kinds if kind is not None]
    schemas = [{"$ref": f"#/components/schemas/{kind.__name__}"} for kind in known]
    schema = schemas[0] if len(schemas) == 1 else {"anyOf": schemas}
    if len(known) == 1:
        return {"application/json": {"schema": schema, "example": examples.example_of(known[0], whole=whole)}}
    shown = {kind.__name__: {"value": examples.example_of(kind, whole=whole)} for kind in known}
    return {"application/json": {"schema": schema, "examples": shown}}


def openapi() -> Schema:
    paths: dict[str, Schema] = {}
    for operation in operations.OPERATIONS:
        paths.setdefault(operation.path, {})[operation.method.lower()] = openapi_operation(operation)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Parlor REST API",
            "version": VERSION,
            "description": "Bodies are JSON. Times are milliseconds since 1970 UTC. A refused request changes nothing and answers with a Problem.",
        },
        "servers": [{"url": "/api"}],
        "paths": paths,
        "components": {
            "schemas": rest_schemas(),
            "securitySchemes": {
                "access": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
                "refresh": {"type": "apiKey", "in": "cookie", "name": "parlor_refresh"},
            },
            "parameters": {
                "Tenant": {
                    "name": "X-Parlor-Tenant",
                    "in": "header",
                    "required": False,
                    "description": "Which company is meant, for people who belong to several.",
                    "schema": {"type": "string"},
                }
            },
            "responses": refusal_responses(),
        },
    }


def rest_schemas() -> dict[str, Schema]:
    """Only what REST bodies reach: frames have their own document."""
    bodies = [kind.__name__ for operation in operations.OPERATIONS for kind in kinds_of(operation)]
    return reached_from(["Problem", *bodies], components("#/components/schemas/"))


def reached_from(names: list[str], schemas: dict[str, Schema]) -> dict[str, Schema]:
    reached: set[str] = set()
    todo = list(names)
    while todo:
        name = todo.pop()
        if name not in reached:
            reached.add(name)
            todo += re.findall(r"#/components/schemas/(\w+)", json.dumps(schemas[name]))
    return {name: schemas[name] for name in sorted(reached)}


# --- AsyncAPI ------------------------------------------------------------------------------------------------------


def asyncapi() -> Schema:
    schemas = without_discriminators(components("#/components/schemas/"))
    from_client = {kind.__name__: action for action, union in CLIENT_FRAMES.items() for kind in members(union)}
    from_server = [kind.__name__ for kind in members(frames.ServerFrame)]
    channel = {"$ref": "#/channels/socket"}
    written: Schema = {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Parlor WebSocket API",
            "version": VERSION,
            "description": (
                "One JSON object per text frame. A client's frame names its route in `action` and its request in `type`; "
                "a server's frame has a `type` only. Who the sender is comes from the ticket, never from a frame."
            ),
        },
        "defaultContentType": "application/json",
        "channels": {
            "socket": {
                "address": "/",
                "description": "Connect with `?ticket=`, from `create_socket_ticket` or `start_visit`. A ticket works once, and soon.",
                "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in [*from_client, *from_server]},
                "bindings": {
                    "ws": {"query": {"type": "object", "properties": {"ticket": {"type": "string"}}, "required": ["ticket"]}},
                },
            }
        },
        "operations": {},
        "components": {
            "messages": {
                name: {
                    "name": name,
                    "payload": {"$ref": f"#/components/schemas/{name}"},
                    "summary": schemas[name].get("description", words(name)),
                }
                for name in [*from_client, *from_server]
            },
            "schemas": reached_from([*from_client, *from_server], schemas),
        },
    }
    for action in CLIENT_FRAMES:
        written["operations"][action] = {
            "action": "receive",
            "channel": channel,
            "summary": f"Frames with `action` {action}.",
            "messages": [{"$ref": f"#/channels/socket/messages/{name}"} for name, of in from_client.items() if of == action],
        }
    written["operations"]["push"] = {
        "action": "send",
        "channel": channel,
        "summary": "Answers and pushes.",
        "messages": [{"$ref": f"#/channels/socket/messages/{name}"} for name in from_server],
    }
    return written


# --- TypeScript ----------------------------------------------------------------------------------------------------


def named_choices(*modules: ModuleType) -> dict[frozenset[str], tuple[str, list[str]]]:
    """The `Literal` aliases of the protocol, so that TypeScript has them by name as well."""
    found: dict[frozenset[str], tuple[str, list[str]]] = {}
    for module in modules:
        for name, value in vars(module).items():
            if get_origin(value) is Literal and name[0].isupper():
                found.setdefault(frozenset(get_args(value)), (name, list(get_args(value))))
    return found


CHOICES = named_choices(views, rest, rest_routing, launcher, alerts, style_content)


def type_of(schema: Schema) -> str:
    """The TypeScript type of a schema. A kind that the protocol does not use yet is an error, not `any`."""
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[1]
    if "enum" in schema:
        choice = CHOICES.get(frozenset(schema["enum"]))
        return choice[0] if choice else " | ".join(json.dumps(value) for value in schema["enum"])
    if "anyOf" in schema:
        return " | ".join(dict.fromkeys(type_of(option) for option in schema["anyOf"]))
    match schema.get("type"):
        case "string":
            return "string"
        case "integer" | "number":
            return "number"
        case "boolean":
            return "boolean"
        case "null":
            return "null"
        case "array":
            item = type_of(schema["items"])
            return f"({item})[]" if " | " in item else f"{item}[]"
        case "object" if "additionalProperties" in schema:
            return f"Record<string, {type_of(schema['additionalProperties'])}>"
        case "object" if "properties" not in schema:
            return "Record<string, unknown>"
    raise ValueError(f"no TypeScript for {schema}")


def comment(text: str | None, indent: str = "") -> list[str]:
    if not text:
        return []
    lines = [line for paragraph in text.split("\n") for line in (textwrap.wrap(paragraph, 110) or [""])]
    if len(lines) == 1:
        return [f"{indent}/** {lines[0]} */"]
    return [f"{indent}/**", *(f"{indent} * {line}".rstrip() for line in lines), f"{indent} */"]


def property_lines(name: str, schema: Schema, required: bool) -> list[str]:
    """A field that is absent when it is null is just optional; a null that means something of its own stays."""
    kinds = schema
    if not required and "default" in schema and schema["default"] is None and "anyOf" in schema:
        rest_kinds = [option for option in schema["anyOf"] if option.get("type") != "null"]
        kinds = rest_kinds[0] if len(rest_kinds) == 1 else {"anyOf": rest_kinds}
    note = schema.get("description") or kinds.get("description")
    if not required and schema.get("default") not in (None, "", [], {}):
        note = f"{note + ' ' if note else ''}Absent: {json.dumps(schema['default'])}."
    key = name if name.isidentifier() else json.dumps(name)
    return [*comment(note, "  "), f"  {key}{'' if required else '?'}: {type_of(kinds)};"]


def interface(name: str, schema: Schema) -> list[str]:
    if "anyOf" in schema:
        options = [type_of(option) for option in schema["anyOf"]]
        return [
            *comment(schema.get("description")),
            f"export type {name} =",
            *(f"  | {option}" for option in options[:-1]),
            f"  | {options[-1]};",
        ]
    fields = schema["properties"]
    if not fields:
        return [*comment(schema.get("description")), f"export type {name} = Record<string, never>;"]
    required = set(schema.get("required", []))
    lines = [line for field, kind in fields.items() for line in property_lines(field, kind, field in required)]
    return [*comment(schema.get("description")), f"export interface {name} {{", *lines, "}"]


def typescript() -> str:
    out = ["// Written by tools/generate_protocol.py from layers/core/parlor/protocol. Do not edit.", ""]
    for name, value in vars(limits).items():
        if name.isupper():
            out.append(f"export const {name} = {value};")
    out += ["", "/** Outlines of the launcher's icons, in a square of 20. */"]
    out.append(f"export const ICON_PATHS: Record<Icon, string> = {json.dumps(launcher.ICON_PATHS)};")
    words = {language: msgspec.to_builtins(launcher.launcher_texts(language, "", "")) for language in VISITOR_LANGUAGES}
    out += ["", "/** What the launcher says where a company has no words of its own. */"]
    out.append(f"export const LAUNCHER_WORDS: Record<VisitorLanguage, LauncherTexts> = {json.dumps(words, ensure_ascii=False)};")
    out.append("")
    for name, values in sorted(CHOICES.values()):
        out += [f"export type {name} = {' | '.join(json.dumps(value) for value in values)};", ""]
    for name, schema in components("#/").items():
        out += [*interface(name, schema), ""]
    for name, (union, description) in UNIONS.items():
        if len(members(union)) == 1:
            out += [*comment(description), f"export type {name} = {union.__name__};", ""]
    out += [
        "/** Every REST operation: what goes in, what comes out. Paths are below the API's base address. */",
        "export interface Operations {",
    ]
    for operation in operations.OPERATIONS:
        path = re.findall(r"{(\w+)}", operation.path)
        fields = [
            f"path: {{ {'; '.join(f'{name}: string' for name in path)} }}" if path else "path: undefined",
            f"query: {{ {'; '.join(query_field(name) for name in operation.query)} }}" if operation.query else "query: undefined",
            f"body: {operation.body.__name__ if operation.body else 'undefined'}",
            f"answer: {operation.answer.__name__ if operation.answer else 'undefined'}",
        ]
        out += [f"  {operation.id}: {{", *(f"    {field};" for field in fields), "  };"]
    out += ["}", "", "export type OperationId = keyof Operations;", ""]
    out += ['export const OPERATIONS: { readonly [Id in OperationId]: readonly ["GET" | "POST" | "PATCH" | "DELETE", string] } = {']
    out += [f'  {operation.id}: ["{operation.method}", "{operation.path}"],' for operation in operations.OPERATIONS]
    out += ["};", ""]
    return "\n".join(out)


def query_field(name: str) -> str:
    return f"{name.rstrip('*')}{'' if name.endswith('*') else '?'}: string"


# --- files ---------------------------------------------------------------------------------------------------------


def as_json(document: Schema) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


PANEL_CATALOGUE = ROOT / "widget" / "panel" / "src" / "locales" / "en.json"


def panel_words() -> str:
    """The keys of the panel's texts, as Python: what a style may override."""

    def keys(texts: Schema, above: str = "") -> list[str]:
        return [
            key for name, text in texts.items() for key in (keys(text, f"{above}{name}.") if isinstance(text, dict) else [above + name])
        ]

    found = sorted(keys(json.loads(PANEL_CATALOGUE.read_text("utf-8"))))
    lines = "".join(f'        "{key}",\n' for key in found)
    return (
        '"""The keys of the texts in the visitor\'s window.\n\n'
        "Written by tools/generate_protocol.py from widget/panel/src/locales. Do not edit.\n"
        f'"""\n\nPANEL_WORDS = frozenset(\n    {{\n{lines}    }}\n)\n'
    )


def documents() -> dict[Path, str]:
    return {
        ROOT / "layers" / "core" / "parlor" / "domain" / "panel_words.py": panel_words(),
        ROOT / "docs" / "api" / "schema.json": as_json(json_schema()),
        ROOT / "docs" / "api" / "openapi.json": as_json(openapi()),
        ROOT / "docs" / "api" / "asyncapi.json": as_json(asyncapi()),
        ROOT / "clients" / "protocol" / "src" / "generated.ts": typescript(),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="change nothing, fail if a file is out of date")
    check = parser.parse_args().check
    stale = [path for path, text in documents().items() if not path.exists() or path.read_text("utf-8") != text]
    for path in stale:
        if check:
            print(f"{path.relative_to(ROOT)} is out of date: run make protocol", file=sys.stderr)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(documents()[path], "utf-8")
            print(f"wrote {path.relative_to(ROOT)}")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
