"""The REST API in memory: the real function on moto's tables, with a user pool and a mail box made by hand."""

import json
from base64 import b32encode
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from parlor.domain.errors import Forbidden, Invalid, NotFound, Unauthorized
from parlor.domain.identity import AccountExistsError, AlreadyConfirmedError, Bearer, CodeAskedError, SignedIn
from parlor.domain.ids import new_ulid
from parlor.domain.mails import Mail
from parlor.domain.parked import Replay
from parlor.domain.single_sign_on import Claimed, Pending, Provider, SignOn, subject_of
from parlor.gateways.tokens import Tokens
from parlor.protocol.operations import refusals_of
from parlor.runtime.office import House
from parlor.runtime.settings import Settings
from parlor.storage.limits import LimitStore
from parlor_api import routing
from parlor_api.adapter import BY_ROUTE, matched
from tests.fakes.world import WaitingTimers
from tests.totp import totp

CODE = "246810"
TEMPORARY = "temporary-1"


class FakeIdentity:
    """Accounts by e-mail address. Tokens say whose they are, in clear."""

    def __init__(self) -> None:
        self.accounts: dict[str, dict[str, str]] = {}
        self.revoked: set[str] = set()
        self.invited_again: list[str] = []
        self.sign_ins = 0

    def sign_up(self, email: str, password: str, name: str) -> str:
        if email in self.accounts:
            raise AccountExistsError(confirmed=self.accounts[email]["status"] != "UNCONFIRMED")
        return self._add(email, password, "UNCONFIRMED")

    def delete_unconfirmed(self, email: str) -> None:
        del self.accounts[email]

    def confirm(self, email: str, code: str) -> None:
        account = self.accounts.get(email)
        if account and account["status"] != "UNCONFIRMED":
            raise AlreadyConfirmedError
        if account is None or code != CODE:
            raise Invalid("The code is wrong or too old.", code="wrong_code", field="code")
        account["status"] = "CONFIRMED"

    def resend_code(self, email: str) -> None:
        pass

    def sign_in(self, email: str, password: str) -> SignedIn:
        signed_in = self._by_password(email, password)
        if self.accounts[email].get("asks") == "yes":
            raise CodeAskedError(email, f"session of {email}")
        return signed_in

    def answer_code(self, username: str, pool_session: str, code: str) -> SignedIn:
        assert pool_session == f"session of {username}"
        if code != totp(self.accounts[username]["secret"]):
            raise Invalid("The code is wrong or too old.", code="wrong_code", field="code")
        return self._signed_in(username)

    def sign_in_without_code(self, email: str, password: str) -> SignedIn:
        return self._by_password(email, password)

    def prove_password(self, email: str, password: str) -> bool:
        return self.accounts[email]["password"] == password

    def change_password(self, access_token: str, old: str, new: str) -> None:
        account = self._of_token(access_token)
        if account["password"] != old:
            raise Invalid("This is not your password.", code="wrong_password", field="old_password")
        account["password"] = new

    def new_authenticator(self, access_token: str) -> str:
        account = self._of_token(access_token)
        account["pending"] = b32encode(account["subject"].encode().ljust(20, b"x")).decode()
        return account["pending"]

    def confirm_authenticator(self, access_token: str, code: str) -> None:
        account = self._of_token(access_token)
        if code != totp(account["pending"]):
            raise Invalid("The code is wrong or too old.", code="wrong_code", field="code")
        account |= {"secret": account["pending"], "asks": "yes"}

    def ask_for_code(self, email: str, *, asked: bool) -> None:
        self.accounts[email]["asks"] = "yes" if asked else "no"

    def _of_token(self, access_token: str) -> dict[str, str]:
        subject = FakeAccessTokens().bearer(access_token).subject
        return next(account for account in self.accounts.values() if account["subject"] == subject)

    def _by_password(self, email: str, password: str) -> SignedIn:
        account = self.accounts.get(email)
        if account is None or account["password"] != password:
            raise Unauthorized("The e-mail address or the password is wrong.")
        if account["status"] == "UNCONFIRMED":
            raise Forbidden("Prove your e-mail address first.", code="not_confirmed")
        if account["status"] == "TEMPORARY":
            raise Forbidden("Choose a password of your own first.", code="new_password_required")
        return self._signed_in(email)

    def set_first_password(self, email: str, temporary_password: str, new_password: str, check: Callable[[], None]) -> SignedIn:
        account = self.accounts.get(email)
        if account is None or account["password"] != temporary_password or account["status"] != "TEMPORARY":
            raise Unauthorized("The e-mail address or the password is wrong.")
        check()
        account |= {"password": new_password, "status": "CONFIRMED"}
        return self._signed_in(email)

    def refresh(self, refresh_token: str) -> SignedIn:
        kind, email, origin, *_ = [*refresh_token.split(":"), "", "", ""]
        if kind != "refresh" or refresh_token in self.revoked or email not in self.accounts:
            raise Unauthorized("The session is over. Sign in again.")
        return self._signed_in(email, origin)

    def sign_out(self, refresh_token: str) -> None:
        self.revoked.add(refresh_token)

    def forgot_password(self, email: str) -> None:
        pass

    def reset_password(self, email: str, code: str, password: str) -> None:
        if email not in self.accounts or code != CODE:
            raise Invalid("The code is wrong or too old.", code="wrong_code", field="code")
        self.accounts[email] |= {"password": password, "status": "CONFIRMED"}

    def invite(self, email: str, name: str) -> str:
        if email in self.accounts:
            raise AccountExistsError(confirmed=True)
        return self._add(email, TEMPORARY, "TEMPORARY")

    def invite_again(self, email: str) -> bool:
        self.invited_again.append(email)
        return self.accounts[email]["status"] == "TEMPORARY"

    def subject_of(self, email: str) -> str:
        if email not in self.accounts:
            raise NotFound("There is no such account.", field="email")
        return self.accounts[email]["subject"]

    def _add(self, email: str, password: str, status: str) -> str:
        self.accounts[email] = {"password": password, "status": status, "subject": f"sub-{len(self.accounts)}"}
        return self.accounts[email]["subject"]

    def _signed_in(self, email: str, origin: str = "") -> SignedIn:
        subject = self.accounts[email]["subject"]
        self.sign_ins += not origin
        origin = origin or str(self.sign_ins)
        return SignedIn(subject, email, f"access:{subject}:{origin}", 1_800, f"refresh:{email}:{origin}", origin)


