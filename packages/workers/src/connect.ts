/**
 * Direct lines between two Ms, for what does not go through shared memory.
 *
 *   CN1  Between two Ms there is at most one line. The monitor makes it when one of them asks for it, and gives each
 *        its end; so M0 may be blocked meanwhile.
 *   CN2  A line does not keep its thread alive. Who waits for something on it sees to that.
 */
import { release } from "./host/threads.js";
import { thread } from "./thread.js";

/** Called with a new line: the M at its other end, and this end. */
export type OnConnect = (peer: number, port: MessagePort) => void;

/** A line that was asked for, or is there. */
interface Line {
  /** This end, or a promise of it. */
  readonly port: Promise<MessagePort>;
  /** Settles the promise. */
  readonly resolve: (port: MessagePort) => void;
  /** The same, for who will never get one. */
  readonly reject: (error: Error) => void;
}

/** Lines by the index of the other end. */
const lines = new Map<number, Line>();
/** Who wants to know of new lines. */
const listeners = new Set<OnConnect>();
/** Asks the monitor for a line; null while this thread has no monitor. */
let askFor: ((peer: number) => void) | null = null;

function lineTo(peer: number): Line {
  let line = lines.get(peer);
  if (line === undefined) {
    let resolve: (port: MessagePort) => void = () => {};
    let reject: (error: Error) => void = () => {};
    const port = new Promise<MessagePort>((yes, no) => {
      resolve = yes;
      reject = no;
    });
    // Nobody may be waiting for it when the other end is lost.
    port.catch(() => {});
    line = { port, resolve, reject };
    lines.set(peer, line);
  }
  return line;
}

/** The line to M `peer`; rejects if that M is lost before the line is there. */
export function connect(peer: number): Promise<MessagePort> {
  const isNew = !lines.has(peer);
  const { port } = lineTo(peer);
  if (isNew) {
    if (askFor === null)
      lines.get(peer)?.reject(new Error(`M${thread.index} has no line to M${peer}: no threads run`));
    else askFor(peer);
  }
  return port;
}

/** Calls `f` with every line of this thread from now on, whoever asked for it. Returns a function that ends that. */
export function onConnect(f: OnConnect): () => void {
  listeners.add(f);
  return () => void listeners.delete(f);
}

/** Says how a line is asked for. */
export function setBroker(ask: ((peer: number) => void) | null): void {
  askFor = ask;
}

/** This end of a line has come. */
export function connected(peer: number, port: MessagePort): void {
  const line = lineTo(peer);
  port.start();
  release(port as unknown as { unref?(): void });
  for (const f of listeners) f(peer, port);
  line.resolve(port);
}

/** M `peer` is lost. */
export function disconnected(peer: number): void {
  const line = lines.get(peer);
  if (line === undefined) return;
  lines.delete(peer);
  line.reject(new Error(`M${peer} is lost`));
  line.port.then(
    (port) => port.close(),
    () => {},
  );
}

/** Closes all lines: the program is over. */
export function disconnectAll(): void {
  for (const peer of [...lines.keys()]) disconnected(peer);
  askFor = null;
}
