import { useQuery } from "@tanstack/react-query";
import { call } from "../../api/session.ts";

const NONE: ReadonlyMap<string, string> = new Map();

/** The names of the company's styles by their ids. */
export function useStyleNames(): ReadonlyMap<string, string> {
  const styles = useQuery({ queryKey: ["styles"], queryFn: ({ signal }) => call("list_styles", {}, signal) }).data?.styles;
  return styles ? new Map(styles.map((each) => [each.style_id, each.name])) : NONE;
}
