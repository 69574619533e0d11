/**
 * Node's worker threads; Deno and Bun have them as well.
 *
 *   N1  A thread that ends is told of by its parent's event loop, whatever ended it: `process.exit`, an exception,
 *       memory, `terminate`. Ending a thread ends those it has started.
 *   N2  What a thread prints is written to the process's own stdout and stderr before the call returns. So lines of
 *       different threads come out in the order in which the program printed them, as in Go, and none is lost when
 *       the program ends. (Node itself would send them to the main thread, to be written when that has time.)
 */
import type { Init, ThreadHandle, ThreadHost } from "./threads.js";

/** The part of Node's `Worker` that is used. */
interface NodeWorker {
  on(event: "error", f: (error: unknown) => void): void;
  on(event: "exit", f: (code: number) => void): void;
  terminate(): Promise<number>;
  unref(): void;
}

/** The part of `node:worker_threads` that is used. */
interface NodeThreads {
  readonly Worker: new (entry: URL, options: object) => NodeWorker;
  readonly isMainThread: boolean;
  readonly workerData: unknown;
}

/** The part of `node:fs` that is used. */
interface NodeFiles {
  writeSync(fd: number, bytes: Uint8Array, offset: number): number;
}

/** A chunk that a stream is about to write. */
interface Chunk {
  readonly chunk: string | Uint8Array;
  readonly encoding: string;
}

/** The part of a stream that is replaced. */
interface Printer {
  _writev(chunks: Chunk[], done: (error?: Error | null) => void): void;
}

/** The part of Node's `process` that is used. */
interface NodeProcess {
  readonly versions?: { readonly node?: string };
  readonly execArgv: readonly string[];
  readonly argv: readonly string[];
  readonly stdout: Printer;
  readonly stderr: Printer;
  getBuiltinModule?(id: "node:worker_threads"): NodeThreads;
  getBuiltinModule?(id: "node:fs"): NodeFiles;
}

const { process } = globalThis as unknown as { process?: NodeProcess };

/** A flag of a process that runs a string. A thread that inherits it does not start: it runs a file. */
const FOR_STRINGS = /^--input-type\b/;

/** Longest pause between two tries to write to a pipe that is full, in milliseconds. */
const PIPE_PAUSE = 1;

/** What is known of the end of a thread whose last error was `error`. */
function reasonOf(error: unknown, code: number): string {
  if (error === undefined) return `exited with code ${code}`;
  const { code: kind } = Object(error) as { code?: unknown };
  if (kind === "ERR_WORKER_OUT_OF_MEMORY") return "ran out of memory";
  return `threw ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`;
}

/** The frames of an error's stack, but for those of Node's own that only pass the news on. */
function framesOf(error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  return stack
    .split("\n")
    .filter((line) => /^ +at /.test(line) && !line.includes("node:internal/worker"))
    .join("\n");
}

/** Waits for a moment. Where memory can't be shared nothing can wait but a loop. */
function pause(): void {
  if (typeof SharedArrayBuffer !== "undefined")
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PIPE_PAUSE);
  else for (const end = performance.now() + PIPE_PAUSE; performance.now() < end; );
}

/** Writes all of it, waiting where the reader of a pipe is slow. */
function writeAll(fs: NodeFiles, fd: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) {
    try {
      at += fs.writeSync(fd, bytes, at);
    } catch (error) {
      if ((error as { code?: string }).code !== "EAGAIN") throw error;
      pause();
    }
  }
}

/** Makes one stream of this thread write to its file descriptor (N2). */
function redirect(fs: NodeFiles, stream: Printer, fd: number): void {
  const encoder = new TextEncoder();
  stream._writev = (chunks, done) => {
    try {
      for (const { chunk } of chunks)
        writeAll(fs, fd, typeof chunk === "string" ? encoder.encode(chunk) : chunk);
      done();
    } catch (error) {
      done(error as Error);
    }
  };
}

/** Threads of Node's kind; null where there are none. */
export function nodeHost(): ThreadHost | null {
  const threads = process?.getBuiltinModule?.("node:worker_threads");
  if (process === undefined || threads === undefined) return null;
  const { argv, execArgv } = process;
  return {
    start(entry, init, transfer, name, limits): ThreadHandle {
      const worker = new threads.Worker(new URL(entry), {
        name,
        workerData: init,
        transferList: transfer,
        // To name the flags is to have them checked: of those of the whole process not one is allowed.
        ...(execArgv.some((flag) => FOR_STRINGS.test(flag)) && { execArgv: [] }),
        argv: argv.slice(2),
        resourceLimits: limits ?? {},
      });
      // A thread holds its process by its port, if at all: so that the end of work can be told (deadlock.ts).
      worker.unref();
      let failure: unknown;
      let isWanted = false;
      worker.on("error", (error) => {
        failure = error ?? new Error("an error that says nothing");
      });
      return {
        onEnd: (f) =>
          worker.on("exit", (code) => {
            if (!isWanted) f(reasonOf(failure, code), framesOf(failure));
          }),
        end: async (asAccident = false) => {
          isWanted ||= !asAccident;
          await worker.terminate();
        },
      };
    },
    receive(f): void {
      const init = threads.workerData as Init | null;
      if (!threads.isMainThread && init?.gopark === 1) f(init);
    },
    ownEntry: () => new URL(argv[1] as string, "file:").href,
    printDirectly(): void {
      const fs = process.getBuiltinModule?.("node:fs");
      if (fs === undefined) return;
      redirect(fs, process.stdout, 1);
      redirect(fs, process.stderr, 2);
    },
  };
}
