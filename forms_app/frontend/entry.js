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

  form.addEventListener("keydown", function (event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    var place = controls.indexOf(event.target);
    if (place < 0 || event.target.name === "reason") return;
    event.preventDefault();
    for (place += 1; place < controls.length; place += 1) {
      if (!controls[place].closest(".app-entry__question--skipped")) break;
    }
    var next = controls[place] || finish;
    if (!next) return;
    next.focus();
    if (next.select) next.select();
    next.scrollIntoView({ block: "center" });
  });

  // Saving: a second after the last key, and again until it is there. One save at a time, in order.
  var address = form.getAttribute("data-draft");
  var status = document.getElementById("saving");
  var version = form.elements.version;
  var waiting = null;
  var busy = false;
  var dirty = false;
  var leaving = false;

  function later(milliseconds) {
    clearTimeout(waiting);
    waiting = setTimeout(save, milliseconds);
  }

  function say(words) {
    if (status && status.textContent !== words) status.textContent = words;
  }

  function save() {
    waiting = null;
    if (busy || !dirty || leaving) return;
    busy = true;
    dirty = false;
    fetch(address, { method: "POST", body: new URLSearchParams(new FormData(form)), redirect: "manual" })
      .then(function (answer) {
        if (answer.status === 409) return answer.json().then(function (said) { say(said.problem); });
        if (answer.type === "opaqueredirect" || answer.status === 401) return say(form.getAttribute("data-out"));
        if (!answer.ok) throw new Error("not saved");
        return answer.json().then(function (said) {
          version.value = said.version;
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

  form.addEventListener("input", function () {
    follow();
    if (!address) return;
    dirty = true;
    later(busy ? 1500 : 800);
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
  if (!document.querySelector(".govuk-error-summary")) {
    var first = questions.map(control).filter(function (box) { return !box.value; })[0];
    if (first && !location.hash) first.focus();
  }
})();
