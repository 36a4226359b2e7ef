/** `91.3%`; a dash while there is nothing to measure. */
export function shareText(share: number | undefined): string {
  return share === undefined ? "–" : `${(share * 100).toFixed(1)}%`;
}
