// Small help for pages that work without it: nothing here is needed to answer, to save or to send.
(function () {
  "use strict";

  // After an error, or a success that is said aloud, start reading there.
  var message = document.querySelector(
    '.govuk-error-summary:not([data-disable-auto-focus="true"]), .govuk-notification-banner--success:not([data-disable-auto-focus="true"])'
  );
  if (message) {
    message.setAttribute("tabindex", "-1");
    message.focus();
    message.addEventListener("blur", function () {
      message.removeAttribute("tabindex");
    });
  }

  // A link in the error summary goes into the control, and shows its question as well.
  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest(".govuk-error-summary a[href^='#']");
    var control = link && document.getElementById(link.getAttribute("href").slice(1));
    if (!control) return;
    event.preventDefault();
    var question = control.closest("fieldset") || document.querySelector('label[for="' + control.id + '"]');
    (question || control).scrollIntoView();
    control.focus({ preventScroll: true });
  });

  // "None of these" and the other answers untick each other.
  document.addEventListener("change", function (event) {
    var box = event.target;
    if (box.type !== "checkbox" || !box.checked) return;
    var alone = box.getAttribute("data-behaviour") === "exclusive";
    document.getElementsByName(box.name).forEach(function (other) {
      if (other !== box && (alone || other.getAttribute("data-behaviour") === "exclusive")) other.checked = false;
    });
  });

  // A double tap sends once.
  var sent = 0;
  document.addEventListener("click", function (event) {
    var button = event.target.closest && event.target.closest('[data-prevent-double-click="true"]');
    if (!button) return;
    if (event.timeStamp - sent < 1000 && sent) event.preventDefault();
    else sent = event.timeStamp;
  });
})();
