import { initialsOf, toneOf } from "@parlor/design";
import type { AgentState } from "@parlor/protocol";

interface Props {
  /** Decides the tone: the same person always looks the same. */
  id: string;
  name: string;
  size?: 24 | 28 | 36 | 40;
  dot?: AgentState | undefined;
  /** The visitor has left. */
  gone?: boolean;
}

/** A picture made of initials. The name stands beside it, so it says nothing to screen readers. */
export function Avatar({ id, name, size = 36, dot, gone }: Props) {
  return (
    <span className={`avatar s${size}`} aria-hidden="true">
      <span className={`avatar-face tone-${toneOf(id)}${gone ? " gone" : ""}`}>{initialsOf(name)}</span>
      {dot && <i className={`dot ${dot}`} />}
    </span>
  );
}
