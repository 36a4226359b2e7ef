"""Automatic invitations and the launcher: what the style keeps, what a visitor's browser gets of it, and what an answer costs."""

import re
from typing import Any

import pytest

from parlor.domain.ids import AgentId, TenantId, new_ulid
from parlor.domain.launcher import ICON_PATHS
from parlor.domain.pages import NO_PAGE, page_expression
from tests.fakes.api import Person, colleague, restyle

RULE = new_ulid(7)


def rule(**more: Any) -> dict[str, Any]:
    return {"rule_id": RULE, "name": "Undecided", "texts": {"zh-CN": "需要帮忙吗？"}} | more


def style_of(admin: Person) -> dict[str, Any]:
    found: dict[str, Any] = admin.get("/styles")["styles"][0]
    return found


def come_online(person: Person, state: str = "online") -> None:
    presence = person.api.house.office(TenantId(person.tenant)).presence
    person.call("POST", "/socket-ticket")
    presence.set_state(AgentId(person.agent_id), state)  # type: ignore[arg-type]


def visit(admin: Person) -> dict[str, Any]:
    body = {"tenant_id": admin.tenant, "style_id": style_of(admin)["style_id"]}
    found: dict[str, Any] = admin.api.call("POST", "/widget/visit", body).json
    return found


def file(admin: Person) -> dict[str, Any]:
    """What the pages fetch of the style."""
    found: dict[str, Any] = admin.api.sites.style(admin.tenant, style_of(admin)["style_id"])
    return found


def test_a_style_without_settings_has_the_usual_ones(admin: Person) -> None:
    style = admin.get(f"/styles/{style_of(admin)['style_id']}")["content"]
    assert (style["launcher"]["online"], style["launcher"]["x"], style["invitations"]) == ("bubble", 24, {"quiet_minutes": 10, "rules": []})
    shown = file(admin)
    assert (shown["icons"]["online"], shown["rules"], shown["pages_offline"]) == (ICON_PATHS["bubble"], [], "")
    assert shown["launcher_words"]["en"]["leave"] == "Leave a message"
    assert "senders" not in visit(admin)


def test_the_launcher_has_an_icon_for_each_state_and_stands_on_its_pages(admin: Person) -> None:
    launcher = {"online": "headset", "busy": "clock", "offline": "mail", "y": 80, "phones": False, "hide_on": ["/checkout*"]}
    assert restyle(admin, launcher=launcher).status == 200
    shown = file(admin)
    assert [shown["icons"][state] for state in ("online", "busy", "offline")] == [ICON_PATHS[name] for name in ("headset", "clock", "mail")]
    assert shown["launcher_words"]["en"]["busy"] == "busy, you can wait"
    assert (shown["y"], shown["computers_only"], shown["pages_offline"]) == (80, True, shown["pages"])
    assert re.search(shown["pages"], "https://tea.example/cart", re.IGNORECASE)
    assert not re.search(shown["pages"], "https://tea.example/Checkout/pay?step=2", re.IGNORECASE)
    restyle(admin, launcher={"when_offline": False})
    assert (file(admin)["pages"], file(admin)["pages_offline"]) == ("", NO_PAGE)
    for state in ("online", "busy", "offline"):
        come_online(admin, state)
        assert visit(admin)["availability"] == state


@pytest.mark.parametrize(
    ("shown", "hidden", "address", "fits"),
    [
        ([], [], "https://tea.example/", True),
        (["/green/*"], [], "https://tea.example/green/longjing.html?from=ad", True),
        (["/green/*"], [], "https://tea.example/black", False),
        (["/green"], [], "https://tea.example/green#top", True),
        (["/green"], [], "https://tea.example/greener", False),
        (["*.example/a?b=1"], [], "https://tea.example/a?b=1", True),
        (["*.example/a?b=1"], [], "https://teaXexample/a?b=1", False),
        (["https://tea.example/*"], ["*/cart"], "https://tea.example/cart", False),
        ([], ["*(x|y)*"], "https://tea.example/x", True),
    ],
)
def test_patterns_of_pages(shown: list[str], hidden: list[str], address: str, fits: bool) -> None:
    assert bool(re.search(page_expression(shown, hidden), address, re.IGNORECASE)) is fits


