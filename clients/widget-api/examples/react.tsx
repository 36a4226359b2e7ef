import { type Identity, identify, load, on, open } from "@parlor/widget-api";
import { useEffect, useState } from "react";

/** `identity` comes from your server with the user; undefined while it is not known who is signed in. */
export function Chat({ identity }: { identity: Identity | null | undefined }) {
  const [unread, setUnread] = useState(0);
  useEffect(() => {
    void load({ host: "https://support.example.com", tenant: "…", style: "…" });
    return on("unread", setUnread);
  }, []);
  useEffect(() => {
    if (identity !== undefined) identify(identity);
  }, [identity]);
  return (
    <button type="button" onClick={open}>
      Talk to us{unread > 0 && ` (${unread})`}
    </button>
  );
}
