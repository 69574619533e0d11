import { execFileSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { bytePath, toText } from "./byte-path.js";
import { digestTree, type FileDigest, type Outcome, type Unreadable } from "./digest-tree.js";
import * as hashing from "./hash-file.js";
import { formatLine } from "./sum-list.js";

vi.mock("./hash-file.js", { spy: true });

let dir: string;

beforeEach(() => {
  vi.resetAllMocks();
  dir = realpathSync(mkdtempSync(join(tmpdir(), "digest-tree-")));
});
afterEach(() => void execFileSync("rm", ["-rf", dir]));

interface Changes {
  readonly workers?: number;
  readonly signal?: AbortSignal;
  readonly except?: string;
  readonly tick?: () => void;
  readonly watch?: () => void;
}

/** Runs the pipeline over `dir` and sorts what came out. */
async function digest(changes: Changes = {}) {
  const outcomes: Outcome[] = [];
  const { workers = 4, signal = new AbortController().signal, except, tick, watch } = changes;
  const goroutines = await digestTree({
    dir: bytePath(dir),
    except: except === undefined ? undefined : bytePath(except),
    workers,
    // Threads run what was built; main.test.ts has them.
    procs: 1,
    signal,
    tick,
    collect: (outcome) => {
      outcomes.push(outcome);
      watch?.();
    },
  });
  const digests = outcomes.filter((outcome): outcome is FileDigest => "sum" in outcome);
  const unreadable = outcomes.filter((outcome): outcome is Unreadable => "error" in outcome);
  return { goroutines, digests, unreadable };
}

/** What `sha256sum` prints for the files that `find` finds: one string of bytes for each line, sorted. */
function sha256sum(): string[] {
  const printed = execFileSync("find", [dir, "-type", "f", "-exec", "sha256sum", "{}", "+"]).toString(
    "latin1",
  );
  return printed.split(/(?<=\n)/).sort();
}

/** The files and directories below `dir` that this process has open. */
function open(): string[] {
  return readdirSync("/proc/self/fd")
    .map((fd) => {
      try {
        return readlinkSync(`/proc/self/fd/${fd}`);
      } catch {
        return ""; // the handle by which the list itself was read
      }
    })
    .filter((path) => path.startsWith(dir));
}

test("the files are those of find -type f, with the sums of sha256sum", async () => {
  mkdirSync(join(dir, "a/b/empty"), { recursive: true });
  for (const name of ["plain", "a/new\nline", "a/back\\slash", "a/b/ünï 💾", "a/ space "]) {
    writeFileSync(join(dir, name), name);
  }
  writeFileSync(Buffer.concat([Buffer.from(`${dir}/not utf-8 `), Buffer.from([0xff])]), "x");
  writeFileSync(join(dir, "larger than a block"), Buffer.alloc(1_000_003, "gopark"));
  symlinkSync("plain", join(dir, "link to a file"));
  symlinkSync("..", join(dir, "a/cycle"));
  symlinkSync("nowhere", join(dir, "dangling"));
  execFileSync("mkfifo", [join(dir, "fifo")]);

  const { digests, unreadable } = await digest();
  expect(unreadable).toEqual([]);
  expect(digests.map(formatLine).sort()).toEqual(sha256sum());
  expect(digests).toHaveLength(7);
});

test("every file comes out once, whether workers or files are more", async () => {
  for (let i = 0; i < 300; i++) writeFileSync(join(dir, `file ${i}`), `${i}`);
  for (const workers of [1, 3, 256]) {
    const { digests, goroutines } = await digest({ workers });
    expect(digests.map(formatLine).sort()).toEqual(sha256sum());
    expect(goroutines).toBe(workers + 3);
  }
});

test("an empty directory has no files", async () => {
  expect(await digest()).toMatchObject({ digests: [], unreadable: [] });
});

test("the file to leave out is left out", async () => {
  writeFileSync(join(dir, "LIST"), "old");
  writeFileSync(join(dir, "file"), "");
  const { digests } = await digest({ except: join(dir, "LIST") });
  expect(digests.map(({ path }) => path)).toEqual([join(dir, "file")]);
});

test("what cannot be read is reported by name, and the rest is hashed", async () => {
  // A path over the system's limit cannot be opened, not even by root, to whom every permission is given.
  const limit = process.platform === "linux" ? 4096 : 1024;
  const name = "n".repeat(200);
  let deep = dir;
  while (deep.length + name.length + 1 < limit - 1) deep = join(deep, name);
  mkdirSync(deep, { recursive: true });
  execFileSync("sh", ["-c", `mkdir ${name} && echo > ${"f".repeat(200)}`], { cwd: deep });
  writeFileSync(join(dir, "readable"), "");

  const { digests, unreadable } = await digest();
  expect(digests.map(({ path }) => toText(path))).toEqual([join(dir, "readable")]);
  expect(unreadable.map(({ path }) => toText(path)).sort()).toEqual([
    join(deep, "f".repeat(200)),
    join(deep, name),
  ]);
  for (const { error } of unreadable) expect(error).toMatch(/^ENAMETOOLONG: /);
});

test("a file that vanishes between the walk and the hashing is reported", async () => {
  writeFileSync(join(dir, "file"), "");
  vi.mocked(hashing.hashFiles).mockImplementationOnce(function* (paths, ...rest) {
    for (const path of paths) rmSync(path);
    return yield* hashing.hashFiles(paths, ...rest);
  });
  const { unreadable } = await digest();
  expect(unreadable).toEqual([{ path: join(dir, "file"), error: expect.stringMatching(/^ENOENT: /) }]);
});

test("no more files are open at a time than there are workers", async () => {
  // Several blocks each: between two the others have their turn.
  for (let i = 0; i < 20; i++) writeFileSync(join(dir, `${i}`), Buffer.alloc(2_000_000));
  let most = 0;
  const { digests } = await digest({
    workers: 3,
    watch: () => {
      most = Math.max(most, open().length);
    },
  });
  expect(digests).toHaveLength(20);
  expect(most).toBeGreaterThan(0);
  expect(most).toBeLessThanOrEqual(3);
});

test("small files go in batches when all workers are busy, large ones one by one", async () => {
  const batches = () =>
    vi
      .mocked(hashing.hashFiles)
      .mock.calls.map(([paths]) => paths.length)
      .sort((a, b) => b - a);
  for (let i = 0; i < 200; i++) writeFileSync(join(dir, `small ${i}`), "");
  await digest({ workers: 2 });
  expect(batches().slice(-2)).toEqual([1, 1]);
  expect(batches()[0]).toBe(16);
  expect(batches().reduce((sum, n) => sum + n)).toBe(200);

  for (let i = 0; i < 200; i++) rmSync(join(dir, `small ${i}`));
  for (let i = 0; i < 20; i++) writeFileSync(join(dir, `large ${i}`), Buffer.alloc(3_000_000));
  vi.mocked(hashing.hashFiles).mockClear();
  await digest({ workers: 2 });
  const sizes = batches();
  expect(sizes.reduce((sum, n) => sum + n)).toBe(20);
  // What is known when they are put together: nothing, then one file, then two. Whoever is first, it is three for the rest.
  expect(sizes.filter((n, i) => n > ([4, 2, 2][i] ?? 1))).toEqual([]);
  expect(sizes[0]).toBeGreaterThan(1);
});

test("an abort in the middle rejects with its reason and leaves no file open", async () => {
  // Sparse files, a tebibyte each: without the abort the test would take hours.
  for (const name of ["a", "b", "c"]) {
    writeFileSync(join(dir, name), "");
    truncateSync(join(dir, name), 2 ** 40);
  }
  const cancel = new AbortController();
  const digesting = digest({ workers: 2, signal: cancel.signal });
  const reason = new Error("enough");
  // Excludes an abort before the files are open: then there would be nothing to close.
  while (open().length < 2) await new Promise(setImmediate);
  cancel.abort(reason);
  await expect(digesting).rejects.toBe(reason);
  expect(open()).toEqual([]);
});

test("a walk without files leaves room for the event loop, and so for Ctrl-C", async () => {
  for (let i = 0; i < 10_000; i++) mkdirSync(join(dir, `${i}`));
  const cancel = new AbortController();
  let turns = 0;
  const turn = (): void => {
    // The first few come before the walk has begun.
    if (++turns === 3) cancel.abort(new Error("enough"));
    else setImmediate(turn);
  };
  turn();
  await expect(digest({ signal: cancel.signal })).rejects.toThrow("enough");
});

test("an abort before the start opens nothing", async () => {
  writeFileSync(join(dir, "file"), "");
  const reason = new Error("enough");
  await expect(digest({ signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  expect(hashing.hashFiles).not.toHaveBeenCalled();
});

test("tick is called while hashing goes on, and not after", async () => {
  writeFileSync(join(dir, "large"), "");
  truncateSync(join(dir, "large"), 2 ** 40);
  const cancel = new AbortController();
  const tick = vi.fn(() => tick.mock.calls.length === 3 && cancel.abort());
  await expect(digest({ signal: cancel.signal, tick })).rejects.toThrow("aborted");
  expect(tick).toHaveBeenCalledTimes(3);
});
