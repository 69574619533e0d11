/**
 * The program of the three pages: hands out jobs to goroutines on all cores, and gathers what they find.
 */
import { type Go, go } from "@gopark/core";
import { select } from "@gopark/select";
import { i32, lockOSThread, numCPU, sharedChan } from "@gopark/workers";
import { countPrimes, JOB_SIZE, type Result, result } from "./tasks.js";

/** How many jobs there are. */
const JOBS = 40;

/** Counts primes, and says what came of it, in lines of text. */
export function* program(): Go<string> {
  // The page's own thread is to draw, not to compute. Where it is the only one, it does both.
  lockOSThread();
  const jobs = sharedChan<number>(4, i32);
  const results = sharedChan<Result>(4, result);
  // Whoever has received the number owns it, until it is sent back.
  const tally = sharedChan<number>(1, i32);
  yield* tally.send(0);
  for (let i = 0; i < numCPU(); i++) go(countPrimes, jobs, results, tally);

  let sent = 0;
  let received = 0;
  let primes = 0;
  let elsewhere = 0;
  while (received < JOBS) {
    const chosen = yield* select({
      job: sent < JOBS ? jobs.send(sent * JOB_SIZE) : null,
      result: results.recv(),
    });
    if (chosen.case === "job") sent++;
    else if (chosen.value !== undefined) {
      received++;
      primes += chosen.value.primes;
      if (!chosen.value.inPage) elsewhere++;
    }
  }
  jobs.close();
  return [
    `${primes} primes below ${JOBS * JOB_SIZE}`,
    `${yield* tally.recv()} added up in turns`,
    `${elsewhere} of ${JOBS} jobs done by other threads`,
  ].join("\n");
}
