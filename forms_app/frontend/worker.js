// Keeps one response's answers on the phone while there is no signal. It is registered for one address alone, /a/<address>,
// and everything that it and keep.js keep is in two caches named after that address, so that two responses on one phone never mix.
"use strict";
const scope = new URL(registration.scope).pathname;
const PAGES = "kept pages " + scope;
const ANSWERS = "kept answers " + scope;
const SAID = scope + "?said";
const WAIT = 30000;
const ANSWER = /^\/(answers\/(send|language)|(?!later$)[^/]+)$/;

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("message", (event) => event.data === "forget" && event.waitUntil(forget()));

addEventListener("fetch", (event) => {
  const request = event.request;
  const { origin, pathname } = new URL(request.url);
  if (origin !== location.origin) return;
  if (request.mode !== "navigate") {
    // Style and script of a kept page, should the browser have let go of them.
    if (/^(style|script)$/.test(request.destination)) {
      event.respondWith(fetch(request).catch(async () => (await caches.match(request)) || Response.error()));
    }
  } else if (pathname === scope || pathname.startsWith(scope + "/")) {
    if (request.method === "GET") event.respondWith(open(request));
    // A form of another site goes its usual way, and is refused by the server. So do those that hold no answer: a number to
    // send a code to, a wish to be contacted.
    else if (request.referrer.startsWith(origin + "/") && ANSWER.test(pathname.slice(scope.length))) event.respondWith(keepAndSend(request));
  }
});

async function forget() {
  await Promise.all([caches.delete(PAGES), caches.delete(ANSWERS), registration.unregister()]);
}

// An answer is kept before it is sent, and let go when the server has it: a phone may go off in between.
async function keepAndSend(request) {
  const own = request.url;
  const body = await request.text();
  try {
    const answers = await caches.open(ANSWERS);
    const waited = (await answers.keys()).length > 0;
    await answers.delete(own);
    await answers.put(own, new Response(body));
    const answer = await sendKept(own);
    if (answer && waited) await say();
    return answer || keptPage(own, "post");
  } catch (error) {
    // No room left to keep anything: the form goes as if this worker were not there.
    return (await post(own, body)) || keptPage(own, "post");
  }
}

async function open(request) {
  if ((await caches.has(ANSWERS)) && (await (await caches.open(ANSWERS)).keys()).length) {
    const answer = await sendKept();
    if (answer === null) return keptPage(request.url);
    if (answer) return answer;
    await say();
  }
  return (await reach(request)) || keptPage(request.url);
}

// Sends what is kept, in the order in which it was typed. Returns the page to show: that of `own`, or of an answer that the
// server does not take (what was typed is on it); nothing where all went well; null where there is no signal.
async function sendKept(own) {
  const answers = await caches.open(ANSWERS);
  for (const { url } of await answers.keys()) {
    const kept = await answers.match(url);
    if (!kept) continue;
    const answer = await post(url, await kept.text());
    if (!answer) return null;
    const tryAgain = answer.status >= 500 || answer.status === 429;
    if (!tryAgain) await answers.delete(url);
    if (url === own || (answer.status >= 400 && !tryAgain)) return answer;
  }
}

function post(url, body) {
  const headers = { "Content-Type": "application/x-www-form-urlencoded" };
  return reach(url, { method: "POST", body, headers, redirect: "manual" });
}

// The server's answer, or null where there is none: no signal, no server behind the proxy, or none within half a minute.
async function reach(...request) {
  const late = new Promise((resolve) => setTimeout(resolve, WAIT, null));
  try {
    const answer = await Promise.race([fetch(...request), late]);
    return answer && [502, 503, 504].includes(answer.status) ? null : answer;
  } catch (error) {
    return null;
  }
}

async function say() {
  await (await caches.open(PAGES)).put(SAID, new Response());
}

// The page asked for, or else the last one that was open.
async function keptPage(url, how) {
  const pages = await caches.open(PAGES);
  const kept = (await pages.keys()).filter((page) => page.url.startsWith(location.origin + scope + "/")).pop();
  const page = (await pages.match(url)) || (kept && (await pages.match(kept)));
  if (!page) return Response.error();
  const headers = {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
  };
  return new Response((await page.text()).replace("<html", `<html data-kept="${how || ""}"`), { headers });
}
