/**
 * The command line: what may be asked for, and what is wrong with what was asked for.
 *
 * Always true: options that `parseOptions` returns can be used as they are. Whatever is wrong is a `UsageError` that
 * says what was wanted and what was got.
 */
import { statSync } from "node:fs";
import { parseArgs } from "node:util";
import { type WindowLength, windowLengths } from "./windows.js";

export const help = `Usage: log-pipeline FILE [--window LENGTH] [--top K]
       log-pipeline make FILE [--size SIZE] [--seed N]

Reads a log in constant memory: what happened in each window of time, and the paths asked for most.
With "make" it makes such a log.

  --window LENGTH   day, hour, minute or second; default hour
  --top K           how many paths to tell of, 1 to 100; default 10
  --size SIZE       how large the log gets, such as 500KB, 20MB or 1GB; default 10MB
  --seed N          the same seed makes the same log; default 1
  --help            print this

Exit code: 0 done, 1 some lines could not be read, 2 wrong usage or the file could not be read
or written, 130 interrupted.
`;

/** Go through a log. */
export interface ReadOptions {
  readonly command: "read";
  readonly file: string;
  readonly window: WindowLength;
  readonly top: number;
}

/** Make one. */
export interface MakeOptions {
  readonly command: "make";
  readonly file: string;
  /** In bytes. */
  readonly size: number;
  readonly seed: number;
}

/** The command line is wrong. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** Reads the arguments after the program's name. */
export function parseOptions(args: readonly string[]): ReadOptions | MakeOptions | "help" {
  const { values, positionals } = parse(args);
  if (values.help) return "help";
  const makes = positionals[0] === "make";
  const [file, ...rest] = makes ? positionals.slice(1) : positionals;
  if (file === undefined || rest.length > 0) {
    throw new UsageError(`want one file, got ${positionals.length - Number(makes)}`);
  }
  if (makes) {
    const seed = wholeNumber("--seed", values.seed ?? "1", 0, 2 ** 31);
    return { command: "make", file, size: bytes(values.size ?? "10MB"), seed };
  }
  const window = windowLength(values.window ?? "hour");
  return {
    command: "read",
    file: regularFile(file),
    window,
    top: wholeNumber("--top", values.top ?? "10", 1, 100),
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        window: { type: "string" },
        top: { type: "string" },
        size: { type: "string" },
        seed: { type: "string" },
        help: { type: "boolean", default: false },
      },
    });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function regularFile(file: string): string {
  const stats = statSync(file, { throwIfNoEntry: false });
  if (stats === undefined) throw new UsageError(`FILE: want a log, got "${file}" (does not exist)`);
  if (stats.isDirectory()) throw new UsageError(`FILE: want a log, got "${file}" (a directory)`);
  return file;
}

function windowLength(text: string): WindowLength {
  if (Object.hasOwn(windowLengths, text)) return text as WindowLength;
  throw new UsageError(`--window: want one of ${Object.keys(windowLengths).join(", ")}, got "${text}"`);
}

function wholeNumber(option: string, text: string, least: number, most: number): number {
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw new UsageError(`${option}: want a whole number from ${least} to ${most}, got "${text}"`);
}

const UNITS: Readonly<Record<string, number>> = { "": 1, KB: 1e3, MB: 1e6, GB: 1e9 };

function bytes(text: string): number {
  const [, number, unit = ""] = /^(\d+(?:\.\d+)?)(KB|MB|GB)?$/i.exec(text) ?? [];
  const size = Math.round(Number(number) * (UNITS[unit.toUpperCase()] as number));
  if (size >= 1) return size;
  throw new UsageError(`--size: want a size such as 500KB, 20MB or 1GB, got "${text}"`);
}
