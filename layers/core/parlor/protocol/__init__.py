"""The wire: every WebSocket frame and REST body as a type.

The one source of JSON Schema, OpenAPI, AsyncAPI and TypeScript (`make protocol`).
"""
