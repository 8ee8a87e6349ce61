// Typing a sheet in: Enter goes on, what is typed is saved as it is typed, and questions to skip turn grey.
// Everything works without this as one form with buttons.
(function () {
  "use strict";

  var form = document.getElementById("entry");
  if (!form) return;
  var questions = Array.prototype.slice.call(form.querySelectorAll("[data-question]"));
  var controls = Array.prototype.slice.call(form.querySelectorAll("input:not([type=hidden]), textarea"));
  var finish = document.getElementById("finish");

  function control(question) {
    return question.querySelector("input, textarea");
  }

  // What is typed, as the keys of answers: "13" is 1 and 3 where no answer has two digits.
  function keys(question) {
    var typed = control(question).value.trim().toLowerCase();
    var known = Array.prototype.map.call(question.querySelectorAll("li"), function (item) {
      return item.getAttribute("data-key");
    });
    if (question.getAttribute("data-kind") === "text") return [];
    if (/^(number|scale)$/.test(question.getAttribute("data-kind"))) return [typed];
    var parts = typed.split(/[\s,;.+]+/);
    return known.length < 10 ? parts.join("").split("") : parts;
  }

  function takes(route, typed, number) {
    var open = route.least === null && route.most === null;
    if (!route.when.length && open) return true;
    if (route.when.length && !route.when.some(function (key) { return typed.indexOf(key) >= 0; })) return false;
    if (open) return true;
    if (isNaN(number)) return false;
    return (route.least === null || number >= route.least) && (route.most === null || number <= route.most);
  }

  function follow() {
    var until = null;
    questions.forEach(function (question) {
      var key = question.getAttribute("data-question");
      var part = question.parentNode;
      if (until && (until.part !== part || until.to === key)) until = null;
      var typed = keys(question);
      show(question, !!until, typed);
      if (until || !question.hasAttribute("data-routes")) return;
      var routes = JSON.parse(question.getAttribute("data-routes"));
      for (var place = 0; place < routes.length; place += 1) {
        if (!takes(routes[place], typed, parseInt(typed[0], 10))) continue;
        if (routes[place].to) until = { part: part, to: routes[place].to };
        break;
      }
    });
  }

  function show(question, skipped, typed) {
    question.classList.toggle("app-entry__question--skipped", skipped);
    question.querySelector(".app-entry__skip").hidden = !skipped;
    question.querySelectorAll("li[data-key]").forEach(function (item) {
      item.classList.toggle("app-entry__picked", typed.indexOf(item.getAttribute("data-key")) >= 0);
    });
    var danger = question.getAttribute("data-danger");
    if (!danger) return;
    var dangerous = JSON.parse(danger).some(function (key) { return typed.indexOf(key) >= 0; });
    question.querySelector(".app-entry__danger").hidden = skipped || !dangerous;
  }

  // What no answer of the question can be, said at once; `whole` once it is typed to its end.
  function isWrong(question, whole) {
    var kind = question.getAttribute("data-kind");
    var typed = control(question).value.trim().toLowerCase();
    if (kind === "text" || !typed || /^\?\??$/.test(typed)) return false;
    var known = Array.prototype.map.call(question.querySelectorAll("li"), function (item) {
      return item.getAttribute("data-key");
    });
    if (/^(number|scale)$/.test(kind)) {
      if (known.indexOf(typed) >= 0) return false;
      if (!/^\p{Nd}+$/u.test(typed)) return true;
      if (!/^[0-9]+$/.test(typed)) return false;
      var number = parseInt(typed, 10);
      return number > Number(question.getAttribute("data-most")) ||
        (whole && number < Number(question.getAttribute("data-least")));
    }
    var picked = keys(question).filter(function (key, place, all) { return key && all.indexOf(key) === place; });
    return picked.some(function (key) { return known.indexOf(key) < 0; }) ||
      (kind === "one" && whole && picked.length > 1);
  }

  function refuse(box, whole) {
    var question = box.closest("[data-question]");
    var words = question && question.querySelector(".app-entry__wrong");
    if (!words) return false;
    var wrong = isWrong(question, whole);
    if (words.hidden === wrong) {
      words.hidden = !wrong;
      box.classList.toggle("govuk-input--error", wrong);
      if (wrong) box.setAttribute("aria-invalid", "true");
      else box.removeAttribute("aria-invalid");
    }
    return wrong;
  }

  form.addEventListener("change", function (event) {
    refuse(event.target, true);
  });

  form.addEventListener("keydown", function (event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    var place = controls.indexOf(event.target);
    if (place < 0 || event.target.name === "reason") return;
    event.preventDefault();
    if (refuse(event.target, true)) return event.target.select();
    for (place += 1; place < controls.length; place += 1) {
      if (!controls[place].closest(".app-entry__question--skipped")) break;
    }
    var next = controls[place] || finish;
    if (!next) return;
    next.focus();
    if (next.select) next.select();
    next.scrollIntoView({ block: "center" });
  });

  // Saving: soon after the last key, when the page is left, and again until it is there. One save at a time, in order.
  var address = form.getAttribute("data-draft");
  var status = document.getElementById("saving");
  var version = form.elements.version;
  var waiting = null;
  var busy = false;
  var dirty = false;
  var leaving = false;
  var LEFT = "entry-left ";

  function later(milliseconds) {
    clearTimeout(waiting);
    waiting = setTimeout(save, milliseconds);
  }

  function say(words) {
    if (status && status.textContent !== words) status.textContent = words;
  }

  function body() {
    return new URLSearchParams(new FormData(form));
  }

  // A save goes on when its page is gone, unless it is larger than a browser takes over.
  function send(fields) {
    return fetch(address, { method: "POST", body: fields, redirect: "manual", keepalive: fields.toString().length < 30000 });
  }

  // The page is being left with words that are not saved yet. A save under way comes first, and leaves the next version.
  function saveOnLeaving() {
    if (!address || !dirty || leaving) return;
    var fields = body();
    var next = Number(version.value) + 1;
    if (busy) {
      fields.set("version", next);
      next += 1;
    }
    clearTimeout(waiting);
    waiting = null;
    dirty = false;
    busy = true;
    remember(next);
    settle(send(fields));
  }

  // The version that this page, opened again, has to show: no words are kept in the browser.
  function remember(next) {
    try {
      if (next) sessionStorage.setItem(LEFT + address, next);
      else sessionStorage.removeItem(LEFT + address);
    } catch (_error) { /* Without storage the page is opened as it comes. */ }
  }

  function isBehind() {
    var next = 0;
    try {
      next = Number(sessionStorage.getItem(LEFT + address));
    } catch (_error) { /* As above. */ }
    remember(0);
    return Number(version.value) < next;
  }

  function save() {
    waiting = null;
    if (busy || !dirty || leaving) return;
    busy = true;
    dirty = false;
    settle(send(body()));
  }

  function settle(sent) {
    sent
      .then(function (answer) {
        if (answer.status === 409) return answer.json().then(function (said) { say(said.problem); });
        if (answer.type === "opaqueredirect" || answer.status === 401) return say(form.getAttribute("data-out"));
        if (!answer.ok) throw new Error("not saved");
        return answer.json().then(function (said) {
          version.value = Math.max(said.version, version.value);
          say(form.getAttribute("data-saved"));
        });
      })
      .catch(function () {
        dirty = true;
        say(form.getAttribute("data-unsaved"));
        later(5000);
      })
      .then(function () {
        busy = false;
        if (dirty && !waiting) later(1000);
      });
  }

  form.addEventListener("input", function (event) {
    follow();
    refuse(event.target, false);
    if (!address) return;
    dirty = true;
    later(busy ? 800 : 400);
  });

  // The line is back: what waits is saved now, not at the next try.
  window.addEventListener("online", function () {
    if (dirty && !busy) later(0);
  });
  window.addEventListener("beforeunload", saveOnLeaving);
  window.addEventListener("pagehide", saveOnLeaving);
  document.addEventListener("visibilitychange", function () {
    if (document.visibilityState === "hidden") saveOnLeaving();
  });

  // A save under way would come between: wait for it, then send the page with the version it left.
  form.addEventListener("submit", function (event) {
    clearTimeout(waiting);
    if (leaving) return event.preventDefault();
    if (!busy) {
      leaving = true;
      return;
    }
    event.preventDefault();
    var pressed = event.submitter;
    setTimeout(function () {
      form.requestSubmit(pressed);
    }, 100);
  });
  window.addEventListener("pageshow", function () {
    leaving = false;
  });

  follow();
  // Opened again before its last save had come: once more, unless somebody types already.
  if (address && isBehind()) {
    setTimeout(function () {
      if (!dirty && !busy && !leaving) location.reload();
    }, 500);
  }
  if (!document.querySelector(".govuk-error-summary")) {
    var first = questions.map(control).filter(function (box) { return !box.value; })[0];
    if (first && !location.hash) first.focus();
  }
})();
