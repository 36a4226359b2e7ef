"""From a style as it is kept to what staff see of it, and to the file that visitors fetch."""

from typing import Any

import msgspec
from msgspec.structs import replace

from parlor.domain.directory import Style
from parlor.domain.ids import StyleId, TenantId
from parlor.domain.invitation_rules import InvitationRule
from parlor.domain.languages import VISITOR_LANGUAGES, VisitorLanguage
from parlor.domain.launcher import LauncherTexts, launcher_texts
from parlor.domain.pages import NO_PAGE, page_expression
from parlor.domain.style_content import Asset, Draft, Publication, StyleContent, StyleTexts
from parlor.protocol import rest_styles


def snippet(site_url: str, tenant: TenantId, style_id: StyleId) -> str:
    """The one line that a company puts into its pages."""
    return f'<script async src="{site_url}/widget/loader.js" data-tenant="{tenant}" data-style="{style_id}"></script>'


def summary_answer(style: Style, tenant: TenantId, site_url: str) -> rest_styles.StyleSummary:
    return rest_styles.StyleSummary(
        style_id=style.style_id,
        name=style.name,
        color=style.color,
        kind=style.kind,
        published_version=style.published_version,
        published_at=style.published_at,
        changed_at=style.changed_at,
        has_changes=style.has_changes,
        snippet=snippet(site_url, tenant, style.style_id),
        widget_seen_at=style.widget_seen_at,
    )


def draft_answer(draft: Draft, tenant: TenantId, site_url: str) -> rest_styles.StyleDraft:
    return rest_styles.StyleDraft(
        style_id=draft.style_id,
        name=draft.name,
        version=draft.version,
        content=draft.content,
        has_changes=draft.has_changes,
        saved_at=draft.saved_at or None,
        published_version=draft.published_version,
        published_at=draft.published_at,
        snippet=snippet(site_url, tenant, draft.style_id),
    )


def publication_view(publication: Publication) -> rest_styles.PublicationView:
    by = publication.by
    return rest_styles.PublicationView(version=publication.version, at=publication.at, agent_id=by.agent_id, number=by.number, name=by.name)


def style_file(content: StyleContent, version: int, logo: Asset | None = None) -> bytes:
    """The file of a published style, as small as it gets. `logo` is the company's, for a style without one of its own."""
    launcher = content.launcher
    pages = page_expression(launcher.show_on, launcher.hide_on)
    file = rest_styles.StyleFile(
        v=version,
        color=content.color,
        scheme=content.scheme,
        radius=content.radius,
        position=content.position,
        kind=content.kind,
        consent=content.consent,
        language=content.language,
        icons=rest_styles.StyleIcons(online=launcher.icon("online"), busy=launcher.icon("busy"), offline=launcher.icon("offline")),
        pictures=content.pictures,
        x=launcher.x,
        y=launcher.y,
        computers_only=not launcher.phones,
        pages=pages,
        pages_offline=pages if launcher.when_offline else NO_PAGE,
        launcher_words={language: _launcher_texts(language, content) for language in VISITOR_LANGUAGES},
        texts=content.texts,
        words=content.words,
        panel=replace(content.panel, logo=content.panel.logo or logo),
        invitation_box=content.invitation_box,
        rules=[_rule(rule) for rule in content.invitations.rules if rule.on],
        quiet_minutes=content.invitations.quiet_minutes,
    )
    return msgspec.json.encode({name: _without_empty(value) for name, value in msgspec.to_builtins(file).items()})


def _launcher_texts(language: VisitorLanguage, content: StyleContent) -> LauncherTexts:
    own = content.texts.get(language, StyleTexts())
    return launcher_texts(language, own.launcher, own.title)


def off_file(why: str) -> bytes:
    return msgspec.json.encode({"off": why})


def _rule(rule: InvitationRule) -> rest_styles.PublishedRule:
    return rest_styles.PublishedRule(
        rule_id=rule.rule_id,
        kind=rule.kind,
        when=replace(rule.when, pages=[], not_pages=[]),
        pages=page_expression(rule.when.pages, rule.when.not_pages),
        often=rule.often,
        times=rule.times,
        texts=rule.texts,
    )


def _without_empty(value: Any) -> Any:
    """Without what is empty at any depth; a value that is empty itself stays."""
    if isinstance(value, dict):
        parts = {name: _without_empty(part) for name, part in value.items()}
        return {name: part for name, part in parts.items() if part not in (None, "", [], {})}
    if isinstance(value, list):
        return [_without_empty(part) for part in value]
    return value
