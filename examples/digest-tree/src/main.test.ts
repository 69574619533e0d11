import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { build } from "esbuild";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";

const example = resolve(import.meta.dirname, "..");
/** As deep in the repository as `src` and `dist`, so that the program finds node_modules from it. */
const built = join(example, ".vitest-main");
const program = join(built, "main.js");
let dir: string;

beforeAll(async () => {
  const packages = resolve(example, "../../packages");
  const sources = ["core", "select", "sync", "workers"].map((name) => [
    `@gopark/${name}`,
    join(packages, name, "src/index.ts"),
  ]);
  await build({
    // Threads load the module of the goroutine, and have entries of their own.
    entryPoints: [
      join(example, "src/main.ts"),
      join(example, "src/hash-file.ts"),
      join(packages, "workers/src/entry-node.ts"),
    ],
    outdir: built,
    entryNames: "[name]",
    bundle: true,
    splitting: true,
    platform: "node",
    format: "esm",
    target: "es2022",
    // entry-node.ts loads the package for those that come after it; a bundle has it in any case.
    logOverride: { "ignored-bare-import": "silent" },
    alias: {
      "@gopark/core/internal": join(packages, "core/src/internal.ts"),
      ...Object.fromEntries(sources),
    },
  });
  await build({
    entryPoints: [join(packages, "workers/src/monitor-entry-node.ts")],
    outfile: join(built, "monitor-entry-node.cjs"),
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "es2022",
  });
});
afterAll(() => rmSync(built, { recursive: true }));

beforeEach(() => {
  dir = realpathSync(mkdtempSync(join(tmpdir(), "digest-tree-main-")));
});
afterEach(() => void execFileSync("rm", ["-rf", dir]));

/** Runs the program in `dir` and waits for its end; the status is null if it hung. */
function digestTree(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    cwd: dir,
    encoding: "utf8",
    timeout: 50_000,
    killSignal: "SIGKILL",
  });
  return { status, stdout, stderr };
}

/** Exits with 0 when every sum of the list is right. */
function check(list: string) {
  return spawnSync("sha256sum", ["-c", "--strict", "--quiet", list], { cwd: dir, encoding: "utf8" });
}

test("the list is accepted by sha256sum -c, sorted, and has the paths that find prints", () => {
  mkdirSync(join(dir, "tree/sub/empty"), { recursive: true });
  for (const name of ["b", "a", "sub/new\nline", "sub/back\\slash", "sub-1", "ünï"]) {
    writeFileSync(join(dir, "tree", name), name);
  }
  symlinkSync(".", join(dir, "tree/cycle"));
  const { status, stdout, stderr } = digestTree("tree", "--out", "LIST");
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(stdout).toMatch(/^6 files, 0\.0 MB in [\d.]+ s, [\d.]+ MB\/s, 35 goroutines\nlist: LIST\n$/);
  expect(check("LIST")).toMatchObject({ status: 0, stdout: "", stderr: "" });
  const paths = readFileSync(join(dir, "LIST"), "utf8").match(/(?<=^\\?\w{64} {2}).*$/gm);
  expect(paths).toEqual([
    "tree/a",
    "tree/b",
    "tree/sub-1",
    "tree/sub/back\\\\slash",
    "tree/sub/new\\nline",
    "tree/ünï",
  ]);
});

test("without a directory it hashes the repository's node_modules, from any working directory", () => {
  const { stdout } = digestTree("--out", "LIST");
  expect(stdout).toMatch(/^[\d,]+ files, [\d,.]+ MB in /);
  // One file, and not the exit code: tools that run at the same time keep their caches in node_modules.
  const stable = relative(dir, resolve(example, "../../node_modules/vitest/package.json"));
  const sum = execFileSync("sha256sum", [stable], { cwd: dir, encoding: "utf8" });
  expect(readFileSync(join(dir, "LIST"), "utf8").split("\n")).toContain(sum.trim());
});

