/** Nothing of ours may disturb the host page; even its error reports are not ours to fill. */
export function safely<A extends unknown[]>(run: (...values: A) => unknown): (...values: A) => void {
  return (...values) => {
    try {
      run(...values);
    } catch {}
  };
}
