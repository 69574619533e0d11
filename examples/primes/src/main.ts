/**
 * How a CPU-bound program scales with the number of Ps.
 *
 *     node dist/main.js [LIMIT]
 */
import { numCPU, run } from "@gopark/workers";
import { fanOut } from "./count.js";
import { bar } from "./plot.js";

const limit = Number(process.argv[2] ?? 3_000_000);
const parts = 400;
if (!Number.isInteger(limit) || limit < 0) {
  console.error(`primes: want a limit, an integer from 0 up, got ${process.argv[2]}`);
  process.exit(2);
}

let alone = 0;
for (let procs = 1; procs <= numCPU(); procs++) {
  const result = await run(
    function* () {
      // Once before the clock runs: threads are up and the code is compiled.
      yield* fanOut(limit / 20, parts);
      const start = performance.now();
      const primes = yield* fanOut(limit, parts);
      return { primes, ms: performance.now() - start };
    },
    { procs },
  );
  // On a thread that was started for the goroutines the promise stays pending: what follows runs once.
  if (procs === 1) {
    alone = result.ms;
    console.log(`${result.primes} primes below ${limit}\n\nprocs      ms   times as fast`);
  }
  console.log(bar(procs, result.ms, alone));
}