class FakeSignOnPool:
    """Providers by name with the client and the secret that they have; `said` is what the provider will say next."""

    available = True
    callback = ("https://pool.example/oauth2/idpresponse", "https://pool.example/saml2/idpresponse", "urn:pool")

    def __init__(self) -> None:
        self.providers: dict[str, Provider] = {}
        self.clients: dict[str, str] = {}
        self.said: dict[str, Any] = {}
        self.made = 0
        self.pending: Pending | None = None

    def add(self, provider: Provider) -> str:
        self.made += 1
        self.providers[provider.settings.provider] = provider
        self.clients[f"client{self.made}"] = provider.settings.provider
        return f"client{self.made}"

    def change(self, provider: Provider) -> None:
        self.providers[provider.settings.provider] = provider

    def delete(self, provider: str, client: str) -> None:
        self.providers.pop(provider, None)
        self.clients.pop(client, None)

    def address(self, settings: SignOn, state: str, challenge: str, nonce: str) -> str:
        return f"https://pool.example/oauth2/authorize?identity_provider={settings.provider}&state={state}&nonce={nonce}&code_challenge={challenge}"

    def claimed(self, pending: Pending, code: str) -> Claimed:
        self.pending = pending
        person = {"provider": self.clients[pending.client], "name": "", "verified": None} | self.said
        subject = subject_of(pending.client, person["sub"])
        session = SignedIn(subject, person["email"], f"access:{subject}:1", 1_800, f"sso~{pending.client}~{person['sub']}", "1")
        return Claimed(person["provider"], person["email"], person["name"], person["verified"], session)

    def refresh(self, refresh_token: str) -> SignedIn:
        _, client, sub = refresh_token.split("~")
        if client not in self.clients:
            raise Unauthorized("The session is over. Sign in again.")
        subject = subject_of(client, sub)
        return SignedIn(subject, self.said["email"], f"access:{subject}:1", 1_800, None, "1")

    def sign_out(self, refresh_token: str) -> None:
        pass


class FakeDomainRecords:
    def __init__(self) -> None:
        self.records: dict[str, list[str]] = {}

    def texts(self, name: str) -> list[str]:
        return self.records.get(name, [])


class FakeAccessTokens:
    def bearer(self, token: str) -> Bearer:
        if not token.startswith("access:"):
            raise Unauthorized("Sign in again.")
        subject, _, origin = token.removeprefix("access:").rpartition(":")
        return Bearer(subject, origin)


class MailBox:
    def __init__(self) -> None:
        self.mails: list[Mail] = []
        self.broken = False

    def send(self, mail: Mail) -> None:
        if self.broken:
            raise ConnectionError("no mail today")
        self.mails.append(mail)


