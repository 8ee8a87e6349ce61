// A form that saves itself: soon after the last key, on each choice, when the page is left, and again until it is there.
// Without this, the button "Save and finish later" saves it.
(function () {
  "use strict";

  var form = document.querySelector("form[data-draft]");
  if (!form || !window.fetch) return;
  var said = form.querySelector("[data-draft-said]");
  var address = form.getAttribute("data-address");
  var PAUSE = 1200;
  var AGAIN = 5000;
  var waiting = null;
  var busy = false;
  var dirty = false;
  var leaving = false;
  var last = 0;

  function say(words) {
    if (said && said.textContent !== words) said.textContent = words;
  }

  function later(milliseconds) {
    clearTimeout(waiting);
    waiting = setTimeout(save, milliseconds);
  }

  // Saves of one page are numbered: one that comes late does no harm.
  function body() {
    var fields = new URLSearchParams(new FormData(form));
    last = Math.max(Date.now(), last + 1);
    fields.set("draft_number", last);
    return fields;
  }

  function save() {
    waiting = null;
    if (busy || !dirty || leaving) return;
    busy = true;
    dirty = false;
    send(body(), false);
  }

  function send(fields, lastChance) {
    // A browser takes over only small requests of a page that goes.
    var keepalive = lastChance && fields.toString().length < 60000;
    fetch(address, { method: "POST", body: fields, redirect: "manual", keepalive: keepalive })
      .then(function (answer) {
        if (answer.status === 401 || answer.type === "opaqueredirect") return say(form.getAttribute("data-out"));
        if (answer.status === 404) return say(form.getAttribute("data-gone"));
        if (answer.status >= 500) throw new Error("not saved");
        return answer.json().then(function (told) { say(told.words); });
      })
      .catch(function () {
        dirty = true;
        if (!leaving) say(form.getAttribute("data-unsaved"));
      })
      .then(function () {
        busy = false;
        if (dirty && !leaving) later(said && said.textContent === form.getAttribute("data-unsaved") ? AGAIN : PAUSE);
      });
  }

  function changed(pause) {
    dirty = true;
    later(pause);
  }

  form.addEventListener("input", function () { changed(PAUSE); });
  form.addEventListener("change", function () { changed(PAUSE / 2); });
  form.addEventListener("draft:changed", function () { changed(PAUSE / 2); });

  window.addEventListener("online", function () {
    if (dirty) later(0);
  });

  // The page goes: what is not saved yet goes after it.
  function goodbye() {
    if (!dirty || leaving) return;
    clearTimeout(waiting);
    dirty = false;
    busy = true;
    send(body(), true);
  }
  window.addEventListener("pagehide", goodbye);
  document.addEventListener("visibilitychange", function () {
    if (document.visibilityState === "hidden") goodbye();
  });

  // The form is sent for good: no draft may come after it, so a save under way comes first. Where the sending fails, the
  // page is still here and saves on.
  form.addEventListener("submit", function (event) {
    clearTimeout(waiting);
    if (busy && !leaving) {
      var pressed = event.submitter;
      event.preventDefault();
      dirty = false;
      whenFree(function () { form.requestSubmit(pressed); }, 50);
      return;
    }
    leaving = true;
    setTimeout(function () { leaving = false; }, 15000);
  });

  function whenFree(then, tries) {
    if (!busy || !tries) {
      busy = false;
      return then();
    }
    setTimeout(function () { whenFree(then, tries - 1); }, 100);
  }
  window.addEventListener("pageshow", function () { leaving = false; });
})();
