// Keeps the built parts of the pages, whose names change with their content, and the empty page that loads them: with the
// network gone the pages still open and say so. Data is never kept.
const CACHE = "dougong-assets-3";
const PAGE = "/";
const LISTS = "/assets/files.json";
// the build names its files here; what belongs neither to this build nor to the one before is thrown away
const FILES = [];
// a page that is kept comes instead of one that the network does not bring in this time
const PATIENCE = 3000;
// the server has other pages too; these are the ones that the empty page draws
const OURS = /^\/(?:$|(?:app|todo|inbox|settings|admin|designer|login)(?:\/|$))/;

async function install() {
  const cache = await caches.open(CACHE);
  await cache.addAll([PAGE, "/boot.js", "/icon.svg"]).catch(() => undefined);
  await self.skipWaiting();
}

/** A page that stands open may still ask for the parts of the build before. */
async function clear() {
  for (const name of await caches.keys()) if (name !== CACHE) await caches.delete(name);
  const cache = await caches.open(CACHE);
  const before = await cache.match(LISTS).then((found) => found?.json() ?? []);
  const wanted = new Set([...FILES, ...before]);
  for (const request of await cache.keys()) {
    const { pathname } = new URL(request.url);
    if (pathname.startsWith("/assets/") && pathname !== LISTS && !wanted.has(pathname)) await cache.delete(request);
  }
  await cache.put(LISTS, new Response(JSON.stringify(FILES), { headers: { "Content-Type": "application/json" } }));
  await self.clients.claim();
}

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(clear()));

async function kept(request) {
  const cache = await caches.open(CACHE);
  const found = await cache.match(request);
  if (found) return found;
  const answer = await fetch(request);
  if (answer.ok) await cache.put(request, answer.clone());
  return answer;
}

async function newest(request, key) {
  const cache = await caches.open(CACHE);
  const found = await cache.match(key);
  const asked = fetch(request).then(async (answer) => {
    if (answer.ok && !answer.redirected) await cache.put(key, answer.clone());
    return answer;
  });
  if (!found) return asked;
  const late = new Promise((resolve) => setTimeout(() => resolve(found), PATIENCE));
  return Promise.race([asked.catch(() => found), late]);
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin || url.pathname.startsWith("/api/")) return;
  if (url.pathname.startsWith("/assets/")) event.respondWith(kept(request));
  else if (request.mode === "navigate" && OURS.test(url.pathname)) event.respondWith(newest(request, PAGE));
  else if (url.pathname === "/boot.js" || url.pathname === "/icon.svg") event.respondWith(newest(request, url.pathname));
});