class ClosedSockets:
    def __init__(self) -> None:
        self.closed: list[str] = []

    def close(self, connections: Any) -> None:
        self.closed += connections


class SitesBucket:
    """What was put into the bucket of the sites: by key, the contents with their type and how long they may be kept."""

    site_url = "https://parlor.example"

    def __init__(self) -> None:
        self.files: dict[str, tuple[bytes, str, str]] = {}
        self.broken = False

    def put(self, key: str, body: bytes, media_type: str, cache: str) -> None:
        if self.broken:
            raise ConnectionError("no bucket today")
        self.files[key] = (body, media_type, cache)

    def style(self, tenant: str, style_id: str) -> Any:
        """A style's file, or None."""
        found = self.files.get(f"widget/styles/{tenant}/{style_id}.json")
        return json.loads(found[0]) if found else None


class WaitingWork:
    """The queue of downloads, or of erasures: what lies in it, with the seconds after which it is to be looked at."""

    def __init__(self) -> None:
        self.due: list[tuple[str, int]] = []

    def put(self, tenant: str, work_id: str, after_s: int = 0) -> None:
        self.due.append((work_id, after_s))


class WaitingReplays:
    """The queue of parked work that is to be done after all."""

    def __init__(self) -> None:
        self.asked: list[Replay] = []

    def put(self, replay: Replay) -> None:
        self.asked.append(replay)


class Clock:
    def __init__(self) -> None:
        self.now = 1_790_000_000_000

    def now_ms(self) -> int:
        return self.now


def settings() -> Settings:
    return Settings.from_env(
        {
            "DIRECTORY_TABLE": "Directory",
            "PRESENCE_TABLE": "Presence",
            "CHAT_TABLE": "Chat",
            "METRICS_TABLE": "Metrics",
            "SOCKET_ENDPOINT": "http://sockets.invalid",
            "SOCKET_URL": "wss://sockets.example/live",
            "USER_POOL_ID": "us-east-1_x",
            "USER_POOL_CLIENT_ID": "client",
            "SITE_URL": "https://parlor.example",
            "API_URL": "https://parlor.example/api",
            "UPLOADS_BUCKET": "uploads",
        }
    )


def check_documented(event: dict[str, Any], status: int) -> None:
    """No test sees an answer that OpenAPI does not name."""
    route = matched(event["path"])
    operation = BY_ROUTE.get((event["httpMethod"], route[0])) if route else None
    assert operation is None or status < 400 or status in refusals_of(operation), (
        f"{operation.id} answers {status}: see refusals_of in protocol/operations.py"
    )


class Reply:
    """An answer of the API."""

    def __init__(self, answer: dict[str, Any]) -> None:
        self.status: int = answer["statusCode"]
        self.headers = {name.lower(): value for name, value in (answer.get("headers") or {}).items()}
        self.headers |= {name.lower(): values[-1] for name, values in (answer.get("multiValueHeaders") or {}).items()}
        self.text: str = answer.get("body") or ""

    @property
    def json(self) -> Any:
        return json.loads(self.text)

    @property
    def code(self) -> str:
        return str(self.json["code"])


