/**
 * Opens pages in headless Chromium and judges what they come to. About 30 s in all.
 *
 *     npm run test:browser        CHROMIUM names the browser; default: the first in PATH (Debian: apt-get install chromium)
 *
 * The pages of the examples have to be built; the npm script does that.
 */
import { Browser } from "./chromium.mjs";
import { examples } from "./examples.mjs";
import { features } from "./features.mjs";

const browser = new Browser();
try {
  for (const pages of [examples, features]) {
    let start = performance.now();
    for await (const { name, wrong, notes } of pages(browser)) {
      for (const line of wrong) console.log(`${name}: ${line}`);
      const took = ((performance.now() - start) / 1000).toFixed(1);
      console.log(
        `browser: ${name}: ${wrong.length === 0 ? "all right" : `${wrong.length} wrong`} (${took} s; ${notes})`,
      );
      if (wrong.length > 0) process.exitCode = 1;
      start = performance.now();
    }
  }
} finally {
  await browser.end();
}
