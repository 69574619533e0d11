/**
 * A file, block by block: into the same memory each time.
 *
 *   F1  The file is opened at the first read, and closed at its end, after an error, or by `close`, which waits for
 *       a read that is under way.
 *   F2  A named pipe is read as a stream: there a read may wait for ever, and one that was given to the system's
 *       thread pool, as a file's is, could not be taken back. (Opening a pipe waits for its writer all the same.)
 */
import { close, fstat, open, read } from "node:fs";
import { Socket } from "node:net";
import { promisify } from "node:util";
import { ReadableChunks } from "./readable-chunks.js";

const openFile = promisify(open);
const statFile = promisify(fstat);
const readFile = promisify(read);
const closeFile = promisify(close);

/** How much is read at a time. Larger blocks gain nothing, smaller ones cost more calls. */
const BLOCK = 64 * 1024;

/** One reading of a file. */
export class FileBlocks {
  private readonly path: string | URL;
  /** Where the bytes go. */
  private block: Buffer | null = null;
  /** The file's descriptor; none if there is no file to close. */
  private fd: number | null = null;
  /** The file as a stream, if it is a pipe (F2). */
  private pipe: ReadableChunks<Uint8Array> | null = null;
  /** What is being done with the file at the moment; never rejects. */
  private busy: Promise<unknown> = Promise.resolve();
  private isClosed = false;

  constructor(path: string | URL) {
    this.path = path;
  }

  /** The next bytes, valid until the next call; null at the end. */
  async next(): Promise<Uint8Array | null> {
    if (this.isClosed) return null;
    const step = this.step();
    this.busy = step.catch(() => {});
    try {
      const bytes = await step;
      if (bytes !== null && !this.isClosed) return bytes;
    } catch (error) {
      await this.close();
      throw error;
    }
    await this.close();
    return null;
  }

  async close(): Promise<void> {
    const isFirst = !this.isClosed;
    this.isClosed = true;
    // Ends a step that waits for a pipe.
    await this.pipe?.return();
    await this.busy;
    const { fd } = this;
    this.fd = null;
    if (isFirst && fd !== null) await closeFile(fd);
  }

  /** Opens the file, if it is not open, and reads a block. */
  private async step(): Promise<Uint8Array | null> {
    if (this.block === null) {
      const fd = await openFile(this.path, "r");
      this.fd = fd;
      if ((await statFile(fd)).isFIFO()) {
        this.fd = null;
        this.pipe = new ReadableChunks(new Socket({ fd, writable: false }));
      }
      this.block = Buffer.allocUnsafeSlow(this.pipe === null ? BLOCK : 0);
    }
    const { fd, pipe, block } = this;
    if (pipe !== null) {
      if (this.isClosed) await pipe.return();
      const { value } = await pipe.next();
      return value ?? null;
    }
    if (this.isClosed) return null;
    const { bytesRead } = await readFile(fd as number, block, 0, BLOCK, null);
    return bytesRead === 0 ? null : block.subarray(0, bytesRead);
  }
}
