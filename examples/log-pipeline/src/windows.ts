/**
 * Windows of time: what happened in each hour of the log (or day, minute, second).
 *
 *   W1  One window is open at a time. A record of another time closes it: a log is in order.
 *   W2  A window in memory costs the same however many records it has seen.
 */
import type { LogRecord } from "./record.js";
import { type Counted, TopK } from "./top-k.js";

/** How much of a record's time names its window. */
export const windowLengths = { day: 10, hour: 13, minute: 16, second: 19 } as const;

/** How long a window is. */
export type WindowLength = keyof typeof windowLengths;

/** What happened in a window. */
export interface Summary {
  /** The beginning of its records' time. */
  readonly window: string;
  readonly requests: number;
  /** Requests with a status from 500 up. */
  readonly errors: number;
  readonly bytes: number;
  /** The paths asked for most. */
  readonly top: readonly Counted[];
  /** How much may be missing from any of their counts; 0: they are exact. */
  readonly missed: number;
}

/** Comes after the last record. */
export const END = null;

/** What is being counted. */
export class Tally {
  private requests = 0;
  private errors = 0;
  private bytes = 0;
  private readonly paths: TopK;

  constructor(room: number) {
    this.paths = new TopK(room);
  }

  add({ path, status, bytes }: LogRecord): void {
    this.requests++;
    if (status >= 500) this.errors++;
    this.bytes += bytes;
    this.paths.add(path);
  }

  summary(window: string, k: number): Summary {
    const { requests, errors, bytes, paths } = this;
    return { window, requests, errors, bytes, top: paths.top(k), missed: paths.missed };
  }
}

/** Cuts a stream of records into windows. */
export class Windows {
  private readonly prefix: number;
  private readonly k: number;
  private readonly room: number;
  /** The window that is open, and its name. */
  private open: Tally | null = null;
  private name = "";

  constructor(length: WindowLength, k: number, room: number) {
    this.prefix = windowLengths[length];
    this.k = k;
    this.room = room;
  }

  /** Takes a record, or the end. Gives the window that this closes, if it closes one. */
  take(record: LogRecord | typeof END): Summary | undefined {
    const { open, name } = this;
    if (record !== END && record.time.startsWith(name) && open !== null) {
      open.add(record);
      return undefined;
    }
    this.open = null;
    if (record !== END) {
      this.open = new Tally(this.room);
      this.name = record.time.slice(0, this.prefix);
      this.open.add(record);
    }
    return open?.summary(name, this.k);
  }
}
