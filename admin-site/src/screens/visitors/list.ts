import type { AgentView, ConversationView, Source, VisitorView } from "@parlor/protocol";
import { Versions } from "../../live/versions.ts";
import {
  type Counts,
  type Filter,
  merged,
  type Order,
  orderOf,
  passes,
  type Share,
  type Sorting,
  sharesOf,
  type VisitorRow,
  visitorRow,
} from "./rows.ts";

/** A place in the table that belongs to one visitor; what stands in it changes. */
export interface Slot {
  readonly id: string;
  row: VisitorRow;
  wanted: boolean;
  /** Taken out of its place, to be put where it belongs now. */
  loose: boolean;
}

export interface Wish {
  filter: Filter;
  hideLeft: boolean;
  /** In small letters; empty: everything is found. */
  words: string;
  sorting: Sorting | undefined;
  /** The pointer is over the table: nothing moves under it, new rows come at the end. */
  held: boolean;
}

interface Known {
  visitors: Versions<VisitorView>;
  conversations: ReadonlyMap<string, ConversationView>;
  agents: ReadonlyMap<string, AgentView>;
}

/** What the screen shows. `slots` is the list's own, and holds what it held only until the list is brought up to date again. */
export interface Shown {
  slots: readonly Slot[];
  total: number;
  counts: Counts;
  shares: readonly Share[];
}

const NOTHING: Known = { visitors: new Versions(), conversations: new Map(), agents: new Map() };
const nobody = (): Counts => ({ online: 0, waiting: 0, talking: 0, invited: 0, left: 0, first: 0, longestSince: undefined });

/**
 * The rows of the table in order, kept up to date: with ten thousand visitors of whom five hundred do something each second, only those are
 * made, counted, chosen and moved anew.
 */
export class VisitorList {
  #known = NOTHING;
  #wish: Wish | undefined;
  readonly #all = new Map<string, Slot>();
  #inOrder: Slot[] = [];
  #loose: Slot[] = [];
  /** Wanted ones stand elsewhere than where they belong, because the pointer was over the table. */
  #unsettled = false;
  #counts = nobody();
  readonly #waiting = new Set<Slot>();
  readonly #shares = new Map<string, Share & { source: Source }>();

  update(known: Known, wish: Wish): Shown {
    const before = this.#wish;
    this.#wish = wish;
    const chosenAnew = before?.filter !== wish.filter || before.hideLeft !== wish.hideLeft || before.words !== wish.words;
    if (before?.sorting !== wish.sorting) this.#unsettled = true;
    const settles = this.#unsettled && (!wish.held || before?.sorting !== wish.sorting);
    let taken = false;
    for (const id of this.#changed(known)) taken = this.#take(id, known, wish, settles) || taken;
    this.#known = known;
    if (chosenAnew) for (const slot of this.#all.values()) taken = this.#choose(slot, wish) || taken;
    if (taken) this.#inOrder = this.#inOrder.filter((slot) => slot.wanted && !slot.loose);
    this.#putBack(wish);
    if (settles) {
      const order = orderOf(wish.sorting);
      this.#inOrder = [...this.#inOrder].sort((a, b) => order(a.row, b.row));
      this.#unsettled = false;
    }
    const longestSince = this.#longestSince();
    return {
      slots: this.#inOrder,
      total: this.#all.size,
      counts: { ...this.#counts, longestSince },
      shares: sharesOf([...this.#shares.values()]),
    };
  }

  /** Who has to be looked at again. */
  #changed({ visitors, conversations, agents }: Known): Iterable<string> {
    const last = this.#known;
    const changed = new Set(last.visitors.changedUntil(visitors) ?? [...this.#all.keys(), ...visitors.keys()]);
    if (conversations !== last.conversations) {
      for (const [id, view] of conversations) if (last.conversations.get(id) !== view) changed.add(view.visitor_id);
      for (const [id, view] of last.conversations) if (!conversations.has(id)) changed.add(view.visitor_id);
    }
    if (agents !== last.agents) {
      for (const { id, row } of this.#all.values()) if (row.visitor.agent_id || row.visitor.invited_by) changed.add(id);
    }
    return changed;
  }

  /** Returns whether somebody's place has become free. */
  #take(id: string, known: Known, wish: Wish, settles: boolean): boolean {
    const visitor = known.visitors.get(id);
    const slot = this.#all.get(id);
    if (slot) this.#count(slot, -1);
    if (!visitor) {
      this.#all.delete(id);
      if (!slot?.wanted) return false;
      slot.wanted = false;
      return true;
    }
    const row = visitorRow(visitor, known.conversations, known.agents);
    if (!slot) {
      const fresh = { id, row, wanted: false, loose: false };
      this.#all.set(id, fresh);
      this.#count(fresh, 1);
      return this.#choose(fresh, wish);
    }
    const before = slot.row;
    slot.row = row;
    this.#count(slot, 1);
    const stood = slot.wanted;
    if (this.#choose(slot, wish)) return true;
    if (!stood || settles || orderOf(wish.sorting)(before, row) === 0) return false;
    if (wish.held || this.#unsettled) {
      this.#unsettled = true;
      return false;
    }
    slot.loose = true;
    this.#loose.push(slot);
    return true;
  }

  /** Whether the row is wanted now. Returns whether its place has become free. */
  #choose(slot: Slot, { filter, hideLeft, words }: Wish): boolean {
    const { row } = slot;
    const wanted = passes(row, filter) && !(hideLeft && row.state === "left") && (words === "" || row.words.includes(words));
    if (wanted === slot.wanted) return false;
    slot.wanted = wanted;
    if (wanted) {
      slot.loose = true;
      this.#loose.push(slot);
    }
    return !wanted;
  }

  #putBack({ sorting, held }: Wish): void {
    const loose = this.#loose.filter((slot) => slot.wanted);
    for (const slot of this.#loose) slot.loose = false;
    this.#loose = [];
    if (loose.length === 0) return;
    const byRow = orderOf(sorting);
    const order: Order<Slot> = (a, b) => byRow(a.row, b.row);
    loose.sort(order);
    if (held && this.#inOrder.length > 0) {
      this.#inOrder = [...this.#inOrder, ...loose];
      this.#unsettled = true;
    } else this.#inOrder = this.#unsettled ? [...this.#inOrder, ...loose] : merged(this.#inOrder, loose, order);
  }

  #count(slot: Slot, by: 1 | -1): void {
    const { state, visitor, waitingSince, source, sourceKey } = slot.row;
    const counts = this.#counts;
    if (state === "left") {
      counts.left += by;
      return;
    }
    counts.online += by;
    if ((visitor.visits ?? 1) <= 1) counts.first += by;
    if (state !== "browsing") counts[state] += by;
    if (by < 0) this.#waiting.delete(slot);
    else if (waitingSince !== undefined) this.#waiting.add(slot);
    if (!source) return;
    const share = this.#shares.get(sourceKey);
    if (!share)
      this.#shares.set(sourceKey, {
        source: { kind: source.kind, ...(source.name === undefined ? {} : { name: source.name }) },
        count: by,
      });
    else if (share.count + by === 0) this.#shares.delete(sourceKey);
    else share.count += by;
  }

  #longestSince(): number | undefined {
    let longest: number | undefined;
    for (const { row } of this.#waiting)
      if (row.waitingSince !== undefined) longest = Math.min(longest ?? row.waitingSince, row.waitingSince);
    return longest;
  }
}
