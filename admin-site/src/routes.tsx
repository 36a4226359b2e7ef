import { lazy, Suspense } from "react";
import { createHashRouter, Navigate, Outlet, useLocation } from "react-router";
import { sessionStore } from "./api/session.ts";
import { isAuthPath } from "./screens/auth/paths.ts";
import { Broken, Splash, Unreachable } from "./screens/shell/Boot.tsx";
import { loadManagement } from "./shared/i18n.ts";
import { useStore } from "./shared/store.ts";

/** Shows the application to who is signed in and the sign-in to who is not, at whatever address, so that the place is kept. */
function Gate() {
  const session = useStore(sessionStore, (state) => state);
  const { pathname } = useLocation();
  switch (session.status) {
    case "starting":
      return <Splash />;
    case "unreachable":
      return <Unreachable problem={session.problem} />;
    case "out":
      return isAuthPath(pathname) ? <Outlet /> : <Navigate to="/sign-in" state={{ from: pathname, expired: session.expired }} replace />;
    case "in":
      if (session.membership.held?.length)
        return (
          <Suspense fallback={<Splash />}>
            <HeldScreen held={session.membership.held} />
          </Suspense>
        );
      return isAuthPath(pathname) ? <AfterSignIn /> : <Outlet />;
  }
}

function AfterSignIn() {
  const { state } = useLocation();
  const from = (state as { from?: string } | null)?.from;
  return <Navigate to={from && !isAuthPath(from) ? from : "/desk"} replace />;
}

/** What the company wants before anything else. */
const HeldScreen = lazy(async () => ({
  default: (await Promise.all([import("./screens/auth/Held.tsx"), loadManagement()]))[0].HeldScreen,
}));

const auth = () => import("./screens/auth/Screen.tsx");
const manage = async () => (await Promise.all([import("./screens/shell/ManageLayout.tsx"), loadManagement()]))[0];

