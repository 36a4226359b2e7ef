import { createStore } from "../../shared/store.ts";

/** Whether the company's notices are open. */
export const noticesStore = createStore(false);

export const showNotices = (open: boolean): void => noticesStore.set(() => open);
