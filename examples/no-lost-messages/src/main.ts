/** Shows what a race over channels loses, and that a select loses nothing. */
import { mergeByPromiseRace, mergeBySelect } from "./merge.js";

const n = 1000;
for (const [name, merge] of Object.entries({ "Promise.race": mergeByPromiseRace, select: mergeBySelect })) {
  const { sent, received } = await merge(n);
  console.log(`${name}: ${sent} sent, ${received} received, ${sent - received} lost`);
}
