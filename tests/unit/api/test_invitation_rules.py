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
    found: dict[str, Any] = admin.api.call("POST", "/widget/visit", body).json["style"]
    return found


def test_a_style_without_settings_has_the_usual_ones(admin: Person) -> None:
    style = admin.get(f"/styles/{style_of(admin)['style_id']}")["content"]
    assert (style["launcher"]["online"], style["launcher"]["x"], style["invitations"]) == ("bubble", 24, {"quiet_minutes": 10, "rules": []})
    shown = visit(admin)
    assert shown["launcher"]["icon"] == ICON_PATHS["bubble"]
    assert shown["launcher"]["words"]["label"] == "Leave a message", "nobody is on line"
    assert "rules" not in shown


def test_the_launcher_follows_who_is_there(admin: Person) -> None:
    launcher = {"online": "headset", "busy": "clock", "offline": "mail", "y": 80, "phones": False, "hide_on": ["/checkout*"]}
    assert restyle(admin, launcher=launcher).status == 200
    seen = {}
    for state in ("online", "busy", "offline"):
        come_online(admin, state)
        seen[state] = visit(admin)["launcher"]
    assert [seen[state]["icon"] for state in seen] == [ICON_PATHS[name] for name in ("headset", "clock", "mail")]
    assert seen["busy"]["words"]["state"] == "busy, you can wait"
    assert (seen["online"]["y"], seen["online"]["computers_only"]) == (80, True)
    assert re.search(seen["online"]["pages"], "https://tea.example/cart", re.IGNORECASE)
    assert not re.search(seen["online"]["pages"], "https://tea.example/Checkout/pay?step=2", re.IGNORECASE)
    restyle(admin, launcher={"when_offline": False})
    assert visit(admin)["launcher"]["pages"] == NO_PAGE
    come_online(admin)
    assert "pages" not in visit(admin)["launcher"]


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
    assert "rules" not in visit(admin)
    come_online(lin)
    first, last = visit(admin)["rules"]
    assert (first["agent_name"], first["when"], first["times"]) == ("lin", {"page_s": 30}, 3)
    assert re.search(first["pages"], "https://tea.example/green/x")
    assert (last["kind"], last["agent_id"], visit(admin)["quiet_minutes"]) == ("forced", lin.agent_id, 30)
    company = admin.get("/company")
    admin.call("PATCH", "/company", {"version": company["version"], "forced_conversations": False})
    assert [each["kind"] for each in visit(admin)["rules"]] == ["invitation"]


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