test("a list inside the directory does not list itself, also when written again", () => {
  writeFileSync(join(dir, "file"), "");
  for (let round = 0; round < 2; round++) {
    expect(digestTree(".", "--out", "LIST")).toMatchObject({ status: 0 });
    expect(check("LIST")).toMatchObject({ status: 0 });
    expect(readFileSync(join(dir, "LIST"), "utf8")).toMatch(/^\w{64} {2}\.\/file\n$/);
  }
  expect(readdirSync(dir).sort()).toEqual(["LIST", "file"]);
});

test("an empty directory makes an empty list", () => {
  mkdirSync(join(dir, "empty"));
  const { status, stdout } = digestTree("empty", "--out", "LIST");
  expect(status).toBe(0);
  expect(stdout).toMatch(/^0 files, 0\.0 MB in /);
  expect(readFileSync(join(dir, "LIST"), "utf8")).toBe("");
});

test("an unreadable file is named on stderr, the rest is listed, and the exit code is 1", () => {
  // A path over the system's limit: not even root can open it.
  let deep = join(dir, "tree");
  while (deep.length < (process.platform === "linux" ? 3900 : 900)) deep = join(deep, "d".repeat(90));
  mkdirSync(deep, { recursive: true });
  execFileSync("sh", ["-c", `echo > ${"f".repeat(250)}`], { cwd: deep });
  writeFileSync(join(dir, "tree/readable"), "");
  const { status, stdout, stderr } = digestTree(join(dir, "tree"), "--out", "LIST");
  expect(status).toBe(1);
  expect(stdout).toMatch(/^1 file, /);
  expect(stderr).toContain(`digest-tree: ${deep}/${"f".repeat(250)}: ENAMETOOLONG`);
  expect(stderr).toMatch(/\ndigest-tree: 1 could not be read\n$/);
  expect(check("LIST")).toMatchObject({ status: 0 });
});

test("wrong usage says what was wanted and got, and the exit code is 2", () => {
  expect(digestTree("nowhere", "--out", "LIST")).toEqual({
    status: 2,
    stdout: "",
    stderr: 'digest-tree: DIR: want a directory, got "nowhere" (does not exist)\nTry --help.\n',
  });
  expect(readdirSync(dir)).toEqual([]);
});

test("a list that cannot be written leaves nothing behind, and the exit code is 2", () => {
  const { status, stderr } = digestTree(".", "--out", "/proc/LIST");
  expect(status).toBe(2);
  expect(stderr).toMatch(/^digest-tree: .*\/proc\//);
});

test("--help prints the options", () => {
  expect(digestTree("--help")).toMatchObject({
    status: 0,
    stderr: "",
    stdout: expect.stringMatching(/^Usage: /),
  });
});

/** Runs the program on a terminal, types `keys` there when something appears, and waits for its end. */
async function atTerminal(args: string, keys: string) {
  const command = `"${process.execPath}" "${program}" ${args}`;
  const terminal = spawn("script", ["-qec", command, "/dev/null"], { cwd: dir });
  const closed = once(terminal, "close");
  let screen = "";
  for await (const chunk of terminal.stdout) {
    if (screen === "") terminal.stdin.write(keys);
    screen += chunk;
  }
  const [status] = await closed;
  return { status, screen };
}

// npm passes the signal on that the terminal sends, so the program gets two.
test.each(["\x03", "\x03\x03"])(
  "Ctrl-C (%j) ends it with 130, says so, and leaves the old list",
  async (keys) => {
    writeFileSync(join(dir, "LIST"), "old");
    mkdirSync(join(dir, "tree"));
    // Sparse, a tebibyte: hashing it would take an hour.
    writeFileSync(join(dir, "tree/large"), "");
    truncateSync(join(dir, "tree/large"), 2 ** 40);
    // The progress line shows that the work has begun.
    const { status, screen } = await atTerminal("tree --out LIST", keys);
    expect(screen).toContain("\r\x1b[K0 files, ");
    expect(screen).toMatch(/digest-tree: interrupted, nothing was written\r\n$/);
    expect(status).toBe(130);
    expect(readFileSync(join(dir, "LIST"), "utf8")).toBe("old");
    expect(readdirSync(dir).sort()).toEqual(["LIST", "tree"]);
  },
);
