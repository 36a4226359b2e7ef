import { type Identity, identify, load, on, open } from "@parlor/widget-api";
import { onMounted, onUnmounted, type Ref, ref, watch } from "vue";

/** In a component: `const { unread, open } = useChat(identity)`. */
export function useChat(identity: Ref<Identity | null | undefined>) {
  const unread = ref(0);
  let off = () => {};
  onMounted(() => {
    void load({ host: "https://support.example.com", tenant: "…", style: "…" });
    off = on("unread", (count) => {
      unread.value = count;
    });
  });
  onUnmounted(() => off());
  watch(
    identity,
    (now) => {
      if (now !== undefined) identify(now);
    },
    { immediate: true },
  );
  return { unread, open };
}
