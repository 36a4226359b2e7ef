import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Session } from "./session";

const SessionContext = createContext<Session | undefined>(undefined);

export const SessionProvider = SessionContext.Provider;

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error("outside of SessionProvider");
  return session;
}
