/**
 * Envelopes: values on their way between threads without shared memory, for whoever opens them.
 *
 * A letter (wire/letter.ts) that goes over a link may say "the sender's" and "the receiver's" of a channel. What is handed
 * on by a third thread, as all goroutines and results are by M0, names owners by their index instead.
 *
 *   EV1  What is moved has left the sender's hands when the envelope is made, whenever it is posted.
 *   EV2  An envelope is opened once, or thrown away.
 */
import { tellApart } from "../wire/arguments.js";
import { discardLetter, type Letter, open, seal } from "../wire/letter.js";

/** A value that any thread can open. */
export interface Envelope {
  /** The value. */
  readonly letter: Letter;
  /** Which of the things beside its bytes are moved, by their numbers. */
  readonly moved: readonly number[];
}

/** Makes an envelope; `where` begins the text of errors. @throws TypeError a part of the value cannot be sent */
export function enclose(value: unknown, where: string): Envelope {
  const { letter, transfer } = seal(value, where);
  const { bytes, extras } = letter;
  if (bytes === undefined || extras === undefined || extras.length === 0) return { letter, moved: [] };
  const moved = extras.flatMap((each, i) => (transfer.includes(each as Transferable) ? [i] : []));
  try {
    const own = structuredClone(extras, { transfer: moved.map((i) => extras[i] as Transferable) });
    return { letter: { bytes, extras: own }, moved };
  } catch (error) {
    discardLetter(letter);
    throw error instanceof DOMException ? new TypeError(`${where}: ${error.message}`) : error;
  }
}

/** What has to be transferred with an envelope that is posted. `isKept`: it may have to be posted again. */
export function transferOf({ letter, moved }: Envelope, isKept = false): Transferable[] {
  const { bytes, extras = [] } = letter;
  const ports = moved.map((i) => extras[i] as Transferable);
  return bytes === undefined || isKept ? ports : [bytes, ...ports];
}

/** The value in an envelope. */
export function openEnvelope({ letter }: Envelope): unknown {
  return open(letter);
}

/** Nobody will open it. */
export function throwAway({ letter }: Envelope): void {
  discardLetter(letter);
}

/** Begins the errors about all arguments together. */
const ALL = "go: arguments";

/** The envelope of the arguments of a go statement: one stands by itself, none or several in a list. */
export function encloseArguments(args: readonly unknown[]): Envelope {
  if (args.length === 1) return enclose(args[0], "go: argument 1");
  try {
    return enclose(args, ALL);
  } catch (error) {
    throw error instanceof TypeError ? new TypeError(tellApart(error.message)) : error;
  }
}