def test_a_rule_is_told_only_with_somebody_who_speaks_for_it(admin: Person) -> None:
    lin = colleague(admin, "lin@example.com", "2")
    _, support = (each["department_id"] for each in admin.get("/departments")["departments"])
    rules = [
        rule(agent_id=lin.agent_id, when={"pages": ["/green/*"], "page_s": 30}, often="times", times=3),
        rule(rule_id=new_ulid(8), name="Anybody", department_id=support),
        rule(rule_id=new_ulid(9), name="Off", on=False),
        rule(rule_id=new_ulid(10), name="Window", kind="forced"),
    ]
    assert restyle(admin, invitations={"rules": rules, "quiet_minutes": 30}).status == 200
    come_online(admin, "busy")
    assert "senders" not in visit(admin)
    come_online(lin)
    first, _, last = file(admin)["rules"]
    assert (first["when"], first["times"], last["kind"], file(admin)["quiet_minutes"]) == ({"page_s": 30}, 3, "forced", 30)
    assert re.search(first["pages"], "https://tea.example/green/x")
    lins = {"agent_id": lin.agent_id, "agent_name": "lin"}
    assert visit(admin)["senders"] == {RULE: lins, last["rule_id"]: lins}
    company = admin.get("/company")
    admin.call("PATCH", "/company", {"version": company["version"], "forced_conversations": False})
    assert list(visit(admin)["senders"]) == [RULE]


@pytest.mark.parametrize(
    ("bad", "code", "field"),
    [
        ({"texts": {}}, "invalid", "rules[0].texts"),
        ({"name": " "}, "invalid", "rules[0].name"),
        ({"agent_id": new_ulid(1)}, "invalid", "rules[0].agent_id"),
        ({"department_id": new_ulid(1)}, "invalid", "rules[0].department_id"),
        ({"when": {"visits_min": 5, "visits_max": 2}}, "invalid", "rules[0].when.visits_max"),
        ({"when": {"event_count": 2}}, "invalid", "rules[0].when.event"),
        ({"when": {"pages": ["a*b*c*d*e*f"]}}, "invalid", "rules[0].when.pages[0]"),
        ({"when": {"scroll_percent": 101}}, "invalid", "rules[0].when.scroll_percent"),
        ({"when": {"mood": 1}}, "unknown_field", "rules[0].when.mood"),
        ({"rule_id": "x"}, "invalid", "rules[0].rule_id"),
    ],
)
def test_a_bad_rule_is_refused_and_named(admin: Person, bad: dict[str, Any], code: str, field: str) -> None:
    reply = restyle(admin, invitations={"rules": [rule(**bad)]})
    assert (reply.status, reply.code, reply.json["field"]) == (400, code, f"content.invitations.{field}")
    twice = restyle(admin, invitations={"rules": [rule(), rule()]})
    assert twice.json["field"] == "content.invitations.rules[1].rule_id"
    assert admin.get(f"/styles/{style_of(admin)['style_id']}")["version"] == 1


def test_counts_are_of_the_styles_rules_alone(admin: Person) -> None:
    restyle(admin, invitations={"rules": [rule()]})
    counts = admin.api.house.office(TenantId(admin.tenant)).rule_counts
    counts.count(RULE, shown=3, answer="accepted")
    counts.count(RULE, shown=1)
    counts.count(new_ulid(1), shown=1)
    url = f"/styles/{style_of(admin)['style_id']}/rule-counts"
    assert admin.get(url) == {"counts": [{"rule_id": RULE, "shown": 4, "accepted": 1, "later": 0, "never": 0}]}
