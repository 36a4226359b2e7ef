"""What stands before the APIs on AWS, as the templates say it."""

import tomllib
from typing import Any

import yaml

from scripts.paths import ROOT


class Loader(yaml.SafeLoader):
    """Leaves `!Ref` and its like as their words."""


Loader.add_multi_constructor("!", lambda loader, suffix, node: {suffix: _inside(loader, node)})


def _inside(loader: Any, node: Any) -> Any:
    if isinstance(node, yaml.ScalarNode):
        return loader.construct_scalar(node)
    if isinstance(node, yaml.SequenceNode):
        return loader.construct_sequence(node, deep=True)
    return loader.construct_mapping(node, deep=True)


def template(name: str) -> Any:
    return yaml.load((ROOT / name).read_text(), Loader)


MAIN, FIREWALL, EDGE = template("template.yaml"), template("infra/firewall.yaml"), template("infra/edge.yaml")
RULES = {rule["Name"]: rule for rule in FIREWALL["Resources"]["WebAcl"]["Properties"]["Rules"]}


def test_both_kinds_of_weaknesses_and_floods_are_stopped() -> None:
    assert {*RULES} == {"sign-in-by-address", "all-by-address", "known-bad-inputs", "common"}
    for name in ("sign-in-by-address", "all-by-address"):
        assert RULES[name]["Action"]["Block"]["CustomResponse"]["ResponseCode"] == 429
        assert RULES[name]["Statement"]["RateBasedStatement"]["AggregateKeyType"] == "IP"
    groups = {RULES[name]["Statement"]["ManagedRuleGroupStatement"]["Name"] for name in ("known-bad-inputs", "common")}
    assert groups == {"AWSManagedRulesCommonRuleSet", "AWSManagedRulesKnownBadInputsRuleSet"}
    assert [rule["Priority"] for rule in RULES.values()] == sorted(rule["Priority"] for rule in RULES.values())


def test_what_people_write_is_not_stopped_for_holding_markup_or_being_long() -> None:
    overrides = RULES["common"]["Statement"]["ManagedRuleGroupStatement"]["RuleActionOverrides"]
    counted = {each["Name"] for each in overrides if each["ActionToUse"] == {"Count": {}}}
    assert {"SizeRestrictions_BODY", "CrossSiteScripting_BODY", "GenericRFI_BODY", "GenericLFI_BODY", "EC2MetaDataSSRF_BODY"} <= counted


def test_before_the_api_only_those_are_counted_by_address_who_come_past_the_cdn() -> None:
    """All others have the address of the CDN there."""
    for name in ("sign-in-by-address", "all-by-address"):
        regional = RULES[name]["Statement"]["RateBasedStatement"]["ScopeDownStatement"]["If"][1]
        assert "x-parlor-edge" in str(regional)
        assert "NotStatement" in str(regional)


def test_it_is_a_parameters_choice_and_on_in_production() -> None:
    assert MAIN["Resources"]["RestFirewall"]["Condition"] == "HasFirewall"
    assert MAIN["Parameters"]["Firewall"]["Default"] == "off"
    assert EDGE["Resources"]["Distribution"]["Properties"]["DistributionConfig"]["WebACLId"]["If"][0] == "HasFirewall"
    config = tomllib.loads((ROOT / "samconfig.toml").read_text())
    assert "Firewall=on" in config["prod"]["deploy"]["parameters"]["parameter_overrides"]


def test_both_apis_have_a_ceiling_for_all_together() -> None:
    (rest,) = MAIN["Resources"]["RestStage"]["Properties"]["MethodSettings"]
    assert (rest["ThrottlingRateLimit"], rest["ThrottlingBurstLimit"]) == ({"Ref": "RestRate"}, {"Ref": "RestBurst"})
    sockets = MAIN["Resources"]["SocketApi"]["Properties"]["DefaultRouteSettings"]
    assert (sockets["ThrottlingRateLimit"], sockets["ThrottlingBurstLimit"]) == ({"Ref": "SocketRate"}, {"Ref": "SocketBurst"})
    for name in ("RestRate", "RestBurst", "SocketRate", "SocketBurst"):
        assert 0 < MAIN["Parameters"][name]["Default"] <= 10_000


def test_the_template_fits() -> None:
    """CloudFormation takes 1 MB from S3, 51,200 bytes only directly; nested ones are put there by sam deploy."""
    assert all((ROOT / name).stat().st_size < 500_000 for name in ("template.yaml", "infra/firewall.yaml", "infra/edge.yaml"))
