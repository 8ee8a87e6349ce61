// A review by keyboard: the number of an answer chooses it and goes on to the next question; S is the same as last time.
// Keys work only while an answer of the form has the focus, so they disturb neither words nor a screen reader's own keys.
(function () {
  "use strict";

  var form = document.querySelector("form[data-review]");
  if (!form) return;
  var asks = Array.prototype.slice.call(form.querySelectorAll("[data-ask]"));
  var correcting = form.hasAttribute("data-correction");

  function ask(goal, name) {
    return goal.querySelector('[data-ask="' + name + '"]');
  }

  function chosen(group) {
    return group.querySelector("input:checked");
  }

  function isDone(group) {
    if (group.closest("[hidden]")) return true;
    if (group.matches("input, select")) return group.value !== "";
    if (group.querySelector("[type=checkbox]")) return false;
    var goal = group.closest("[data-goal]");
    var achieved = goal && group !== ask(goal, "achieved") && chosen(ask(goal, "achieved"));
    return !!chosen(group) || !!(achieved && achieved.value === "no_longer_wanted");
  }

  function goOn(from) {
    var next = asks.slice(asks.indexOf(from) + 1).filter(function (group) { return !isDone(group); })[0];
    if (!next) return;
    var control = next.matches("input, select") ? next : next.querySelector("input");
    control.focus();
    next.scrollIntoView({ block: "center" });
  }

  function pick(input) {
    input.checked = input.type === "radio" || !input.checked;
    input.dispatchEvent(new Event("input", { bubbles: true }));
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  // What is achieved is a need met, unless somebody says otherwise; the reason is asked where the need is not met.
  function follow(goal) {
    var achieved = chosen(ask(goal, "achieved"));
    var met = ask(goal, "need_met");
    var answer = chosen(met);
    if (achieved && achieved.value === "yes" && !answer) {
      met.querySelector('[value="yes"]').checked = true;
      met.setAttribute("data-follows", "");
    } else if (achieved && achieved.value !== "yes" && met.hasAttribute("data-follows")) {
      met.removeAttribute("data-follows");
      if (answer) answer.checked = false;
    }
    answer = chosen(met);
    var reason = goal.querySelector("[data-reason]");
    reason.hidden = !(answer && answer.value === "no") && !reason.querySelector("select").value &&
      !reason.querySelector(".govuk-error-message");
    if (answer && answer.value === "yes") reason.querySelector("select").value = "";
  }

  function sameAsLastTime(goal) {
    var button = goal.querySelector("[data-same]");
    if (!button) return;
    var last = JSON.parse(button.getAttribute("data-same"));
    ["achieved", "score", "need_met"].forEach(function (name) {
      var group = ask(goal, name);
      group.querySelectorAll("input").forEach(function (input) { input.checked = input.value === String(last[name]); });
    });
    ask(goal, "need_met").removeAttribute("data-follows");
    ask(goal, "unmet_reason").value = last.unmet_reason || "";
    follow(goal);
    form.dispatchEvent(new Event("draft:changed"));
    goOn(ask(goal, "unmet_reason"));
  }

  form.addEventListener("change", function (event) {
    var goal = event.target.closest("[data-goal]");
    if (!goal) return;
    var group = event.target.closest('[data-ask="need_met"]');
    if (group) group.removeAttribute("data-follows");
    follow(goal);
  });

  form.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    var group = event.target.closest("[data-ask]");
    if (!group) return;
    if (event.key === "Enter" && event.target.matches("select")) {
      event.preventDefault();
      return goOn(group);
    }
    if (!/^(radio|checkbox)$/.test(event.target.type)) return;
    var goal = group.closest("[data-goal]");
    if (event.key.toLowerCase() === "s" && goal && goal.querySelector("[data-same]")) {
      event.preventDefault();
      return sameAsLastTime(goal);
    }
    var input = /^[1-9]$/.test(event.key) && group.querySelectorAll("input")[Number(event.key) - 1];
    if (!input) return;
    event.preventDefault();
    input.focus();
    pick(input);
    if (input.type === "radio") goOn(group);
  });

  form.querySelectorAll("[data-same]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () { sameAsLastTime(button.closest("[data-goal]")); });
  });
  form.querySelectorAll("[data-goal]").forEach(follow);

  // A keyboard begins at the heading: one Tab further is the first answer.
  var hint = document.querySelector("[data-keys]");
  if (hint && !correcting) hint.hidden = false;
  var heading = document.getElementById("review-heading");
  if (heading && document.activeElement === document.body && !location.hash && !document.querySelector(".govuk-error-summary")) {
    heading.setAttribute("tabindex", "-1");
    heading.focus({ preventScroll: true });
  }
})();
