// Keeps the built parts of the pages, whose names change with their content, and the empty page that loads them: with the
// network gone the pages still open and say so. Data is never kept.
const CACHE = "dougong-assets-2";
const PAGE = "/";
// the server has other pages too; these are the ones that the empty page draws
const OURS = /^\/(?:$|(?:app|todo|inbox|settings|admin|designer|login)(?:\/|$))/;

self.addEventListener("install", (event) => event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll([PAGE, "/boot.js", "/icon.svg"])).then(() => self.skipWaiting(), () => self.skipWaiting())));
self.addEventListener("activate", (event) =>
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  ),
);

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
  try {
    const answer = await fetch(request);
    if (answer.ok && !answer.redirected) await cache.put(key, answer.clone());
    return answer;
  } catch (error) {
    const found = await cache.match(key);
    if (found) return found;
    throw error;
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin || url.pathname.startsWith("/api/")) return;
  if (url.pathname.startsWith("/assets/")) event.respondWith(kept(request));
  else if (request.mode === "navigate" && OURS.test(url.pathname)) event.respondWith(newest(request, PAGE));
  else if (url.pathname === "/boot.js" || url.pathname === "/icon.svg") event.respondWith(newest(request, url.pathname));
});