class Api:
    """Calls the function with API Gateway's events. `house` can be changed by a test before it asks."""

    def __init__(self) -> None:
        routing.house.cache_clear()
        self.clock = Clock()
        self.identity = FakeIdentity()
        self.pool = FakeSignOnPool()
        self.names = FakeDomainRecords()
        self.mail = MailBox()
        self.sockets = ClosedSockets()
        self.sites = SitesBucket()
        self.timers = WaitingTimers()
        self.house = House(settings(), lambda error: None)
        self.house.clock = self.clock  # type: ignore[assignment]
        self.house.identity = self.identity  # type: ignore[assignment]
        self.house.access_tokens = FakeAccessTokens()  # type: ignore[assignment]
        self.house.sign_on_pool = self.pool  # type: ignore[assignment]
        self.house.domain_records = self.names  # type: ignore[assignment]
        self.house.sign_ons._now_ms = self.clock.now_ms
        self.house.mailer = self.mail  # type: ignore[assignment]
        self.house.timers = self.timers  # type: ignore[assignment]
        self.house.closer = self.sockets  # type: ignore[assignment]
        self.house.site_files = self.sites  # type: ignore[assignment]
        self.downloads = WaitingWork()
        self.house.download_queue = self.downloads  # type: ignore[assignment]
        self.replays = WaitingReplays()
        self.house.replays = self.replays  # type: ignore[assignment]
        self.erasures = WaitingWork()
        self.house.erasure_queue = self.erasures  # type: ignore[assignment]
        self.house.companies._now_ms = self.clock.now_ms
        self.house.people._now_ms = self.clock.now_ms
        self.house.limits = LimitStore(self.clock.now_ms, factor=100)
        self.house.token_secret = lambda: b"a key of the tests"
        self.house.identity_secret = self.house.webhook_secret = lambda: b"a master of the tests"
        self.house.tokens = Tokens(self.house.token_secret, self.clock.now_ms)

    def call(
        self,
        method: str,
        url: str,
        body: Any = None,
        *,
        token: str = "",
        tenant: str = "",
        raw: str | None = None,
        headers: dict[str, str] | None = None,
    ) -> Reply:
        parts = urlsplit(url)
        query = dict(parse_qsl(parts.query, keep_blank_values=True)) or None
        given = {"content-type": "application/json"} | (headers or {})
        if token:
            given["Authorization"] = f"Bearer {token}"
        if tenant:
            given["X-Parlor-Tenant"] = tenant
        event = {
            "resource": "/{proxy+}",
            "path": parts.path,
            "httpMethod": method,
            "headers": given,
            "multiValueHeaders": {name: [value] for name, value in given.items()},
            "queryStringParameters": query,
            "multiValueQueryStringParameters": {name: [value] for name, value in (query or {}).items()} or None,
            "pathParameters": {"proxy": parts.path.lstrip("/")},
            "stageVariables": None,
            "requestContext": {
                "resourcePath": "/{proxy+}",
                "httpMethod": method,
                "path": f"/api{parts.path}",
                "stage": "api",
                "identity": {"sourceIp": "203.0.113.7"},
            },
            "body": raw if raw is not None else None if body is None else json.dumps(body),
            "isBase64Encoded": False,
        }
        return Reply(self.answer(event))

    def answer(self, event: dict[str, Any]) -> dict[str, Any]:
        """What the function gives back to API Gateway."""
        from app import handler

        house = routing.house
        routing.house = lambda: self.house  # type: ignore[assignment]
        try:
            answer = handler(event, None)
        finally:
            routing.house = house
        check_documented(event, answer["statusCode"])
        return answer

    def ulid(self) -> str:
        return new_ulid(self.clock.now)


class Person:
    """Somebody of a company, signed in."""

    def __init__(self, api: Api, email: str, session: dict[str, Any], tenant: str) -> None:
        self.api = api
        self.email = email
        self.token = session["access_token"]
        self.tenant = tenant
        self.agent_id = next(each["agent_id"] for each in session["memberships"] if each["tenant_id"] == tenant)

    def call(self, method: str, url: str, body: Any = None, **more: Any) -> Reply:
        return self.api.call(method, url, body, token=self.token, tenant=self.tenant, **more)

    def get(self, url: str) -> Any:
        reply = self.call("GET", url)
        assert reply.status == 200, reply.text
        return reply.json


def sign_up(
    api: Api, company: str = "Tea & Co", email: str = "owner@example.com", zone: str = "Asia/Shanghai", language: str = "en"
) -> Person:
    """A company with its administrator."""
    person = {"company": company, "name": "Owner", "email": email, "password": "a good password"}
    body = person | {"language": language, "time_zone": zone}
    assert api.call("POST", "/auth/sign-up", body).status == 200
    assert api.call("POST", "/auth/confirm", {"email": email, "code": CODE}).status == 204
    session = api.call("POST", "/auth/sign-in", {"email": email, "password": "a good password"}).json
    return Person(api, email, session, session["memberships"][-1]["tenant_id"])


def restyle(admin: Person, **content: Any) -> Reply:
    """Changes the company's first style and publishes it, if the change is not refused."""
    address = f"/styles/{admin.get('/styles')['styles'][0]['style_id']}"
    draft = admin.get(address)
    saved = admin.call("PATCH", address, {"version": draft["version"], "content": draft["content"] | content})
    return admin.call("POST", f"{address}/publish", {"version": saved.json["version"]}) if saved.status == 200 else saved


def colleague(admin: Person, email: str, number: str, role: str = "agent", **more: Any) -> Person:
    """A colleague who has chosen a password."""
    departments = [each["department_id"] for each in admin.get("/departments")["departments"]][:1]
    body = {"email": email, "name": email.partition("@")[0], "number": number, "role": role, "department_ids": departments} | more
    reply = admin.call("POST", "/agents", body)
    assert reply.status == 200, reply.text
    first = {"email": email, "temporary_password": TEMPORARY, "new_password": "another password"}
    session = admin.api.call("POST", "/auth/first-password", first).json
    return Person(admin.api, email, session, admin.tenant)
