"""The administrator asks whether the snippet of a style stands on a page. Visitors have told; the page itself is not fetched."""

import re

from parlor.domain.directory import Directory
from parlor.domain.ids import StyleId
from parlor.domain.installation import Installations, SeenHost, Spot, asked_spot, find
from parlor.domain.pages import page_expression
from parlor.domain.style_content import StyleContent, Styles
from parlor.protocol.rest_installation import Addresses, InstallationCheck, SeenPage, SeenSite


def check_installation(
    style_id: StyleId, url: str, directory: Directory, styles: Styles, installations: Installations, addresses: Addresses
) -> InstallationCheck:
    """Without an address: only where the style has been seen. Costs ½ RU a style.

    Raises `NotFound` for an unknown style, `Invalid` (`url`) for what is no address.
    """
    style = directory.style(style_id)
    all_known = installations.of_all(each.style_id for each in directory.styles())
    known = all_known.pop(style_id, None)
    sites = [_site(each) for each in sorted(known.hosts if known else (), key=lambda each: -each.at)]
    if not url.strip():
        return InstallationCheck(addresses=addresses, sites=sites)
    spot, names_page = asked_spot(url)
    found = find(known, spot, names_page) if known else None
    others = (other for other, seen in all_known.items() if find(seen, spot, names_page).finding == "page")
    return InstallationCheck(
        addresses=addresses,
        sites=sites,
        host=spot.host,
        path=spot.path if names_page else None,
        finding=found.finding if found else "never",
        seen_at=found.at if found else None,
        not_shown=style.published_version > 0 and not _shown_on(styles.published(style_id, style.published_version), spot),
        other_style_id=next(others, None),
    )


def _site(seen: SeenHost) -> SeenSite:
    pages = [SeenPage(path=page.path, seen_at=page.at) for page in seen.pages]
    return SeenSite(host=seen.host, since=seen.since, seen_at=seen.at, pages=pages)


def _shown_on(style: StyleContent, spot: Spot) -> bool:
    pages = page_expression(style.launcher.show_on, style.launcher.hide_on)
    return re.search(pages, f"https://{spot.host}{spot.path}", re.IGNORECASE) is not None
