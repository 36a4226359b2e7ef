"""The file of a style is put in place: what is published, or that there is to be no widget."""

from parlor.domain.directory import DirectoryEditor
from parlor.domain.errors import NotFound
from parlor.domain.ids import StyleId
from parlor.domain.style_content import StyleFiles, Styles
from parlor.protocol.present_styles import off_file, style_file

_LOOKS = 3


class PutStyleFile:
    """Always after the tables have it, and always as the tables have it at that moment: two who publish at once, or somebody who
    publishes while the company is suspended, leave the newest file behind, whoever writes last."""

    def __init__(self, directory: DirectoryEditor, styles: Styles, files: StyleFiles) -> None:
        self._directory = directory
        self._styles = styles
        self._files = files

    def __call__(self, style_id: StyleId) -> None:
        body = self._body(style_id)
        for _ in range(_LOOKS):
            if body is None:
                return
            self._files.put(style_id, body)
            written, body = body, self._body(style_id)
            if body == written:
                return

    def _body(self, style_id: StyleId) -> bytes | None:
        """None for a style that nobody has published."""
        directory = self._directory.fresh()
        try:
            published = directory.style(style_id).published_version
        except NotFound:
            return off_file("deleted")
        company = directory.company()
        if company.is_off:
            return off_file("suspended")
        return style_file(self._styles.published(style_id, published), published, company.logo) if published else None

    def all(self) -> list[StyleId]:
        """The files of all styles of the company, deleted ones too; styles of before there were drafts are brought up to date.
        Returns which."""
        styles = [style.style_id for style in self._directory.fresh().styles()]
        for style_id in styles:
            self._styles.bring_up_to_date(style_id)
        found = styles + self._styles.deleted()
        for style_id in found:
            self(style_id)
        return found
