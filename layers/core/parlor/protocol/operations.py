"""Every REST operation: one table that the API routes by, that OpenAPI is written from, and that tests walk.

`auth` says what the caller must show:
    none     anybody (limited by address)
    refresh  the refresh cookie
    visitor  a visitor token in the body
    staff    an access token, and `X-Parlor-Tenant` for people of several companies

`right` is what staff must have for it (domain/rights.py); an operation without one is everybody's. `depends` are rights that it may
want besides, by what is asked for, such as the company's phrases or one's own; the use case checks them.

A bounded right counts only in some departments for those whose role is limited. An operation that `narrows` shows them these; any
other refuses them altogether (`outside_role`), so that nobody sees too much of what is new.
"""

from typing import Literal

from msgspec import Struct

from parlor.domain.rights import Right
from parlor.protocol import (
    rest,
    rest_api_keys,
    rest_downloads,
    rest_goals,
    rest_home,
    rest_identity,
    rest_installation,
    rest_internal,
    rest_leaving,
    rest_left,
    rest_me,
    rest_monitor,
    rest_notices,
    rest_parked,
    rest_people,
    rest_personal,
    rest_records,
    rest_report_files,
    rest_reports,
    rest_retention,
    rest_roles,
    rest_routing,
    rest_sign_in,
    rest_sign_on,
    rest_styles,
    rest_webhooks,
)
from parlor.protocol.views import InternalView, StaffNoticeView

BODY_MAX_BYTES = 64 * 1024
_TABLE_BODY_MAX_BYTES = 2 * 1024 * 1024
"""A table of Chinese text in UTF-8, with room for the escapes of JSON; API Gateway takes 10 MB, Lambda 6."""
_STYLE_BODY_MAX_BYTES = 512 * 1024
"""A style's whole content, with room for the escapes of JSON."""
_METADATA_BODY_MAX_BYTES = 400 * 1024
"""A metadata document of SAML, with room for the escapes of JSON."""
_PICTURE_BODY_MAX_BYTES = 400 * 1024
"""A picture in Base64."""

Method = Literal["GET", "POST", "PATCH", "DELETE"]
Auth = Literal["none", "refresh", "visitor", "staff"]
Gives = Literal["json", "page", "redirect"]
"""`page` is HTML for people who follow a link in a mail, `redirect` sends a browser on."""


class Operation(Struct, frozen=True):
    """`path` is below `/api`; `query` names the query parameters, those with `*` are required."""

    id: str
    method: Method
    path: str
    auth: Auth
    body: type | None = None
    answer: type | None = None
    query: tuple[str, ...] = ()
    right: Right | None = None
    depends: tuple[Right, ...] = ()
    narrows: bool = False
    body_max_bytes: int = BODY_MAX_BYTES
    while_closing: bool = False
    """May be asked by staff of a company that is closing."""
    held: bool = False
    """May be asked by somebody who has to set up a second factor or to choose a password before anything else."""
    gives: Gives = "json"
    or_answer: type | None = None
    """Another answer that a request may ask for."""


