/**
 * The pipeline: lines -> parse -> window -> top-k.
 *
 * All stages are fused: one goroutine takes a line through all of them before the next, and reads on in the file when
 * it has no more. What is in memory is one block of the
 * file with its lines, and the counters of the open window and of the whole; none of it grows with the file.
 */
import { concat, filter, forEach, map, pipe, tap, withContext } from "@gopark/streams";
import { lines } from "@gopark/streams/node";
import { parse } from "./record.js";
import { END, type Summary, Tally, type WindowLength, Windows } from "./windows.js";

/** What to do with a log. */
export interface LogPipeline {
  readonly file: string;
  readonly window: WindowLength;
  /** How many paths to tell of. */
  readonly top: number;
  /** How many counters a window and the whole have, each. */
  readonly room: number;
  /** Cancels it when aborted. */
  readonly signal: AbortSignal;
  /** Called with each window as it closes. */
  readonly show: (window: Summary) => void;
}

/** What a log came to. */
export interface Outcome {
  /** All windows together. */
  readonly total: Summary;
  /** How many lines were none of a log's. */
  readonly unreadable: number;
}

/** Goes through a log. Rejects with the signal's reason when it aborts; the file is closed by then. */
export async function logPipeline(options: LogPipeline): Promise<Outcome> {
  const { file, window, top, room, signal, show } = options;
  const windows = new Windows(window, top, room);
  const total = new Tally(room);
  let unreadable = 0;

  await pipe(
    lines(file),
    map(parse),
    filter((record) => {
      if (record === undefined) unreadable++;
      return record !== undefined;
    }),
    tap((record) => total.add(record)),
    concat([END]),
    map((record) => windows.take(record)),
    filter((summary) => summary !== undefined),
    withContext(signal),
    forEach(show),
  );
  return { total: total.summary("all", top), unreadable };
}
