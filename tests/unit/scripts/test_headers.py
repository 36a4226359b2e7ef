"""What the CDN says to browsers about our pages (infra/edge.yaml). That the sites work under it: tests/e2e/test_content_policy.py."""

from typing import Any

import pytest

from tests.cfn import edge

RESOURCES = edge()
POLICIES = {name: each for name, each in RESOURCES.items() if each["Type"] == "AWS::CloudFront::ResponseHeadersPolicy"}
SITES = ("AdminHeaders", "WidgetHeaders")
YEAR_S = 365 * 24 * 60 * 60


def headers_of(name: str) -> dict[str, Any]:
    config: dict[str, Any] = POLICIES[name]["Properties"]["ResponseHeadersPolicyConfig"]["SecurityHeadersConfig"]
    return config


def directives_of(name: str) -> dict[str, list[str]]:
    policy = headers_of(name)["ContentSecurityPolicy"]["ContentSecurityPolicy"]
    return {words[0]: words[1:] for each in policy.split(";") if (words := each.split())}


def test_every_path_has_headers_but_the_shop_that_stands_for_a_customers_site() -> None:
    config = RESOURCES["Distribution"]["Properties"]["DistributionConfig"]
    behaviours = [config["DefaultCacheBehavior"], *config["CacheBehaviors"]]
    assert [each["PathPattern"] for each in behaviours if "ResponseHeadersPolicyId" not in each] == ["/demo/*"]


@pytest.mark.parametrize("name", POLICIES)
def test_every_policy_allows_nothing_by_itself_and_keeps_to_https_and_types(name: str) -> None:
    headers = headers_of(name)
    assert directives_of(name)["default-src"] == ["'none'"]
    assert headers["StrictTransportSecurity"]["AccessControlMaxAgeSec"] >= YEAR_S
    assert "ContentTypeOptions" in headers
    assert "ReferrerPolicy" in headers


@pytest.mark.parametrize("name", SITES)
def test_programs_come_from_the_site_alone(name: str) -> None:
    directives = directives_of(name)
    assert directives["script-src"] == ["'self'"]
    assert directives["base-uri"] == ["'none'"]
    assert directives["form-action"] == ["'self'"]
    assert "object-src" not in directives, "left to default-src"


def test_nobody_frames_the_admin_site() -> None:
    assert directives_of("AdminHeaders")["frame-ancestors"] == ["'none'"]
    assert headers_of("AdminHeaders")["FrameOptions"]["FrameOption"] == "DENY"


def test_pictures_of_companies_cannot_run() -> None:
    directives = directives_of("PictureHeaders")
    assert "script-src" not in directives
    assert "sandbox" in directives
