/**
 * Linearizability: does a history of overlapping calls look as if each had happened at one moment?
 *
 * The search of Wing and Gong: of the calls that may come next (nobody's reply came before their beginning), try each
 * that the sequential channel allows, and go on. States that were tried in vain are remembered.
 *
 *   LI1  A call that has replied happened between its beginning and its reply.
 *   LI2  A call that has not replied has not happened: when a history is taken, all have gone as far as they can.
 */

/** What a call asks for. */
export type Request =
  | { readonly kind: "send" | "trySend"; readonly value: number }
  | { readonly kind: "recv" | "tryRecv" | "close" | "len" };

/** A call, with the moments of its beginning and its reply. */
export interface Call {
  readonly request: Request;
  readonly began: number;
  /** Infinity: none yet. */
  replied: number;
  /** What it has replied, as text. */
  reply: string;
}

/** A buffered channel, one call after the other. */
interface State {
  readonly buffer: readonly number[];
  readonly isClosed: boolean;
}

/** What a channel in a state replies to a request, and its next state; null if it would keep the caller waiting. */
function apply(cap: number, { buffer, isClosed }: State, request: Request): readonly [string, State] | null {
  const same = { buffer, isClosed };
  switch (request.kind) {
    case "send":
    case "trySend":
      if (isClosed) return ["panic: send on closed channel", same];
      if (buffer.length < cap) return ["sent", { buffer: [...buffer, request.value], isClosed }];
      return request.kind === "send" ? null : ["would block", same];
    case "recv":
    case "tryRecv": {
      const [first, ...rest] = buffer;
      if (first !== undefined) return [`${first}`, { buffer: rest, isClosed }];
      if (isClosed) return ["end", same];
      return request.kind === "recv" ? null : ["would block", same];
    }
    case "close":
      return isClosed ? ["panic: close of closed channel", same] : ["closed", { buffer, isClosed: true }];
    case "len":
      return [`${buffer.length}`, same];
  }
}

/** Whether there is an order in which a channel of that capacity replies as the history says. */
export function isLinearizable(cap: number, history: readonly Call[]): boolean {
  const calls = history.filter(({ replied }) => replied < Number.POSITIVE_INFINITY);
  const pending = history.filter(({ replied }) => replied === Number.POSITIVE_INFINITY);
  const inVain = new Set<string>();
  const done = calls.map(() => false);

  function search(state: State, left: number): boolean {
    // Who still waits must have reason to (LI2).
    if (left === 0) return pending.every(({ request }) => apply(cap, state, request) === null);
    const key = `${done.map(Number).join("")} ${state.buffer} ${state.isClosed}`;
    if (inVain.has(key)) return false;
    const firstReply = Math.min(...calls.filter((_, i) => !done[i]).map(({ replied }) => replied));
    for (const [i, { request, began, reply }] of calls.entries()) {
      if (done[i] || began > firstReply) continue;
      const next = apply(cap, state, request);
      if (next?.[0] !== reply) continue;
      done[i] = true;
      if (search(next[1], left - 1)) return true;
      done[i] = false;
    }
    inVain.add(key);
    return false;
  }

  return search({ buffer: [], isClosed: false }, calls.length);
}
