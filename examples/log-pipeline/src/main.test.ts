import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { build } from "esbuild";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";

const example = resolve(import.meta.dirname, "..");
const source = (name: string, entry: string): string =>
  resolve(example, `../../packages/${name}/src/${entry}.ts`);
/** As deep in the repository as `src` and `dist`, so that the program finds node_modules from it. */
const built = join(example, ".vitest-main");
const program = join(built, "main.js");
let dir: string;

beforeAll(async () => {
  await build({
    entryPoints: [join(example, "src/main.ts")],
    outfile: program,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "es2022",
    alias: {
      "@gopark/core/internal": source("core", "internal"),
      "@gopark/core": source("core", "index"),
      "@gopark/select": source("select", "index"),
      "@gopark/streams/node": source("streams", "node"),
      "@gopark/streams": source("streams", "index"),
      "@gopark/sync": source("sync", "index"),
    },
  });
});
afterAll(() => rmSync(built, { recursive: true }));

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "log-pipeline-main-"));
});
afterEach(() => rmSync(dir, { recursive: true }));

/** Runs the program in `dir` and waits for its end; the status is null if it hung. */
function logPipeline(...args: string[]) {
  // A young generation that stays small: whether it grows depends on how busy the machine is.
  const flags = ["--max-semi-space-size=1"];
  const { status, stdout, stderr } = spawnSync(process.execPath, [...flags, program, ...args], {
    cwd: dir,
    encoding: "utf8",
    timeout: 50_000,
    killSignal: "SIGKILL",
  });
  return { status, stdout, stderr };
}

test("the table has the counts that awk and sort have", () => {
  expect(logPipeline("make", "log", "--size", "3MB")).toMatchObject({ status: 0, stdout: "log: 3.0 MB\n" });
  const { status, stdout, stderr } = logPipeline("log", "--top", "4");
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });

  const shell = (script: string): string =>
    execFileSync("sh", ["-c", script], { cwd: dir, encoding: "utf8" });
  const counted = shell(
    "awk '{ n[$3]++ } END { for (p in n) print n[p], p }' log | LC_ALL=C sort -k1,1nr -k2 | head -4",
  );
  const top = stdout
    .match(/(?<=^ +\d\. +)\S+ .*$/gm)
    ?.map((line) => line.replace(",", "").replace(/ +\S+ % +/, " "));
  expect(top).toEqual(counted.trimEnd().split("\n"));

  const hourly = shell("awk '{ n[substr($1, 1, 13)]++ } END { for (h in n) print h, n[h] }' log | sort");
  const rows = stdout.match(/^2026\S+ +\S+/gm)?.map((line) => line.replace(",", "").replace(/ +/, " "));
  expect(rows).toEqual(hourly.trimEnd().split("\n"));
  expect(stdout).toMatch(
    /\n3\.0 MB in [\d.]+ s, [\d.]+ MB\/s; peak memory [\d.]+ MB, [\d.]+ MB more than at the start\n$/,
  );
});

test("memory does not grow with the log", () => {
  const more = (size: string): number => {
    logPipeline("make", size, "--size", size);
    const [, found] = /([\d.]+) MB more than at the start/.exec(logPipeline(size).stdout) ?? [];
    return Number(found);
  };
  // 30 MB of text in place of 3 MB, within what a collector may leave lying about.
  expect(more("30MB") - more("3MB")).toBeLessThan(20);
  expect(statSync(join(dir, "30MB")).size).toBeGreaterThanOrEqual(30e6);
});

test("lines that can't be read are counted on stderr, and the exit code is 1", () => {
  writeFileSync(join(dir, "log"), "hello\n2026-03-01T07:15:02.123Z GET /a 200 1 1.0\n");
  expect(logPipeline("log")).toMatchObject({
    status: 1,
    stdout: expect.stringContaining("  1.            1  100.0 %   /a\n"),
    stderr: "log-pipeline: 1 line could not be read\n",
  });
});

test("wrong usage says what was wanted and got, and the exit code is 2", () => {
  expect(logPipeline("nowhere")).toEqual({
    status: 2,
    stdout: "",
    stderr: 'log-pipeline: FILE: want a log, got "nowhere" (does not exist)\nTry --help.\n',
  });
  expect(logPipeline("make", "no/where")).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(/^log-pipeline: .*ENOENT/),
  });
});

test("--help prints the options", () => {
  expect(logPipeline("--help")).toMatchObject({
    status: 0,
    stderr: "",
    stdout: expect.stringMatching(/^Usage: /),
  });
});

test("an interrupt ends it with 130 and says so", async () => {
  execFileSync("mkfifo", [join(dir, "log")]);
  // Opened for both, the pipe never ends: the program waits for more.
  const writer = spawn(
    "sh",
    ["-c", "exec 3<>log; echo '2026-03-01T07:15:02.123Z GET /a 200 1 1.0' >&3; exec sleep 1000"],
    {
      cwd: dir,
    },
  );
  const reader = spawn(process.execPath, [program, "log"], { cwd: dir });
  let stderr = "";
  reader.stderr.on("data", (chunk) => void (stderr += chunk));
  // The first line is there, and in the table only when its hour is over: the heading is all that comes.
  await once(reader.stdout, "data");
  reader.kill("SIGINT");
  const [status] = await once(reader, "close");
  writer.kill();
  expect({ status, stderr }).toEqual({ status: 130, stderr: "log-pipeline: interrupted\n" });
});
