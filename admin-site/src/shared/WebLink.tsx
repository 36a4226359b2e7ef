import type { ReactNode } from "react";

interface Props {
  url: string;
  className?: string;
  children: ReactNode;
}

/** An address that a visitor's browser told us: a link only if it is one to the web, opened apart, telling nothing of us. */
export function WebLink({ url, className, children }: Props) {
  if (!/^https?:\/\//i.test(url)) {
    return (
      <span className={className} title={url}>
        {children}
      </span>
    );
  }
  return (
    <a className={className} href={url} title={url} target="_blank" rel="noopener noreferrer nofollow">
      {children}
    </a>
  );
}
