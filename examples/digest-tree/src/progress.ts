/**
 * One line at the bottom of a terminal that says how far the work is.
 *
 * Always true: the line never wraps, since a line that wrapped could not be taken back, and other output goes
 * through `print`, which takes the line away first. Where there is no terminal, no line is shown.
 */

/** The part of a stream such as `process.stderr` that a progress line uses. */
export interface Terminal {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

const eraseLine = "\r\x1b[K";

export class ProgressLine {
  readonly #terminal: Terminal;
  /** Whether a line stands on the terminal now. */
  #shown = false;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  /** Shows `text` in place of the line that stood there. */
  show(text: string): void {
    if (this.#terminal.isTTY !== true) return;
    // The last column stays free: a character in it makes some terminals wrap.
    this.#terminal.write(eraseLine + text.slice(0, (this.#terminal.columns || 80) - 1));
    this.#shown = true;
  }

  /** Takes the line away. */
  clear(): void {
    if (this.#shown) this.#terminal.write(eraseLine);
    this.#shown = false;
  }

  /** Prints a line that stays. */
  print(text: string): void {
    this.clear();
    this.#terminal.write(`${text}\n`);
  }
}
