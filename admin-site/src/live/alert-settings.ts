import { createStore, useStore } from "../shared/store.ts";

const KEY = "parlor.alerts";

export type Sound = "visitor" | "request" | "message" | "transfer";
export const SOUNDS: readonly Sound[] = ["visitor", "request", "message", "transfer"];

export interface AlertSettings {
  sounds: Record<Sound, boolean>;
  desktop: boolean;
  title: boolean;
}

const DEFAULTS: AlertSettings = {
  sounds: { visitor: false, request: true, message: true, transfer: true },
  desktop: false,
  title: true,
};

function stored(): AlertSettings {
  try {
    const value = JSON.parse(localStorage.getItem(KEY) ?? "{}") as Partial<AlertSettings>;
    return { ...DEFAULTS, ...value, sounds: { ...DEFAULTS.sounds, ...value.sounds } };
  } catch {
    return DEFAULTS;
  }
}

const store = createStore<AlertSettings>(stored());

export const alertSettings = (): AlertSettings => store.get();

export function changeAlerts(change: Partial<AlertSettings>): void {
  store.set((settings) => ({ ...settings, ...change }));
  localStorage.setItem(KEY, JSON.stringify(store.get()));
}

export function useAlertSettings(): AlertSettings {
  return useStore(store, (settings) => settings);
}
