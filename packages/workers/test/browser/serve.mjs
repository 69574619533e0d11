/**
 * Sends the files of a folder to pages, with the headers that a case asks for.
 */
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";

/** What makes a page cross-origin isolated. */
export const ISOLATION = {
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
};

/** @type {Record<string, string>} */
const TYPES = { ".html": "text/html", ".js": "text/javascript" };

/**
 * Serves a folder while `f` runs, which gets its URL. A file that is not there is answered with 404.
 *
 * @template T
 * @param {string} folder
 * @param {Record<string, string>} headers
 * @param {(url: string) => Promise<T>} f
 * @returns {Promise<T>}
 */
export async function served(folder, headers, f) {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    const path = join(folder, pathname === "/" ? "index.html" : pathname);
    try {
      const content = readFileSync(path);
      response
        .writeHead(200, { ...headers, "content-type": TYPES[extname(path)] ?? "text/plain" })
        .end(content);
    } catch {
      response.writeHead(404, headers).end();
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  try {
    return await f(`http://localhost:${port}/`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}
