"""A company's identity provider as the tests need one: OpenID Connect and SAML over HTTP, tokens signed with RS256; and a name server."""

import base64
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import BaseRequestHandler, ThreadingUDPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import dns.message
import dns.rdatatype
import dns.rrset
import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from dns.rcode import NXDOMAIN
from jwt.algorithms import RSAAlgorithm

SECRET = "the client's secret"
CLIENT = "parlor"


class Provider:
    """`person` is who is signed in there: the claims, `sub` among them. `asked` are the requests that came."""

    def __init__(self) -> None:
        self.person: dict[str, Any] = {}
        self.asked: list[str] = []
        self._codes: dict[str, dict[str, Any]] = {}
        self._key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://localhost:{self._server.server_port}"

    @contextmanager
    def running(self) -> Iterator["Provider"]:
        thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        thread.start()
        yield self
        self._server.shutdown()
        self._server.server_close()

    def metadata(self, entity: str = "") -> str:
        """A SAML metadata document."""
        return (
            f'<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="{entity or self.url + "/saml"}">'
            '<IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">'
            f'<SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="{self.url}/saml"/>'
            "</IDPSSODescriptor></EntityDescriptor>"
        )

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                provider.asked.append(parts.path)
                query = {name: values[0] for name, values in parse_qs(parts.query).items()}
                match parts.path:
                    case "/.well-known/openid-configuration":
                        self._json(provider._discovery())
                    case "/jwks":
                        self._json({"keys": [json.loads(RSAAlgorithm.to_jwk(provider._key.public_key())) | {"kid": "1", "alg": "RS256"}]})
                    case "/authorize":
                        back = urlencode({"code": provider._code(query), "state": query["state"]})
                        self._answer(302, b"", location=f"{query['redirect_uri']}?{back}")
                    case "/saml":
                        self._answer(200, provider._saml_form(query), kind="text/html")
                    case _:
                        self._answer(404, b"")

            def do_POST(self) -> None:
                provider.asked.append(urlsplit(self.path).path)
                form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
                tokens = provider._tokens({name: values[0] for name, values in form.items()})
                self._json(tokens or {"error": "invalid_client"}, 200 if tokens else 401)

            def _json(self, body: Any, status: int = 200) -> None:
                self._answer(status, json.dumps(body).encode(), kind="application/json")

            def _answer(self, status: int, body: bytes, *, kind: str = "text/plain", location: str = "") -> None:
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                if location:
                    self.send_header("Location", location)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *parts: Any) -> None:
                pass

        return Handler

    def _discovery(self) -> dict[str, Any]:
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/jwks",
            "userinfo_endpoint": f"{self.url}/userinfo",
        }

    def _code(self, query: dict[str, str]) -> str:
        assert query["client_id"] == CLIENT
        code = secrets.token_urlsafe(16)
        self._codes[code] = dict(self.person)
        return code

    def _tokens(self, form: dict[str, str]) -> dict[str, Any] | None:
        person = self._codes.pop(form.get("code", ""), None)
        if person is None or (form.get("client_id"), form.get("client_secret")) != (CLIENT, SECRET):
            return None
        now = int(time.time())
        claims = {"iss": self.url, "aud": CLIENT, "iat": now, "exp": now + 300} | person
        token = jwt.encode(claims, self._key, algorithm="RS256", headers={"kid": "1"})
        return {"id_token": token, "access_token": secrets.token_urlsafe(16), "token_type": "Bearer", "expires_in": 300}

    def _saml_form(self, query: dict[str, str]) -> bytes:
        attributes = "".join(
            f'<saml:Attribute Name="{name}"><saml:AttributeValue>{value}</saml:AttributeValue></saml:Attribute>'
            for name, value in self.person.items()
            if name != "sub"
        )
        response = (
            '<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">'
            f"<saml:Assertion><saml:Subject><saml:NameID>{self.person['sub']}</saml:NameID></saml:Subject>"
            f"<saml:AttributeStatement>{attributes}</saml:AttributeStatement></saml:Assertion></samlp:Response>"
        )
        packed = base64.b64encode(response.encode()).decode()
        return (
            f'<form method="post" action="{self.acs}"><input name="SAMLResponse" value="{packed}">'
            f'<input name="RelayState" value="{query["RelayState"]}"></form><script>document.forms[0].submit()</script>'
        ).encode()

    acs = ""
    """Where the answers of SAML go: what the settings of single sign-on show."""


@contextmanager
def provider() -> Iterator[Provider]:
    with Provider().running() as running:
        yield running


class NameServer(ThreadingUDPServer):
    """Answers for TXT records only. `records` are texts by name."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, port: int) -> None:
        self.records: dict[str, list[str]] = {}
        super().__init__(("127.0.0.1", port), _Question)


class _Question(BaseRequestHandler):
    def handle(self) -> None:
        packet, socket = self.request
        asked = dns.message.from_wire(packet)
        answer = dns.message.make_response(asked)
        name = asked.question[0].name
        texts = self.server.records.get(name.to_text(omit_final_dot=True).lower())  # type: ignore[attr-defined]
        if texts is None:
            answer.set_rcode(NXDOMAIN)
        elif asked.question[0].rdtype == dns.rdatatype.TXT:
            answer.answer.append(dns.rrset.from_text_list(name, 60, "IN", "TXT", [f'"{text}"' for text in texts]))
        socket.sendto(answer.to_wire(), self.client_address)


@contextmanager
def name_server(port: int) -> Iterator[NameServer]:
    """Port 0 takes a free one: `server_address` says which."""
    with NameServer(port) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()
