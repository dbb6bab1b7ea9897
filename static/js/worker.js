// The page for when there is no network, and nothing else: this worker keeps that page and what it needs of one version of the site
// (its own address says which), never a page of a case nor anything a person typed or was answered. What is sent by a form it leaves alone.
const BASE = new URL("..", self.location.href).pathname;
const KEPT = `offline ${BASE}`;
const PAGE = "/offline";
const NEEDED = [PAGE, ...["site.css", "seal.svg", "js/offline-page.js"].map((name) => BASE + name)];

self.addEventListener("install", (event) => {
  event.waitUntil(keep().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(forgetOthers().then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  if (request.mode === "navigate") return event.respondWith(fetch(request).catch(() => kept(PAGE)));
  const { origin, pathname } = new URL(request.url);
  if (origin === self.location.origin && NEEDED.includes(pathname)) event.respondWith(fetch(request).catch(() => kept(pathname)));
});

async function keep() {
  const cache = await caches.open(KEPT);
  for (const path of NEEDED) {
    const answer = await fetch(path, { credentials: "omit", cache: "reload" });
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    await cache.put(path, answer);
  }
}

async function kept(path) {
  return (await (await caches.open(KEPT)).match(path)) ?? Response.error();
}

async function forgetOthers() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name !== KEPT).map((name) => caches.delete(name)));
}
