/**
 * All kinds of objects that threads can share.
 *
 * A thread that is handed one has to know its kind, whether or not its own code mentions it; bundlers leave out
 * modules that nothing mentions.
 */
import * as shared from "./shared.js";
import { sharedChan } from "./shared-chan.js";

/** Makes all kinds known to this thread; answers how many there are. Called once by whatever starts a thread. */
export function knowShared(): number {
  return [...Object.values(shared), sharedChan].length;
}
