"""The first page: what is still to be set up, and today's figures."""

from parlor.domain.directory import Directory
from parlor.domain.figures import Total
from parlor.domain.metrics import Figures, today, total, zone
from parlor.domain.ports import Clock, Presence
from parlor.domain.staff import Staff
from parlor.protocol import rest
from parlor.protocol.present_styles import snippet


def read_home(staff: Staff, directory: Directory, presence: Presence, figures: Figures, clock: Clock, site_url: str) -> rest.Home:
    company, style = directory.company(), directory.styles()[0]
    day = today(clock.now_ms(), zone(company.time_zone))

    def of_today(metric: Total) -> int:
        return total(figures.hours(metric, day.start_ms, day.end_ms), day)

    return rest.Home(
        snippet=snippet(site_url, staff.tenant, style.style_id),
        demo_url=f"{site_url}/demo/index.html?tenant={staff.tenant}&style={style.style_id}",
        widget_seen_at=company.widget_seen_at,
        tried=figures.ever("consultations_online"),
        colleagues=len(directory.agents()) - 1,
        visitors_today=of_today("visits"),
        conversations_today=of_today("consultations_online"),
        left_messages_today=of_today("consultations_offline"),
        agents_online=sum(agent.state == "online" for agent in presence.agents()),
    )
