import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";

/** So near to the end counts as at the end, in pixels. */
const NEAR_END = 60;
/** So near to the beginning, what is before it is asked for. */
const NEAR_START = 400;
/** Where a place that is jumped to comes to stand, from the top. */
const JUMP_TOP = 96;

/** A place to show; a new object shows it again. */
export interface Target {
  seq: number;
  /** Draws the eye to it. */
  flash: boolean;
}

interface Options {
  /** The first and the last place on show. */
  first: number;
  last: number;
  /** Changes with every item, also with those that are not confirmed. */
  items: readonly unknown[];
  ownIsLast: boolean;
  fromStart: boolean;
  target: Target | undefined;
  /** Loads what is before; undefined when there is nothing. */
  older: (() => void) | undefined;
  /** The end of the log is on the screen. */
  onEnd: () => void;
}

interface Scroll {
  newBelow: number;
  /** The end is more than a screen away. */
  far: boolean;
  toEnd: () => void;
  onScroll: () => void;
}

/** Keeps a log where the eyes are: at its end as long as they are there, else at the same words, whatever comes before or after. */
export function useLogScroll(box: RefObject<HTMLDivElement | null>, options: Options): Scroll {
  const { first, last, items, ownIsLast, fromStart, target, older, onEnd } = options;
  const atEnd = useRef(!fromStart);
  const [newBelow, setNewBelow] = useState(0);
  const [far, setFar] = useState(false);
  const before = useRef({ first: 0, last: 0, height: 0, top: 0 });
  const shown = useRef<Target | undefined>(undefined);

  const toEnd = useCallback(() => {
    const element = box.current;
    if (element) element.scrollTop = element.scrollHeight;
    atEnd.current = true;
    setNewBelow(0);
    setFar(false);
  }, [box]);

  const remember = useCallback(() => {
    const element = box.current;
    if (element) before.current = { first, last, height: element.scrollHeight, top: element.scrollTop };
  }, [box, first, last]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever the items change
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const was = before.current;
    // A place is about to be shown: what is after it has not been seen.
    const leading = target !== undefined && target !== shown.current;
    if (leading) atEnd.current = false;
    else if (atEnd.current || ownIsLast) toEnd();
    else {
      if (was.first > 0 && first < was.first) element.scrollTop = was.top + element.scrollHeight - was.height;
      if (was.last > 0 && last > was.last && !fromStart) setNewBelow((count) => count + last - was.last);
    }
    remember();
    if (atEnd.current) onEnd();
    // A first page that does not fill the screen cannot be scrolled for more.
    if (element.scrollHeight <= element.clientHeight + NEAR_END) older?.();
  }, [items]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: only another target moves the log
  useLayoutEffect(() => {
    const element = box.current;
    shown.current = target;
    if (!element || !target) return;
    const found = element.querySelector<HTMLElement>(`[data-seq="${target.seq}"]`);
    if (!found) return;
    const top = found.getBoundingClientRect().top - element.getBoundingClientRect().top;
    element.scrollTop += top - JUMP_TOP;
    atEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_END;
    remember();
    if (atEnd.current) onEnd();
    if (!target.flash) return;
    found.classList.add("flash");
    const timer = setTimeout(() => found.classList.remove("flash"), 1_600);
    return () => clearTimeout(timer);
  }, [target]);

  useEffect(() => {
    const element = box.current;
    if (!element) return;
    // The composer and the preview grow at the log's cost: the last message stays in sight.
    const observer = new ResizeObserver(() => atEnd.current && toEnd());
    observer.observe(element);
    return () => observer.disconnect();
  }, [box, toEnd]);

  const onScroll = () => {
    const element = box.current;
    if (!element) return;
    remember();
    atEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_END;
    if (atEnd.current) {
      setNewBelow(0);
      onEnd();
    }
    setFar(element.scrollHeight - element.scrollTop - element.clientHeight > element.clientHeight);
    if (element.scrollTop < NEAR_START) older?.();
  };

  return { newBelow, far, toEnd, onScroll };
}
