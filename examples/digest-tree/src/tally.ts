/**
 * What has been done so far: counts, and the words for them. Megabytes are millions of bytes.
 */
export class Tally {
  /** Files hashed. */
  files = 0;
  /** Bytes hashed. */
  bytes = 0;
  /** Files and directories that could not be read. */
  unreadable = 0;
  /** When counting began, on the clock that `performance.now` reads. */
  readonly #since = performance.now();

  /** `1,234 files, 56.7 MB in 0.08 s, 708.8 MB/s` */
  toString(): string {
    const seconds = (performance.now() - this.#since) / 1000;
    const megabytes = this.bytes / 1e6;
    const rate = seconds > 0 ? megabytes / seconds : 0;
    return (
      `${count(this.files, "file")}, ${decimal(megabytes, 1)} MB ` +
      `in ${decimal(seconds, 2)} s, ${decimal(rate, 1)} MB/s`
    );
  }
}

/** `1 file`, `2 files`. */
export function count(n: number, noun: string): string {
  return `${n.toLocaleString("en-US")} ${noun}${n === 1 ? "" : "s"}`;
}

function decimal(value: number, digits: number): string {
  return value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}
