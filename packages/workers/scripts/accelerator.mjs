/**
 * Builds the accelerator: the algorithms of `src/shm/` as WebAssembly, written as text into `src/accelerator-bytes.ts`.
 *
 *     node packages/workers/scripts/accelerator.mjs           builds it
 *     node packages/workers/scripts/accelerator.mjs --check   fails if the file is not what the sources give
 *
 *   AC1  There is one source: the files of `src/shm/`, compiled by tsc to JavaScript and by AssemblyScript to this. Only
 *        the seam differs: `assembly/atomics.ts` takes the place of `src/shm/atomics.ts`.
 *   AC2  The same sources and the same compiler give the same bytes.
 */

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

const folder = fileURLToPath(new URL("..", import.meta.url));
const target = join(folder, "src/accelerator-bytes.ts");

/** Functions that are inlined where they are called: they stand in every operation, and a call costs as much as they do. */
const INLINED = ["lock", "copy", "append", "shift", "hasSides"];

/**
 * The text of a file as AssemblyScript takes it: no type import of i32, which it has, no file endings, and what is
 * to be inlined marked. @param {string} text
 */
const portable = (text) =>
  text
    .replace(/^import type \{ i32 \} from "\.\/atomics\.js";\n/m, "")
    .replace(/(from "\.\/[a-z-]+)\.js"/g, '$1"')
    .replace(new RegExp(`^(export )?function (${INLINED.join("|")})\\(`, "gm"), "@inline\n$&");

/** Compiles everything; answers the binary. */
async function compile() {
  const scratch = mkdtempSync(join(tmpdir(), "gopark-accelerator-"));
  try {
    const shm = join(folder, "src/shm");
    for (const file of readdirSync(shm).filter((name) => name.endsWith(".ts") && !name.includes(".test.")))
      writeFileSync(join(scratch, file), portable(readFileSync(join(shm, file), "utf8")));
    for (const file of ["atomics.ts", "entry.ts"])
      writeFileSync(join(scratch, file), readFileSync(join(folder, "assembly", file), "utf8"));
    const options = ["entry.ts", "--baseDir", scratch, "--outFile", "accelerator.wasm"];
    const features = ["--enable", "threads", "--importMemory", "--sharedMemory"];
    // The memory that is imported may have any size.
    const memory = ["--initialMemory", "1", "--maximumMemory", "65536", "--memoryBase", "0"];
    const speed = ["--runtime", "stub", "--noAssert", "-O3", "--converge"];
    const { error, stderr } = await asc.main([...options, ...features, ...memory, ...speed]);
    if (error !== null) throw new Error(stderr.toString());
    return readFileSync(join(scratch, "accelerator.wasm"));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

const text = `/**
 * The accelerator, in base64. Built by \`scripts/accelerator.mjs\` from \`src/shm/\` and \`assembly/\`: never edited.
 */

/** The WebAssembly module. */
export const ACCELERATOR: string =
  "${(await compile()).toString("base64")}";
`;
if (!process.argv.includes("--check")) writeFileSync(target, text);
else if (readFileSync(target, "utf8") !== text) {
  console.error(
    "accelerator-bytes.ts is not what src/shm gives: run node packages/workers/scripts/accelerator.mjs",
  );
  process.exit(1);
}
