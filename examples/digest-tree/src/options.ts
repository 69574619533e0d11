/**
 * The command line: what may be asked for, and what is wrong with what was asked for.
 *
 * Always true: options that `parseOptions` returns can be used as they are. Whatever is wrong is a `UsageError` that
 * says what was wanted and what was got, before the first file is read.
 */

import { statSync } from "node:fs";
import { dirname, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

export const help = `Usage: npm start -- [DIR] [--out FILE] [--workers N]

Hashes every file below DIR with SHA-256. Symbolic links are not followed.

  DIR           the directory; without it, this repository's node_modules
  --out FILE    write a list for "sha256sum -c", sorted by path, without FILE itself
  --workers N   files to read at a time, 1 to 256; default 32
  --help        print this

Exit code: 0 all files were hashed, 1 some could not be read, 2 wrong usage or the list
could not be written, 130 interrupted.
`;

/** What the command line asks for. */
export interface Options {
  /** A directory, relative to the working directory if it was given so. */
  readonly dir: string;
  /** Where the list goes. */
  readonly out: string | undefined;
  /** How many files to read at a time. */
  readonly workers: number;
}

/** The command line is wrong. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** Reads the arguments after the program's name. */
export function parseOptions(args: readonly string[]): Options | "help" {
  const { values, positionals } = parse(args);
  if (values.help) return "help";
  if (positionals.length > 1) {
    throw new UsageError(`want one directory, got ${positionals.length}: ${positionals.join(" ")}`);
  }
  return {
    dir: directory(positionals[0] ?? defaultDirectory()),
    out: values.out === undefined ? undefined : listFile(values.out),
    workers: workers(values.workers),
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        out: { type: "string" },
        workers: { type: "string", default: "32" },
        help: { type: "boolean", default: false },
      },
    });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

/** The repository's node_modules: real files that every clone has. Found from this module, in src or dist. */
function defaultDirectory(): string {
  return relative(process.cwd(), fileURLToPath(new URL("../../../node_modules", import.meta.url))) || ".";
}

function directory(dir: string): string {
  const got = kind(dir);
  if (got !== "a directory") throw new UsageError(`DIR: want a directory, got "${dir}" (${got})`);
  return dir;
}

function listFile(file: string): string {
  const got = kind(file);
  if (got === "a directory" || file === "") {
    throw new UsageError(`--out: want a file name, got "${file}"${file === "" ? "" : ` (${got})`}`);
  }
  const parent = kind(dirname(file));
  if (parent !== "a directory") {
    throw new UsageError(
      `--out: want a file in a directory that exists, got "${file}" (${dirname(file)}: ${parent})`,
    );
  }
  return file;
}

function workers(text: string): number {
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (number >= 1 && number <= 256) return number;
  throw new UsageError(`--workers: want a whole number from 1 to 256, got "${text}"`);
}

/** What `path` is, in words. */
function kind(path: string): string {
  try {
    const found = statSync(path);
    return found.isDirectory() ? "a directory" : found.isFile() ? "a file" : "neither file nor directory";
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return code === "ENOENT" ? "does not exist" : message;
  }
}
