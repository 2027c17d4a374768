// A plain static host, as any other: no rewriting, no special headers. Keeps a
// list of every request for the tests.
//
// usage: node server.mjs FOLDER [PORT]

import { createServer } from "node:http";
import { createReadStream, statSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
};

/** Serves `folder` under `base` (such as `/tools/milchglas/`); resolves when it listens. */
export async function serve(folder, { port = 0, base = "/" } = {}) {
  const root = path.resolve(folder);
  const requests = [];
  const server = createServer((request, response) => {
    requests.push({ method: request.method, url: request.url });
    const refuse = (status) => response.writeHead(status, { "content-type": "text/plain" }).end(`${status}\n`);
    let name;
    try {
      name = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    } catch {
      return refuse(400);
    }
    if (request.method !== "GET" && request.method !== "HEAD") return refuse(405);
    if (!name.startsWith(base)) return refuse(404);
    let file = path.join(root, name.slice(base.length));
    if (file !== root && !file.startsWith(root + path.sep)) return refuse(404);
    let found = statSync(file, { throwIfNoEntry: false });
    if (found?.isDirectory()) {
      file = path.join(file, "index.html");
      found = statSync(file, { throwIfNoEntry: false });
    }
    if (!found?.isFile()) return refuse(404);
    response.writeHead(200, {
      "content-type": TYPES[path.extname(file)] ?? "application/octet-stream",
      "content-length": found.size,
    });
    if (request.method === "HEAD") return response.end();
    createReadStream(file).pipe(response);
  });
  await new Promise((listening, failed) => server.once("error", failed).listen(port, "127.0.0.1", listening));
  return {
    url: `http://127.0.0.1:${server.address().port}${base}`,
    requests,
    close: () =>
      new Promise((closed) => {
        server.close(closed);
        server.closeAllConnections();
      }),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [folder, port = "8080"] = process.argv.slice(2);
  if (!folder) throw new Error("usage: node server.mjs FOLDER [PORT]");
  await serve(folder, { port: Number(port) });
  console.log(`Milchglas is at http://localhost:${port}`);
}
