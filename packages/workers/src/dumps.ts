/**
 * Dumps of all Ms: what each tells of its goroutines, how it is asked, and the one text that is made of it.
 *
 *   DU1  A goroutine that has begun is told of by the M that it runs on. One that is queued is told of by the M that
 *        has started it, and so is one on an M that does not answer.
 *   DU2  An M hears a question when its event loop has a turn. One that has not heard it after HEARING is in
 *        synchronous code: nobody waits for it, and it is named. One that has heard it takes as long as it has to.
 *   DU3  Nobody waits for an M that is gone.
 *   DU4  The monitor loads this too: it brings nothing of the scheduler with it.
 *
 * @go runtime/traceback.go tracebackothers
 */
import type { Remote } from "comlink";
import { MONITOR } from "./monitor-words.js";

/** How long an M may take to hear a question, in milliseconds. */
export const HEARING = 1000;

/** A goroutine that may run anywhere, as the M that has started it knows it. */
export interface Started {
  readonly id: number;
  readonly name: string;
  /** Where it was started, as lines of a dump; empty unless debugging is on. */
  readonly site: string;
  /** Index of the M that runs it; -1 while it is queued. */
  readonly runner: number;
}

/** What one M tells. */
export interface MDump {
  /** Its index. */
  readonly index: number;
  /** The goroutines that have begun on it, in the form of a dump; null if it does not answer. */
  readonly text: string | null;
  /** Those that it has started for any thread, and that have not come back. */
  readonly started: readonly Started[];
  /** What the report of a deadlock adds about them, as indented lines. */
  readonly notes?: string;
}

/** Whoever can be asked for a dump. */
export interface Telling {
  /** Answers at once, when it has heard. */
  hears(): void;
  /** Its goroutines. */
  dump(): MDump;
}

/** Whoever can be asked for the dumps of others. */
export interface Collecting {
  /** Answers at once, when it has heard. */
  hears(): void;
  /** Those of all Ms but the one that asks. */
  dumps(): Promise<MDump[]>;
}

/** Functions to be called when somebody is gone: whoever waits for an answer is in it, and nobody else (DU3). */
export type Waiting = Set<() => void>;

/** The dump of an M that does not answer. */
export function silence(index: number): MDump {
  return { index, text: null, started: [] };
}

/**
 * Waits for an answer: as long as it takes if the question is heard, else no longer than HEARING (DU2), nor longer than
 * until what is in `waiting` is called (DU3). Null if there is none.
 */
export function answerOf<T>(
  heard: Promise<unknown>,
  answer: Promise<T>,
  waiting: Waiting,
): Promise<T | null> {
  return new Promise((resolve) => {
    const settle = (value: T | null): void => {
      clearTimeout(limit);
      waiting.delete(fail);
      resolve(value);
    };
    const fail = (): void => settle(null);
    const limit = setTimeout(fail, HEARING);
    waiting.add(fail);
    heard.then(() => clearTimeout(limit), fail);
    answer.then(settle, fail);
  });
}

/** The dump of M `index`, which `member` speaks for. */
export async function dumpOf(index: number, member: Remote<Telling>, waiting: Waiting): Promise<MDump> {
  return (await answerOf(member.hears(), member.dump(), waiting)) ?? silence(index);
}

/** The dumps of all Ms but this one, by the monitor. */
export async function dumpsBy(monitor: Remote<Collecting>, waiting: Waiting): Promise<MDump[]> {
  return (await answerOf(monitor.hears(), monitor.dumps(), waiting)) ?? [silence(MONITOR)];
}

/** Id of the goroutine that a part of a dump tells of. */
function idOf(part: string): number {
  return Number(/^goroutine (\d+)/.exec(part)?.[1] ?? Number.POSITIVE_INFINITY);
}

/** Tells of a goroutine that no M could tell of itself; undefined if one could, or it has ended since (DU1). */
function tellOf({ id, name, runner, site }: Started, silent: ReadonlySet<number>): string | undefined {
  if (runner < 0) return `goroutine ${id} [runnable]:\n${name}(...)\n${site}`;
  if (!silent.has(runner)) return undefined;
  return `goroutine ${id} [running]:\n${name}(...)\n\tgoroutine running on other thread; stack unavailable\n${site}`;
}

/** One dump of several, in the order of the goroutines' ids; then the Ms that did not answer. */
export function mergeDumps(dumps: readonly MDump[]): string {
  const parts = dumps
    .flatMap(({ text }) => (text ?? "").split(/\n\n(?=goroutine \d|M\d)/))
    .map((part) => part.trimEnd())
    .filter((part) => part !== "");
  const told = new Set(parts.map(idOf));
  const silent = new Set(dumps.filter(({ text }) => text === null).map(({ index }) => index));
  for (const g of dumps.flatMap(({ started }) => started)) {
    const part = told.has(g.id) ? undefined : tellOf(g, silent);
    if (part !== undefined) parts.push(part.trimEnd());
  }
  parts.sort((a, b) => idOf(a) - idOf(b));
  for (const index of silent)
    parts.push(
      index === MONITOR ? "monitor: does not answer" : `M${index}: in synchronous code, does not answer`,
    );
  return parts.map((part) => `${part}\n`).join("\n");
}
