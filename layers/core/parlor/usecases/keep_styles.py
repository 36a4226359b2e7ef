"""An administrator works on how the widget looks and speaks: drafts, publications, and back."""

from base64 import b64decode

from msgspec import UNSET, Struct
from msgspec.structs import replace

from parlor.domain.audit import Trail
from parlor.domain.directory import Agent, DirectoryEditor, check_version
from parlor.domain.errors import Conflict, Invalid, NotFound
from parlor.domain.ids import StyleId, new_ulid
from parlor.domain.ports import Clock
from parlor.domain.style_checks import check_content
from parlor.domain.style_content import Asset, Draft, Publication, Publisher, StyleContent, StyleFiles, Styles
from parlor.domain.style_pictures import picture_of
from parlor.protocol import rest_styles
from parlor.protocol.limits import PICTURE_MAX_BYTES
from parlor.usecases.checks import written
from parlor.usecases.put_style_file import PutStyleFile

STYLES_MAX = 30
SITTING_MS = 10 * 60_000
"""The editor saves by itself, every other second. What comes within so long of the save before is the same piece of work: its
first entry stands for it, and publishing says what became of all of it."""
_CONTENT = "content"


class KeepStyles:
    """One tenant's styles. All changes raise `NotFound` for a style of nobody or of another tenant, and `Conflict` for a version
    that is not the newest."""

    def __init__(self, directory: DirectoryEditor, styles: Styles, files: StyleFiles, put_file: PutStyleFile, clock: Clock) -> None:
        self._directory = directory
        self._styles = styles
        self._files = files
        self._put_file = put_file
        self._clock = clock

    def draft(self, style_id: StyleId) -> Draft:
        return self._styles.draft(style_id)

    def publications(self, style_id: StyleId) -> list[Publication]:
        return self._styles.publications(style_id)

    def add(self, body: rest_styles.AddStyle, trail: Trail) -> Draft:
        """Raises `Conflict` (`too_many`)."""
        if len(self._directory.fresh().styles()) >= STYLES_MAX:
            raise Conflict(f"A company has at most {STYLES_MAX} styles.", code="too_many", field="name")
        content = self._styles.draft(StyleId(body.copy_of)).content if body.copy_of else StyleContent()
        now = self._clock.now_ms()
        draft = Draft(
            style_id=StyleId(new_ulid(now)),
            name=written(body.name, "name"),
            version=1,
            content=content,
            saved_at=now,
            has_changes=True,
        )
        added = self._styles.add(draft)
        trail.done("add_style", about(added), None, content)
        return added

    def save(self, style_id: StyleId, body: rest_styles.SaveDraft, trail: Trail) -> Draft:
        """Raises `Invalid` naming the field below `content`."""
        before = self._read(style_id, body.version)
        name = before.name if body.name is UNSET else written(body.name, "name")
        content = before.content if body.content is UNSET else self._checked(body.content)
        after = self._save(before, replace(before, name=name, content=content))
        if name != before.name:
            trail.done("save_draft", about(after), _Named(before.name), _Named(name))
        if content != before.content and (not before.has_changes or after.saved_at - before.saved_at >= SITTING_MS):
            trail.done("save_draft", about(after), before.content, content)
        return after

    def publish(self, style_id: StyleId, body: rest_styles.PublishStyle, by: Agent, trail: Trail) -> Draft:
        """First the tables, then the file. Where that fails nothing is lost: publishing again puts the file in place.

        Raises `Invalid` when something that the draft names has gone since, such as a department.
        """
        draft = self._read(style_id, body.version)
        if draft.has_changes or not draft.published_version:
            draft = self._publish(draft, by, trail)
        self._put_file(style_id)
        return draft

    def _publish(self, draft: Draft, by: Agent, trail: Trail) -> Draft:
        self._checked(draft.content)
        before = self._styles.published(draft.style_id, draft.published_version) if draft.published_version else None
        publication = Publication(
            version=draft.published_version + 1,
            at=self._clock.now_ms(),
            by=Publisher(by.agent_id, by.number, by.name),
        )
        try:
            published = self._styles.publish(draft, publication)
        except Conflict:
            # Somebody has published the same draft at the same moment: then all is as it was asked for.
            published = self._read(draft.style_id, draft.version)
            if published.has_changes:
                raise
            return published
        trail.done("publish_style", about(draft), before, draft.content)
        return published

    def discard(self, style_id: StyleId, body: rest_styles.DiscardDraft, trail: Trail) -> Draft:
        """Raises `Conflict` (`never_published`) where there is nothing to go back to."""
        before = self._read(style_id, body.version)
        if not before.published_version:
            raise Conflict("This style has never been published.", code="never_published")
        content = self._styles.published(style_id, before.published_version)
        after = self._save(before, replace(before, content=content))
        trail.done("discard_draft", about(after), before.content, after.content)
        return after

    def revert(self, style_id: StyleId, body: rest_styles.RevertStyle, trail: Trail) -> Draft:
        """Raises `NotFound` naming `to` for a version that there is not, or not any more."""
        before = self._read(style_id, body.version)
        after = self._save(before, replace(before, content=self._styles.published(style_id, body.to)))
        trail.done("revert_style", about(after), before.content, after.content)
        return after

    def delete(self, style_id: StyleId, trail: Trail) -> None:
        """Its file then says that there is no widget. Deleting again puts that file in place, if it failed the first time.

        Raises `Conflict` (`last_style`, `in_use`).
        """
        try:
            before = self._styles.draft(style_id)
        except NotFound:
            if not self._styles.was_deleted(style_id):
                raise
        else:
            others = [style.style_id for style in self._directory.fresh().styles() if style.style_id != style_id]
            if not others:
                raise Conflict("A company has at least one style.", code="last_style")
            self._styles.delete(style_id, others[0])
            trail.done("delete_style", about(before), before.content, None)
        self._put_file(style_id)

    def add_picture(self, body: rest_styles.AddStylePicture, trail: Trail) -> Asset:
        """Raises `Invalid` naming `data` for what is no picture, too large, or a drawing that does more than be seen."""
        try:
            contents = b64decode(body.data, validate=True)
        except ValueError:
            raise Invalid("This is not Base64.", field="data") from None
        if len(contents) > PICTURE_MAX_BYTES:
            raise Invalid(f"A picture has at most {PICTURE_MAX_BYTES // 1024} KB.", code="too_long", field="data")
        picture = picture_of(contents)
        asset = Asset(url=self._files.put_picture(picture.name, contents, picture.media_type), width=picture.width, height=picture.height)
        trail.done("add_style_picture", ("picture", picture.name[:12], body.name), None, asset)
        return asset

    def _read(self, style_id: StyleId, version: int) -> Draft:
        draft = self._styles.draft(style_id)
        check_version(version, draft.version)
        return draft

    def _save(self, before: Draft, after: Draft) -> Draft:
        published = self._styles.published(before.style_id, before.published_version) if before.published_version else None
        return self._styles.save(before, replace(after, saved_at=self._clock.now_ms(), has_changes=after.content != published))

    def _checked(self, content: StyleContent) -> StyleContent:
        departments = frozenset(str(department.department_id) for department in self._directory.departments())
        agents = frozenset(str(agent.agent_id) for agent in self._directory.agents())
        check_content(content, departments, agents, self._files.is_ours, _CONTENT)
        return content


class _Named(Struct, frozen=True):
    name: str


def about(draft: Draft) -> tuple[str, str, str]:
    """As the audit log names a style."""
    return "style", draft.style_id, draft.name
