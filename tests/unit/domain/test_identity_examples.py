"""The examples of signing, run as a company's server would: each gives what the server asks for."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from parlor.domain.ids import TenantId
from parlor.domain.signed_identity import GivenIdentity, Secrets, SecretState, judge

EXAMPLES = Path(__file__).resolve().parents[3] / "docs" / "examples" / "identity"
SECRETS = Secrets(b"master", TenantId("01M3250V00000000000000000T"), SecretState())
LANGUAGES = {"Python": (sys.executable, "sign.py"), "Node": ("node", "sign.mjs"), "PHP": ("php", "sign.php")}


def run(language: str, *arguments: str) -> dict[str, str]:
    program, script = LANGUAGES[language]
    if shutil.which(program) is None:
        pytest.skip(f"{language} ({program}) is not on this machine: its example was not run")
    done = subprocess.run([program, EXAMPLES / script, SECRETS.current, *arguments], capture_output=True, check=True)
    answer: dict[str, str] = json.loads(done.stdout)
    return answer


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("user_id", ["42", "客户/7 é", "a b+c@example.com"])
def test_a_users_id_is_signed_as_the_server_wants_it(language: str, user_id: str) -> None:
    made = run(language, user_id)
    verdict = judge(GivenIdentity(user_id=made["userId"], hmac=made["hmac"]), SECRETS, 0)
    assert (verdict.identity and verdict.identity.user_id) == user_id


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_whole_text_is_signed_as_the_server_wants_it(language: str) -> None:
    made = run(language, "--data", json.dumps({"user_id": "42", "name": "李娜", "attributes": {"会员": "金卡"}}, ensure_ascii=False))
    found = judge(GivenIdentity(data=made["data"], hmac=made["hmac"]), SECRETS, 0).identity
    assert found is not None
    assert (found.user_id, found.name, found.attributes, found.signed) == ("42", "李娜", {"会员": "金卡"}, True)
