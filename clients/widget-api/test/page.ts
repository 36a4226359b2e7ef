/** As much of a browser's page as the package touches: no more is needed than a head that takes scripts. */
export interface FakeScript {
  src: string;
  async: boolean;
  nonce?: string;
  dataset: Record<string, string>;
  removed: boolean;
  remove(): void;
  onload?: () => void;
  onerror?: () => void;
}

export function openPage(): FakeScript[] {
  const scripts: FakeScript[] = [];
  const createElement = (): FakeScript => {
    const script: FakeScript = { src: "", async: false, dataset: {}, removed: false, remove: () => (script.removed = true) };
    return script;
  };
  Object.assign(globalThis, {
    window: {},
    document: { createElement, head: { append: (script: FakeScript) => scripts.push(script) } },
  });
  return scripts;
}

export function closePage(): void {
  for (const name of ["window", "document"]) delete (globalThis as Record<string, unknown>)[name];
}
