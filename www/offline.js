// Service worker: keeps the page's own files, and nothing else, so that the
// page opens without a network. Dropped files never come by here.
//
// A new version waits until every open page of the old one is closed: a page
// and its worker are always of the same build.

// Filled in when the page is built.
const VERSION = "__VERSION__";
const FILES = ["__FILES__"];

const CACHE = `milchglas-${VERSION}`;

self.addEventListener("install", (event) => {
  // What the page has loaded already is asked for again, not sent again.
  const requests = FILES.map((file) => new Request(file, { cache: "no-cache" }));
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(requests)));
});

self.addEventListener("activate", (event) => {
  const outdated = (name) => name.startsWith("milchglas-") && name !== CACHE;
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter(outdated).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || new URL(request.url).origin !== self.location.origin) return;
  const kept = caches
    .open(CACHE)
    .then((cache) => cache.match(request.mode === "navigate" ? "./" : request, { ignoreSearch: true }));
  event.respondWith(kept.then((response) => response ?? fetch(request)));
});