OPERATIONS: tuple[Operation, ...] = (
    Operation("sign_up", "POST", "/auth/sign-up", "none", rest.SignUp, rest.SignUpStarted),
    Operation("confirm_sign_up", "POST", "/auth/confirm", "none", rest.ConfirmSignUp),
    Operation("resend_code", "POST", "/auth/resend", "none", rest.ResendCode, rest.SignUpStarted),
    Operation("sign_in", "POST", "/auth/sign-in", "none", rest.SignIn, rest.Session),
    Operation("set_first_password", "POST", "/auth/first-password", "none", rest.SetFirstPassword, rest.Session),
    Operation("refresh_session", "POST", "/auth/refresh", "refresh", None, rest.Session),
    Operation("sign_out", "POST", "/auth/sign-out", "refresh"),
    Operation("forgot_password", "POST", "/auth/forgot", "none", rest.ForgotPassword, rest.SignUpStarted),
    Operation("reset_password", "POST", "/auth/reset", "none", rest.ResetPassword),
    Operation("begin_sign_on", "POST", "/auth/sso", "none", rest_sign_on.BeginSignOn, rest_sign_on.SignOnBegun),
    Operation(
        "finish_sign_on", "GET", "/auth/sso/callback", "none", query=("code", "state", "error", "error_description"), gives="redirect"
    ),
    Operation("get_sign_on", "GET", "/sign-on", "staff", None, rest_sign_on.SignOnSettings, right="keep_people"),
    Operation(
        "change_sign_on",
        "PATCH",
        "/sign-on",
        "staff",
        rest_sign_on.ChangeSignOn,
        rest_sign_on.SignOnSettings,
        right="keep_people",
        body_max_bytes=_METADATA_BODY_MAX_BYTES,
    ),
    Operation(
        "remove_sign_on", "POST", "/sign-on/remove", "staff", rest_sign_on.RemoveSignOn, rest_sign_on.SignOnSettings, right="keep_people"
    ),
    *(
        Operation(operation_id, "POST", path, "staff", rest_sign_on.ChangeSignOnDomain, rest_sign_on.SignOnSettings, right="keep_people")
        for operation_id, path in (
            ("add_sign_on_domain", "/sign-on/domains"),
            ("prove_sign_on_domain", "/sign-on/domains/prove"),
            ("remove_sign_on_domain", "/sign-on/domains/remove"),
        )
    ),
    Operation("give_code", "POST", "/auth/code", "none", rest_sign_in.GiveCode, rest.Session),
    Operation("give_recovery_code", "POST", "/auth/recovery", "none", rest_sign_in.GiveRecoveryCode, rest.Session),
    Operation("get_me", "GET", "/me", "staff", None, rest.Me, while_closing=True),
    Operation("get_own_access", "GET", "/me/access", "staff", None, rest_sign_in.OwnAccess, held=True),
    Operation("list_own_sessions", "GET", "/me/sessions", "staff", None, rest_sign_in.SessionList),
    Operation("end_own_session", "DELETE", "/me/sessions/{session_id}", "staff"),
    Operation("end_own_other_sessions", "DELETE", "/me/sessions", "staff", None, rest_sign_in.EndedSessions),
    Operation("change_password", "POST", "/me/password", "staff", rest_sign_in.ChangePassword, held=True),
    Operation(
        "new_authenticator", "POST", "/me/authenticator", "staff", rest_sign_in.NewAuthenticator, rest_sign_in.Authenticator, held=True
    ),
    Operation(
        "confirm_authenticator",
        "POST",
        "/me/second-factor",
        "staff",
        rest_sign_in.ConfirmAuthenticator,
        rest_sign_in.RecoveryCodes,
        held=True,
    ),
    Operation("remove_second_factor", "POST", "/me/second-factor/off", "staff", rest_sign_in.ProvePassword),
    Operation("renew_recovery_codes", "POST", "/me/recovery-codes", "staff", rest_sign_in.ProvePassword, rest_sign_in.RecoveryCodes),
    Operation("get_sign_in_rules", "GET", "/sign-in-rules", "staff", None, rest_sign_in.SignInRules, right="keep_people"),
    Operation(
        "change_sign_in_rules",
        "PATCH",
        "/sign-in-rules",
        "staff",
        rest_sign_in.ChangeSignInRules,
        rest_sign_in.SignInRules,
        right="keep_people",
    ),
    Operation(
        "list_sign_ins",
        "GET",
        "/sign-ins",
        "staff",
        None,
        rest_sign_in.SignInList,
        ("from*", "to*", "agent_id", "outcome", "cursor"),
        right="read_audit",
    ),
    Operation("get_agent_access", "GET", "/agents/{agent_id}/access", "staff", None, rest_sign_in.AgentAccess, right="keep_people"),
    Operation("end_agent_session", "DELETE", "/agents/{agent_id}/sessions/{session_id}", "staff", right="keep_people"),
    Operation(
        "end_agent_sessions", "DELETE", "/agents/{agent_id}/sessions", "staff", None, rest_sign_in.EndedSessions, right="keep_people"
    ),
    Operation("reset_second_factor", "DELETE", "/agents/{agent_id}/second-factor", "staff", right="keep_people"),
    Operation("get_profile", "GET", "/me/profile", "staff", None, rest_me.Profile),
    Operation("change_profile", "PATCH", "/me/profile", "staff", rest_me.ChangeProfile, rest_me.Profile),
    Operation(
        "add_own_picture",
        "POST",
        "/me/picture",
        "staff",
        rest_styles.AddStylePicture,
        rest_styles.Asset,
        body_max_bytes=_PICTURE_BODY_MAX_BYTES,
    ),
    Operation("create_socket_ticket", "POST", "/socket-ticket", "staff", None, rest.SocketTicket),
    Operation("get_home", "GET", "/home", "staff", None, rest_home.Home),
    Operation("get_company", "GET", "/company", "staff", None, rest.Company),
    Operation("change_company", "PATCH", "/company", "staff", rest.ChangeCompany, rest.Company, right="keep_company"),
    Operation(
        "get_closing", "GET", "/company/closing", "staff", None, rest_leaving.CompanyClosing, right="keep_company", while_closing=True
    ),
    Operation(
        "close_company", "POST", "/company/closing", "staff", rest_leaving.CloseCompany, rest_leaving.CompanyClosing, right="keep_company"
    ),
    Operation("keep_company_open", "DELETE", "/company/closing", "staff", right="keep_company", while_closing=True),
    Operation("list_styles", "GET", "/styles", "staff", None, rest_styles.StyleList),
    Operation("add_style", "POST", "/styles", "staff", rest_styles.AddStyle, rest_styles.StyleDraft, right="keep_styles"),
    Operation("get_style", "GET", "/styles/{style_id}", "staff", None, rest_styles.StyleDraft),
    Operation(
        "save_draft",
        "PATCH",
        "/styles/{style_id}",
        "staff",
        rest_styles.SaveDraft,
        rest_styles.StyleDraft,
        right="keep_styles",
        body_max_bytes=_STYLE_BODY_MAX_BYTES,
    ),
    Operation("delete_style", "DELETE", "/styles/{style_id}", "staff", right="keep_styles"),
    Operation(
        "publish_style",
        "POST",
        "/styles/{style_id}/publish",
        "staff",
        rest_styles.PublishStyle,
        rest_styles.StyleDraft,
        right="keep_styles",
    ),
    Operation(
        "discard_draft",
        "POST",
        "/styles/{style_id}/discard",
        "staff",
        rest_styles.DiscardDraft,
        rest_styles.StyleDraft,
        right="keep_styles",
    ),
    Operation("list_publications", "GET", "/styles/{style_id}/publications", "staff", None, rest_styles.PublicationList),
    Operation(
        "revert_style", "POST", "/styles/{style_id}/revert", "staff", rest_styles.RevertStyle, rest_styles.StyleDraft, right="keep_styles"
    ),
    Operation(
        "add_style_picture",
        "POST",
        "/style-pictures",
        "staff",
        rest_styles.AddStylePicture,
        rest_styles.Asset,
        depends=("keep_styles", "keep_people", "keep_company"),
        body_max_bytes=_PICTURE_BODY_MAX_BYTES,
    ),
    Operation("get_rule_counts", "GET", "/styles/{style_id}/rule-counts", "staff", None, rest_styles.RuleCounts),
    Operation("check_installation", "GET", "/styles/{style_id}/installation", "staff", None, rest_installation.InstallationCheck, ("url",)),
    Operation("get_identity_settings", "GET", "/identity", "staff", None, rest_identity.IdentitySettings, right="keep_integration"),
    Operation("reveal_identity_secret", "POST", "/identity/secret", "staff", None, rest_identity.IdentitySecret, right="keep_integration"),
    Operation(
        "rotate_identity_secret",
        "POST",
        "/identity/rotate",
        "staff",
        rest_identity.RotateIdentitySecret,
        rest_identity.IdentitySettings,
        right="keep_integration",
    ),
    Operation(
        "try_identity", "POST", "/identity/try", "staff", rest_identity.TryIdentity, rest_identity.IdentityTrial, right="keep_integration"
    ),
    Operation("clear_identity_warnings", "DELETE", "/identity/warnings", "staff", right="keep_integration"),
    Operation("list_webhooks", "GET", "/webhooks", "staff", None, rest_webhooks.WebhookList, right="keep_integration"),
    Operation("add_webhook", "POST", "/webhooks", "staff", rest_webhooks.AddWebhook, rest_webhooks.Webhook, right="keep_integration"),
    Operation(
        "change_webhook",
        "PATCH",
        "/webhooks/{webhook_id}",
        "staff",
        rest_webhooks.ChangeWebhook,
        rest_webhooks.Webhook,
        right="keep_integration",
    ),
    Operation("delete_webhook", "DELETE", "/webhooks/{webhook_id}", "staff", right="keep_integration"),
    Operation(
        "reveal_webhook_secret",
        "POST",
        "/webhooks/{webhook_id}/secret",
        "staff",
        None,
        rest_webhooks.WebhookSecret,
        right="keep_integration",
    ),
    Operation(
        "rotate_webhook_secret",
        "POST",
        "/webhooks/{webhook_id}/rotate",
        "staff",
        rest_webhooks.RotateWebhookSecret,
        rest_webhooks.Webhook,
        right="keep_integration",
    ),
    Operation("ping_webhook", "POST", "/webhooks/{webhook_id}/ping", "staff", right="keep_integration"),
    Operation(
        "list_deliveries",
        "GET",
        "/webhooks/{webhook_id}/deliveries",
        "staff",
        None,
        rest_webhooks.DeliveryList,
        ("cursor",),
        right="keep_integration",
    ),
    Operation("resend_delivery", "POST", "/webhooks/{webhook_id}/resend", "staff", rest_webhooks.ResendDelivery, right="keep_integration"),
    Operation("list_api_keys", "GET", "/api-keys", "staff", None, rest_api_keys.ApiKeyList, right="keep_integration"),
    Operation("add_api_key", "POST", "/api-keys", "staff", rest_api_keys.AddApiKey, rest_api_keys.NewApiKey, right="keep_integration"),
    Operation("delete_api_key", "DELETE", "/api-keys/{key_id}", "staff", right="keep_integration"),
    Operation("list_agents", "GET", "/agents", "staff", None, rest.AgentList),
    Operation("add_agent", "POST", "/agents", "staff", rest.AddAgent, rest.Agent, right="keep_people"),
    Operation("change_agent", "PATCH", "/agents/{agent_id}", "staff", rest.ChangeAgent, rest.Agent, right="keep_people"),
    Operation("delete_agent", "DELETE", "/agents/{agent_id}", "staff", query=("heir_id",), right="delete_agents"),
    Operation("invite_again", "POST", "/agents/{agent_id}/invitation", "staff", right="keep_people"),
    Operation("explain_rights", "GET", "/agents/{agent_id}/rights", "staff", None, rest_roles.GrantList, right="keep_people"),
    Operation("list_roles", "GET", "/roles", "staff", None, rest_roles.RoleList),
    Operation("add_role", "POST", "/roles", "staff", rest_roles.AddRole, rest_roles.OwnRole, right="keep_roles"),
    Operation("change_role", "PATCH", "/roles/{role_id}", "staff", rest_roles.ChangeRole, rest_roles.OwnRole, right="keep_roles"),
    Operation("delete_role", "DELETE", "/roles/{role_id}", "staff", query=("successor_id",), right="keep_roles"),
    Operation(
        "list_audit",
        "GET",
        "/audit",
        "staff",
        None,
        rest_people.AuditList,
        ("from*", "to*", "kind", "agent_id", "action", "about_id", "cursor"),
        "read_audit",
    ),
    Operation("list_parked", "GET", "/parked", "staff", None, rest_parked.ParkedList, ("kind", "cursor"), "read_audit"),
    Operation("replay_parked", "POST", "/parked/replay", "staff", rest_parked.ReplayParked, right="keep_company"),
    Operation("dismiss_parked", "DELETE", "/parked/{parked_id}", "staff", right="keep_company"),
    Operation("list_departments", "GET", "/departments", "staff", None, rest.DepartmentList),
    Operation("add_department", "POST", "/departments", "staff", rest.AddDepartment, rest.Department, right="keep_departments"),
    Operation(
        "change_department",
        "PATCH",
        "/departments/{department_id}",
        "staff",
        rest.ChangeDepartment,
        rest.Department,
        right="keep_departments",
    ),
    Operation("delete_department", "DELETE", "/departments/{department_id}", "staff", right="keep_departments"),
    Operation("list_canned_phrases", "GET", "/canned-phrases", "staff", None, rest.CannedPhraseList),
    Operation("add_canned_phrase", "POST", "/canned-phrases", "staff", rest.AddCannedPhrase, rest.CannedPhrase, depends=("keep_library",)),
    Operation(
        "change_canned_phrase",
        "PATCH",
        "/canned-phrases/{phrase_id}",
        "staff",
        rest.ChangeCannedPhrase,
        rest.CannedPhrase,
        depends=("keep_library",),
    ),
    Operation("delete_canned_phrase", "DELETE", "/canned-phrases/{phrase_id}", "staff", depends=("keep_library",)),
    Operation("use_canned_phrase", "POST", "/canned-phrases/{phrase_id}/use", "staff"),
    Operation(
        "import_canned_phrases",
        "POST",
        "/canned-phrase-imports",
        "staff",
        rest.ImportCannedPhrases,
        rest.ImportResult,
        body_max_bytes=_TABLE_BODY_MAX_BYTES,
        depends=("keep_library",),
    ),
    Operation("list_links", "GET", "/links", "staff", None, rest.SavedLinkList),
    Operation("add_link", "POST", "/links", "staff", rest.AddSavedLink, rest.SavedLink, depends=("keep_library",)),
    Operation("change_link", "PATCH", "/links/{link_id}", "staff", rest.ChangeSavedLink, rest.SavedLink, depends=("keep_library",)),
    Operation("delete_link", "DELETE", "/links/{link_id}", "staff", depends=("keep_library",)),
    Operation("announce_file", "POST", "/files", "staff", rest.NewStaffFile, rest.FileUpload, depends=("keep_library",)),
    Operation("finish_file", "POST", "/files/{file_id}/finish", "staff", None, rest.StoredFile),
    Operation("get_file_links", "POST", "/file-links", "staff", rest.AskFileLinks, rest.FileLinkList, depends=("read_internal",)),
    Operation("list_shared_files", "GET", "/shared-files", "staff", None, rest.SharedFileList),
    Operation("add_shared_file", "POST", "/shared-files", "staff", rest.AddSharedFile, rest.SharedFile, right="keep_library"),
    Operation("delete_shared_file", "DELETE", "/shared-files/{file_id}", "staff", right="keep_library"),
    Operation("get_goals", "GET", "/goals", "staff", None, rest_goals.GoalList, right="read_reports"),
    Operation("change_goals", "PATCH", "/goals", "staff", rest_goals.ChangeGoals, rest_goals.GoalList, right="keep_settings"),
    Operation("get_service", "GET", "/service", "staff", None, rest.Service),
    Operation("change_service", "PATCH", "/service", "staff", rest.ChangeService, rest.Service, depends=("keep_settings", "keep_routing")),
    Operation("try_routing", "POST", "/routing-trial", "staff", rest_routing.TryRouting, rest_routing.RoutingTrial, right="keep_routing"),
    Operation("get_personal_settings", "GET", "/me/settings", "staff", None, rest.PersonalSettings),
    Operation("change_personal_settings", "PATCH", "/me/settings", "staff", rest.ChangePersonalSettings, rest.PersonalSettings),
    Operation("find_customers", "GET", "/customers", "staff", None, rest.CustomerList, ("phone", "email", "name")),
    Operation("add_customer", "POST", "/customers", "staff", rest.AddCustomer, rest.Customer, right="keep_customers"),
    Operation("get_customer", "GET", "/customers/{customer_id}", "staff", None, rest.Customer),
    Operation("change_customer", "PATCH", "/customers/{customer_id}", "staff", rest.ChangeCustomer, rest.Customer, right="keep_customers"),
    Operation("get_visitor_card", "GET", "/visitors/{visitor_id}/card", "staff", None, rest.VisitorCard),
    Operation(
        "link_customer", "POST", "/visitors/{visitor_id}/customer", "staff", rest.LinkCustomer, rest.VisitorCard, right="keep_customers"
    ),
    Operation("unlink_customer", "DELETE", "/visitors/{visitor_id}/customer", "staff", right="keep_customers"),
    Operation("list_blocks", "GET", "/blocks", "staff", None, rest.BlockList, right="keep_black_list"),
    Operation("add_block", "POST", "/blocks", "staff", rest.AddBlock, rest.Block, right="keep_black_list"),
    Operation("change_block", "PATCH", "/blocks/{block_id}", "staff", rest.ChangeBlock, rest.Block, right="keep_black_list"),
    Operation("delete_block", "DELETE", "/blocks/{block_id}", "staff", right="keep_black_list"),
    Operation(
        "block_visitor",
        "POST",
        "/visitors/{visitor_id}/block",
        "staff",
        rest.BlockVisitor,
        rest.Block,
        right="block",
        depends=("keep_black_list",),
    ),
    Operation("list_internal_conversations", "GET", "/internal-conversations", "staff", None, rest_internal.InternalList),
    Operation("open_internal_pair", "POST", "/internal-conversations", "staff", rest_internal.OpenPair, InternalView),
    Operation("open_internal_group", "POST", "/internal-groups", "staff", rest_internal.OpenGroup, InternalView),
    Operation("rename_internal_group", "PATCH", "/internal-groups/{conversation_id}", "staff", rest_internal.RenameGroup, InternalView),
    Operation(
        "add_internal_members", "POST", "/internal-groups/{conversation_id}/members", "staff", rest_internal.AddMembers, InternalView
    ),
    Operation("remove_internal_member", "DELETE", "/internal-groups/{conversation_id}/members/{agent_id}", "staff"),
    Operation(
        "list_internal_records",
        "GET",
        "/internal-records",
        "staff",
        None,
        rest_internal.InternalRecordList,
        ("agent_id*", "from*", "to*", "cursor"),
        right="read_internal",
    ),
    Operation(
        "get_internal_record",
        "GET",
        "/internal-records/{conversation_id}/log",
        "staff",
        None,
        rest_internal.InternalLog,
        ("after", "before"),
        right="read_internal",
    ),
    Operation("list_my_notices", "GET", "/me/notices", "staff", None, rest_notices.MyNotices),
    Operation("read_notice", "POST", "/me/notices/{notice_id}/read", "staff"),
    Operation("list_notices", "GET", "/notices", "staff", None, rest_notices.PublishedNotices, ("cursor",), right="publish_notices"),
    Operation("publish_notice", "POST", "/notices", "staff", rest_notices.PublishNotice, StaffNoticeView, right="publish_notices"),
    Operation("withdraw_notice", "POST", "/notices/{notice_id}/withdraw", "staff", None, StaffNoticeView, right="publish_notices"),
    Operation(
        "list_notice_readers", "GET", "/notices/{notice_id}/readers", "staff", None, rest_notices.NoticeReaders, right="publish_notices"
    ),
    Operation("get_desk", "GET", "/desk", "staff", None, rest.Desk),
    Operation("get_monitor", "GET", "/monitor", "staff", None, rest_monitor.Monitor, right="see_monitor", narrows=True),
    Operation("list_visitors", "GET", "/visitors", "staff", None, rest.VisitorList, ("conditions", "cursor")),
    Operation("get_track", "GET", "/visitors/{visitor_id}/track", "staff", None, rest.Track),
    Operation(
        "list_conversations",
        "GET",
        "/conversations",
        "staff",
        None,
        rest_records.RecordList,
        ("from*", "to*", "agent_id", "visitor", "cursor"),
        depends=("read_records",),
    ),
    Operation(
        "search_records",
        "POST",
        "/record-searches",
        "staff",
        rest_records.SearchRecords,
        rest_records.RecordsFound,
        right="read_records",
        narrows=True,
    ),
    Operation(
        "get_conversation_log",
        "GET",
        "/conversations/{conversation_id}/log",
        "staff",
        None,
        rest_records.RecordLog,
        ("after", "before"),
        depends=("read_records", "watch"),
    ),
    Operation(
        "search_conversation",
        "GET",
        "/conversations/{conversation_id}/search",
        "staff",
        None,
        rest.FoundMessages,
        ("q*", "before"),
        depends=("read_records", "watch"),
    ),
    Operation("list_unwrapped", "GET", "/unwrapped-conversations", "staff", None, rest.ConversationList),
    Operation(
        "list_left_messages",
        "GET",
        "/left-messages",
        "staff",
        None,
        rest_left.LeftMessageList,
        ("state", "assignee", "department_id", "from", "to", "cursor"),
        "read_left_messages",
    ),
    Operation(
        "get_left_message", "GET", "/left-messages/{left_message_id}", "staff", None, rest_left.LeftThread, right="read_left_messages"
    ),
    Operation(
        "change_left_message",
        "PATCH",
        "/left-messages/{left_message_id}",
        "staff",
        rest_left.ChangeLeftMessage,
        rest_left.LeftMessage,
        right="answer_left_messages",
    ),
    Operation(
        "answer_left_message",
        "POST",
        "/left-messages/{left_message_id}/answer",
        "staff",
        rest_left.AnswerLeftMessage,
        rest_left.LeftMessage,
        right="answer_left_messages",
    ),
    Operation(
        "note_left_message",
        "POST",
        "/left-messages/{left_message_id}/notes",
        "staff",
        rest_left.NoteLeftMessage,
        rest_left.LeftMessage,
        right="answer_left_messages",
    ),
    Operation(
        "report_consultations",
        "GET",
        "/reports/consultations",
        "staff",
        None,
        rest.ConsultationReport,
        ("from*", "to*", "grain*"),
        right="read_reports",
    ),
    Operation("report_visits", "GET", "/reports/visits", "staff", None, rest.VisitReport, ("from*", "to*", "grain*"), right="read_reports"),
    Operation(
        "report_breakdown",
        "GET",
        "/reports/breakdown",
        "staff",
        None,
        rest_reports.Breakdown,
        ("of*", "by*", "from*", "to*", "grain*", "compare"),
        right="read_reports",
        depends=("read_work",),
        narrows=True,
    ),
    Operation(
        "report_agents",
        "GET",
        "/reports/agents",
        "staff",
        None,
        rest_reports.AgentReport,
        ("from*", "to*"),
        right="read_work",
        narrows=True,
    ),
    Operation(
        "report_satisfaction",
        "GET",
        "/reports/satisfaction",
        "staff",
        None,
        rest_reports.Satisfaction,
        ("from*", "to*", "grain*"),
        right="read_work",
        narrows=True,
    ),
    Operation(
        "list_ratings",
        "GET",
        "/reports/ratings",
        "staff",
        None,
        rest_reports.RatingList,
        ("from*", "to*", "cursor"),
        right="read_work",
        narrows=True,
    ),
    Operation("report_funnel", "GET", "/reports/funnel", "staff", None, rest_reports.Funnel, ("from*", "to*"), right="read_reports"),
    Operation(
        "export_report",
        "POST",
        "/reports/export",
        "staff",
        rest_report_files.ExportReport,
        rest_report_files.ReportFile,
        right="export_reports",
        narrows=True,
    ),
    Operation(
        "look_at_person",
        "POST",
        "/personal-data",
        "staff",
        rest_personal.AskPerson,
        rest_personal.PersonalData,
        right="personal",
    ),
    Operation("erase_person", "POST", "/erasures", "staff", rest_personal.ErasePerson, rest_personal.ErasureView, right="personal"),
    Operation("list_erasures", "GET", "/erasures", "staff", None, rest_personal.ErasureList, ("cursor",), right="personal"),
    Operation("get_erasure", "GET", "/erasures/{erasure_id}", "staff", None, rest_personal.ErasureView, right="personal"),
    Operation("continue_erasure", "POST", "/erasures/{erasure_id}/continue", "staff", None, rest_personal.ErasureView, right="personal"),
    Operation("get_retention", "GET", "/retention", "staff", None, rest_retention.RetentionView, right="personal"),
    Operation(
        "look_at_retention",
        "POST",
        "/retention/preview",
        "staff",
        rest_retention.AskRetention,
        rest_retention.RetentionPreview,
        right="personal",
    ),
    Operation(
        "change_retention", "PATCH", "/retention", "staff", rest_retention.ChangeRetention, rest_retention.RetentionView, right="personal"
    ),
    Operation("list_downloads", "GET", "/downloads", "staff", None, rest_downloads.DownloadList, ("all", "cursor"), while_closing=True),
    Operation(
        "start_download",
        "POST",
        "/downloads",
        "staff",
        rest_downloads.StartDownload,
        rest_downloads.DownloadView,
        depends=("export_records", "personal"),
        while_closing=True,
    ),
    Operation("cancel_download", "POST", "/downloads/{download_id}/cancel", "staff", None, rest_downloads.DownloadView, while_closing=True),
    Operation("delete_download", "DELETE", "/downloads/{download_id}", "staff", while_closing=True),
    Operation("open_download", "POST", "/downloads/{download_id}/link", "staff", None, rest_downloads.DownloadLink, while_closing=True),
    Operation(
        "list_report_schedules",
        "GET",
        "/report-schedules",
        "staff",
        None,
        rest_report_files.ReportScheduleList,
        right="export_reports",
    ),
    Operation(
        "add_report_schedule",
        "POST",
        "/report-schedules",
        "staff",
        rest_report_files.AddReportSchedule,
        rest_report_files.ReportScheduleView,
        right="export_reports",
    ),
    Operation(
        "change_report_schedule",
        "PATCH",
        "/report-schedules/{schedule_id}",
        "staff",
        rest_report_files.ChangeReportSchedule,
        rest_report_files.ReportScheduleView,
        right="export_reports",
    ),
    Operation("send_report_schedule", "POST", "/report-schedules/{schedule_id}/send", "staff", right="export_reports"),
    Operation("delete_report_schedule", "DELETE", "/report-schedules/{schedule_id}", "staff", right="export_reports"),
    Operation("show_report_unsubscribe", "GET", "/report-mails/unsubscribe", "none", None, None, ("token*",), gives="page"),
    Operation("unsubscribe_report", "POST", "/report-mails/unsubscribe", "none", None, None, ("token*",), gives="page"),
    Operation(
        "start_visit", "POST", "/widget/visit", "visitor", rest_styles.StartVisit, rest_styles.Visit, or_answer=rest_styles.VisitLook
    ),
    Operation("leave_message", "POST", "/widget/left-messages", "visitor", rest.LeaveMessage, rest.LeftMessageTaken),
    Operation("open_letter", "POST", "/widget/letter", "none", rest_left.OpenLetter, rest_left.Letter),
    Operation("write_letter", "POST", "/widget/letter/entries", "none", rest_left.WriteLetter, rest_left.Letter),
    Operation("announce_visitor_file", "POST", "/widget/files", "visitor", rest.NewVisitorFile, rest.FileUpload),
    Operation("finish_visitor_file", "POST", "/widget/files/{file_id}/finish", "visitor", rest.FinishVisitorFile, rest.StoredFile),
    Operation("get_visitor_file_links", "POST", "/widget/file-links", "visitor", rest.AskVisitorFileLinks, rest.FileLinkList),
    Operation("ask_transcript", "POST", "/widget/transcript", "visitor", rest.AskTranscript, rest.Transcript),
    Operation("resume_visit", "POST", "/widget/resume", "none", rest.ResumeVisit, rest.Resumed),
    Operation("get_push_key", "GET", "/widget/push-key", "none", None, rest.PushKey),
    Operation("subscribe_push", "POST", "/widget/push-subscription", "visitor", rest.SubscribePush),
    Operation("show_unsubscribe", "GET", "/unsubscribe", "none", None, None, ("token*",), gives="page"),
    Operation("unsubscribe", "POST", "/unsubscribe", "none", None, None, ("token*",), gives="page"),
)

_RELIES_ON_OTHERS = frozenset(
    ("ask_transcript", "sign_in", "search_records", "begin_sign_on", "change_sign_on", "prove_sign_on_domain", "ping_webhook")
)
"""Mail, the archive, a company's provider, name servers."""
_PROVING = ("token", "visitor_token", "password", "old_password", "temporary_password", "challenge")


def refusals_of(operation: Operation) -> tuple[int, ...]:
    """The statuses with which it may be refused; the tests of the API see to it that there are no others."""
    fields: tuple[str, ...] = getattr(operation.body, "__struct_fields__", ())
    proves = operation.auth != "none" or "token*" in operation.query or any(name in _PROVING for name in fields)
    names = (*fields, *operation.query)
    points = "{" in operation.path or any(name.rstrip("*").endswith(("_id", "_ids", "email")) for name in names)
    found = {
        400: True,
        401: proves,
        403: operation.auth != "none" or operation.path.startswith("/auth/") or proves,
        404: points or proves,
        409: operation.method != "GET",
        429: True,
        500: True,
        503: operation.id in _RELIES_ON_OTHERS,
    }
    return tuple(status for status, may in found.items() if may)
