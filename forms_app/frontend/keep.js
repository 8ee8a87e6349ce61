// Nothing typed is lost on a phone: not by a reload, not without signal. Nothing stays on it after the receipt.
// `words` and `links` come with this script, see forms_app/respond/phone.py.
(async function () {
  "use strict";
  const root = document.documentElement;
  const page = "<!DOCTYPE html>" + root.outerHTML;
  const [scope] = location.pathname.match(/^\/a\/[^/]+/) || [""];
  const PAGES = "kept pages ";
  const ANSWERS = "kept answers ";
  const form = document.querySelector("#question, form[action$='/answers/send']");
  const workers = "caches" in window && navigator.serviceWorker;
  const isKept = "kept" in root.dataset;
  const draft = "typed " + (form ? form.action : "");
  const hasErrors = document.querySelector(".govuk-error-summary");
  let changed = false;

  // What is kept for one address, and where the worker is at home.
  async function forget(address) {
    for (const name of Object.keys(sessionStorage)) {
      if (name.startsWith("typed " + location.origin + address + "/")) sessionStorage.removeItem(name);
    }
    sessionStorage.removeItem("sent");
    if (!workers) return;
    await Promise.all([caches.delete(PAGES + address), caches.delete(ANSWERS + address)]);
    for (const found of await workers.getRegistrations()) {
      if (new URL(found.scope).pathname === address) await found.unregister();
    }
  }

  // Answers that were begun here and never finished go when the server lets go of them too.
  async function forgetOld() {
    for (const name of workers ? await caches.keys() : []) {
      if (!name.startsWith(PAGES)) continue;
      const address = name.slice(PAGES.length);
      const until = await (await caches.open(name)).match(address + "?until");
      if (until && (await until.text()) < day(0)) await forget(address);
    }
  }

  const day = (later) => new Date(Date.now() + later * 86400000).toISOString().slice(0, 10);

  // "Exit this page quickly": the page is empty at once, Back does not lead to it, and leads away again from those before it.
  function leave(address) {
    document.title = "";
    document.body.replaceChildren();
    location.replace(address);
  }

  document.addEventListener("click", function (event) {
    const link = event.target.closest && event.target.closest("a[data-exit]");
    if (!link) return;
    event.preventDefault();
    sessionStorage.clear();
    sessionStorage.setItem("left", link.href);
    if (scope && workers) {
      forget(scope);
      if (workers.controller) workers.controller.postMessage("forget");
    }
    leave(link.href);
  });

  // Whoever comes anew, by a link or an address, is let in.
  const [visit] = performance.getEntriesByType("navigation");
  if (!visit || visit.type === "navigate") sessionStorage.removeItem("left");
  const left = () => sessionStorage.getItem("left");
  addEventListener("pageshow", () => left() && leave(left()));
  if (left()) return leave(left());

  function notice(...sentences) {
    const old = document.getElementById("signal");
    const box = old || document.createElement("div");
    box.id = "signal";
    box.className = "govuk-inset-text";
    box.setAttribute("role", "alert");
    box.textContent = sentences.join(" ");
    if (words.english) Object.assign(box, { lang: "en", dir: "ltr" });
    if (!old) document.getElementById("main-content").prepend(box);
    box.scrollIntoView({ block: "nearest" });
  }

  // Fills the form as it was typed; `typed`: pairs of name and value.
  function fill(typed) {
    const values = new Map();
    for (const [name, value] of typed) values.set(name, [...(values.get(name) || []), value]);
    for (const field of form.elements) {
      const given = values.get(field.name) || [];
      if (/^(radio|checkbox)$/.test(field.type)) field.checked = given.includes(field.value);
      else if (/^(text|textarea|email|tel)$/.test(field.type) && given.length) field.value = given.shift();
    }
  }

  // Sends the form as the button did that was pressed without signal.
  function sendAgain(go) {
    if (go) {
      const field = document.createElement("input");
      Object.assign(field, { type: "hidden", name: "go", value: go });
      form.prepend(field);
    }
    form.submit();
  }

  // Asks now and then whether the server can be reached, and goes on when it can.
  function whenBack(goOn) {
    let asking = false;
    async function ask() {
      if (asking || document.hidden || !navigator.onLine) return;
      asking = true;
      const there = await fetch(links.worker, { method: "HEAD", cache: "no-store" }).then((a) => a.ok, () => false);
      asking = false;
      if (!there) return;
      clearInterval(timer);
      removeEventListener("online", ask);
      if (changed) notice(words.back);
      else goOn();
    }
    const timer = setInterval(ask, 10000);
    addEventListener("online", ask);
  }

  const cutOff = () => (navigator.onLine ? words.unreachable : words.noSignal);

  // A page that the worker brought back because the server could not be reached.
  async function showKept() {
    const kept = form && (await (await caches.open(ANSWERS + scope)).match(form.action));
    if (!kept) {
      notice(cutOff(), words.pageKept);
      return whenBack(() => location.replace(root.dataset.kept ? scope : location.href));
    }
    const typed = [...new URLSearchParams(await kept.text())];
    if (!changed && !sessionStorage.getItem(draft)) fill(typed);
    notice(cutOff(), form.id ? words.answerKept : words.notSentYet);
    whenBack(() => sendAgain((typed.find(([name]) => name === "go") || [])[1]));
  }

  // The last three pages that were open, so that a reload or Back without signal shows them, and what they look like.
  async function keepPage() {
    if (isKept || hasErrors) return;
    const pages = await caches.open(PAGES + scope);
    await pages.put(scope + "?until", new Response(day(links.days)));
    await pages.delete(location.href);
    await pages.put(location.href, new Response(page));
    const kept = (await pages.keys()).filter((one) => one.url.startsWith(location.origin + scope + "/"));
    for (const old of kept.slice(0, -3)) await pages.delete(old);
    for (const part of document.querySelectorAll("link[rel=stylesheet], script[src]")) {
      const address = part.href || part.src;
      if (!(await pages.match(address))) await pages.put(address, await fetch(address, { cache: "force-cache" }));
    }
  }

  // The worker comes with the first thing typed, so that the first page stays light.
  let starting = false;
  async function start() {
    if (starting || !workers) return;
    starting = true;
    await workers.register(links.worker, { scope: scope, updateViaCache: "all" }).then(keepPage, () => {});
  }

  // A double tap sends once. Where no worker can keep what was typed, it stays on the page.
  let sent = -1000;
  addEventListener("pageshow", () => (sent = -1000));
  document.addEventListener("submit", function (event) {
    if (event.timeStamp - sent < 1000) return event.preventDefault();
    const ours = event.target === form;
    if (navigator.onLine || (ours && workers && workers.controller)) {
      sent = event.timeStamp;
      if (ours) sessionStorage.setItem("sent", draft);
      return;
    }
    event.preventDefault();
    changed = false;
    notice(words.noSignal, ours ? words.stayHere : words.nothingSent);
    const pressed = event.submitter;
    if (ours) whenBack(() => sendAgain(pressed && pressed.name === "go" ? pressed.value : ""));
  });

  // The keyboard never covers the field that is typed into.
  if (window.visualViewport) {
    visualViewport.addEventListener("resize", function () {
      const field = document.activeElement;
      if (!/^(INPUT|TEXTAREA)$/.test(field.tagName)) return;
      const { top, bottom } = field.getBoundingClientRect();
      if (bottom > visualViewport.height || top < 0) field.scrollIntoView({ block: "nearest" });
    });
  }

  if (form) {
    const before = sessionStorage.getItem("sent");
    if (before && before !== draft && !isKept) sessionStorage.removeItem(before);
    if (hasErrors) sessionStorage.removeItem(draft);
    else if (sessionStorage.getItem(draft)) fill(JSON.parse(sessionStorage.getItem(draft)));
    form.addEventListener("input", function () {
      changed = true;
      const typed = [...new FormData(form)].filter(([name]) => name !== "whole" && name !== "go");
      sessionStorage.setItem(draft, JSON.stringify(typed));
      start();
    });
  }

  await forgetOld();
  if (!scope || document.querySelector("[data-fault]")) return;
  if (isKept) return showKept();
  if (!form) {
    const waits = workers && (await caches.has(ANSWERS + scope)) && (await (await caches.open(ANSWERS + scope)).keys()).length;
    if (!waits || /\/(sent|help)$/.test(location.pathname)) await forget(scope);
  } else if (workers && workers.controller) {
    await keepPage();
    if (await (await caches.open(PAGES + scope)).delete(scope + "?said")) notice(words.keptSent);
  } else if (document.referrer.startsWith(location.origin + scope + "/")) await start();
})();