export const router = createHashRouter([
  {
    element: <Gate />,
    errorElement: <Broken />,
    hydrateFallbackElement: <Splash />,
    children: [
      { path: "/sign-in", lazy: async () => ({ Component: (await auth()).SignInScreen }) },
      { path: "/sign-up", lazy: async () => ({ Component: (await auth()).SignUpScreen }) },
      { path: "/confirm", lazy: async () => ({ Component: (await auth()).ConfirmScreen }) },
      { path: "/forgot", lazy: async () => ({ Component: (await auth()).ForgotScreen }) },
      { path: "/reset", lazy: async () => ({ Component: (await auth()).ResetScreen }) },
      { path: "/first-password", lazy: async () => ({ Component: (await auth()).FirstPasswordScreen }) },
      {
        path: "/code",
        lazy: async () => ({ Component: (await Promise.all([import("./screens/auth/Code.tsx"), loadManagement()]))[0].CodeScreen }),
      },
      {
        path: "/sso",
        lazy: async () => ({
          Component: (await Promise.all([import("./screens/auth/SingleSignOn.tsx"), loadManagement()]))[0].SingleSignOnScreen,
        }),
      },
      {
        lazy: async () => ({ Component: (await import("./screens/shell/Shell.tsx")).Shell }),
        errorElement: <Broken />,
        children: [
          { index: true, element: <Navigate to="/desk" replace /> },
          {
            path: "desk/:conversationId?",
            lazy: async () => ({ Component: (await import("./screens/desk/Screen.tsx")).DeskScreen }),
          },
          {
            path: "internal/:conversationId?",
            lazy: async () => ({ Component: (await import("./screens/internal/Screen.tsx")).InternalScreen }),
          },
          { path: "visitors", lazy: async () => ({ Component: (await import("./screens/visitors/Screen.tsx")).VisitorsScreen }) },
          { path: "monitor/wall", lazy: async () => ({ Component: (await import("./screens/monitor/WallDisplay.tsx")).WallDisplay }) },
          {
            path: "monitor/:conversationId?",
            lazy: async () => ({ Component: (await import("./screens/monitor/Screen.tsx")).MonitorScreen }),
          },
          {
            path: "manage",
            lazy: async () => ({ Component: (await manage()).ManageLayout }),
            children: [
              { index: true, lazy: async () => ({ Component: (await manage()).ManageIndex }) },
              { path: "home", lazy: async () => ({ Component: (await import("./screens/home/Screen.tsx")).HomeScreen }) },
              {
                path: "left-messages/:leftMessageId?",
                lazy: async () => ({ Component: (await import("./screens/left-messages/Screen.tsx")).LeftMessagesScreen }),
              },
              {
                path: "records/:conversationId?",
                lazy: async () => ({ Component: (await import("./screens/records/Screen.tsx")).RecordsScreen }),
              },
              {
                path: "internal-records/:conversationId?",
                lazy: async () => ({ Component: (await import("./screens/internal/Records.tsx")).InternalRecordsScreen }),
              },
              {
                path: "consultations",
                lazy: async () => ({ Component: (await import("./screens/analysis/Screen.tsx")).ConsultationsScreen }),
              },
              { path: "visits", lazy: async () => ({ Component: (await import("./screens/analysis/Screen.tsx")).VisitsScreen }) },
              { path: "agent-work", lazy: async () => ({ Component: (await import("./screens/analysis/AgentWork.tsx")).AgentWorkScreen }) },
              {
                path: "satisfaction",
                lazy: async () => ({ Component: (await import("./screens/analysis/Satisfaction.tsx")).SatisfactionScreen }),
              },
              { path: "words", lazy: async () => ({ Component: (await import("./screens/analysis/Words.tsx")).WordsScreen }) },
              { path: "goals", lazy: async () => ({ Component: (await import("./screens/analysis/Goals.tsx")).GoalsScreen }) },
              { path: "funnel", lazy: async () => ({ Component: (await import("./screens/analysis/Funnel.tsx")).FunnelScreen }) },
              {
                path: "scheduled-reports",
                lazy: async () => ({ Component: (await import("./screens/scheduled/Screen.tsx")).ScheduledReportsScreen }),
              },
              { path: "agents", lazy: async () => ({ Component: (await import("./screens/people/Screen.tsx")).AgentsScreen }) },
              { path: "roles", lazy: async () => ({ Component: (await import("./screens/people/Roles.tsx")).RolesScreen }) },
              {
                path: "departments",
                lazy: async () => ({ Component: (await import("./screens/people/Departments.tsx")).DepartmentsScreen }),
              },
              { path: "company", lazy: async () => ({ Component: (await import("./screens/settings/Company.tsx")).CompanyScreen }) },
              { path: "style", lazy: async () => ({ Component: (await import("./screens/styles/ListScreen.tsx")).StylesScreen }) },
              {
                path: "style/:styleId",
                lazy: async () => ({ Component: (await import("./screens/styles/EditorScreen.tsx")).StyleEditorScreen }),
              },
              { path: "style/:styleId/code", lazy: async () => ({ Component: (await import("./screens/code/Screen.tsx")).CodeScreen }) },
              { path: "code/:styleId?", lazy: async () => ({ Component: (await import("./screens/code/Screen.tsx")).CodeScreen }) },
              { path: "signature", lazy: async () => ({ Component: (await import("./screens/code/Signature.tsx")).SignatureScreen }) },
              {
                path: "invitations",
                lazy: async () => ({ Component: (await import("./screens/settings/Invitations.tsx")).InvitationsScreen }),
              },
              {
                path: "integration",
                lazy: async () => ({ Component: (await import("./screens/integration/Screen.tsx")).IntegrationScreen }),
              },
              { path: "sign-on", lazy: async () => ({ Component: (await import("./screens/sign-on/Screen.tsx")).SignOnScreen }) },
              { path: "api-keys", lazy: async () => ({ Component: (await import("./screens/api-keys/Screen.tsx")).ApiKeysScreen }) },
              { path: "webhooks", lazy: async () => ({ Component: (await import("./screens/webhooks/Screen.tsx")).WebhooksScreen }) },
              { path: "blocks", lazy: async () => ({ Component: (await import("./screens/blocking/Screen.tsx")).BlocksScreen }) },
              { path: "notices", lazy: async () => ({ Component: (await import("./screens/notices/Screen.tsx")).NoticesScreen }) },
              { path: "phrases", lazy: async () => ({ Component: (await import("./screens/library/Phrases.tsx")).PhrasesScreen }) },
              { path: "links", lazy: async () => ({ Component: (await import("./screens/library/Links.tsx")).LinksScreen }) },
              { path: "files", lazy: async () => ({ Component: (await import("./screens/library/SharedFiles.tsx")).SharedFilesScreen }) },
              { path: "downloads", lazy: async () => ({ Component: (await import("./screens/downloads/Screen.tsx")).DownloadsScreen }) },
              { path: "erasures", lazy: async () => ({ Component: (await import("./screens/personal-data/Screen.tsx")).ErasuresScreen }) },
              { path: "parked", lazy: async () => ({ Component: (await import("./screens/parked/Screen.tsx")).ParkedScreen }) },
              { path: "retention", lazy: async () => ({ Component: (await import("./screens/retention/Screen.tsx")).RetentionScreen }) },
              { path: "audit", lazy: async () => ({ Component: (await import("./screens/audit/Screen.tsx")).AuditScreen }) },
              { path: "rules", lazy: async () => ({ Component: (await import("./screens/settings/Rules.tsx")).RulesScreen }) },
              { path: "routing", lazy: async () => ({ Component: (await import("./screens/routing/Screen.tsx")).RoutingScreen }) },
              { path: "hours", lazy: async () => ({ Component: (await import("./screens/settings/Hours.tsx")).HoursScreen }) },
              { path: "replies", lazy: async () => ({ Component: (await import("./screens/settings/Replies.tsx")).RepliesScreen }) },
              { path: "forms", lazy: async () => ({ Component: (await import("./screens/settings/Forms.tsx")).FormsScreen }) },
              { path: "surveys", lazy: async () => ({ Component: (await import("./screens/settings/Surveys.tsx")).SurveysScreen }) },
              { path: "topics", lazy: async () => ({ Component: (await import("./screens/settings/Topics.tsx")).TopicsScreen }) },
              { path: "access", lazy: async () => ({ Component: (await import("./screens/access/Own.tsx")).OwnAccessScreen }) },
              { path: "sign-in-rules", lazy: async () => ({ Component: (await import("./screens/access/Rules.tsx")).SignInRulesScreen }) },
              { path: "sign-ins", lazy: async () => ({ Component: (await import("./screens/access/Log.tsx")).SignInLogScreen }) },
              { path: "me", lazy: async () => ({ Component: (await import("./screens/settings/Personal.tsx")).PersonalScreen }) },
            ],
          },
          { path: "*", element: <Navigate to="/desk" replace /> },
        ],
      },
    ],
  },
]);
