// On a phone the menu opens with a button. Without this, every link is in sight.
(function () {
  "use strict";

  var box = document.querySelector("[data-menu]");
  var list = box && box.querySelector(".govuk-service-navigation__list");
  if (!list || !window.matchMedia) return;
  var narrow = window.matchMedia("(max-width: 40.0525em)");
  var button = document.createElement("button");
  button.type = "button";
  button.className = "govuk-service-navigation__toggle";
  button.textContent = box.getAttribute("data-menu");
  button.setAttribute("aria-controls", list.id);
  list.parentNode.insertBefore(button, list);

  function show(open) {
    button.hidden = !narrow.matches;
    button.setAttribute("aria-expanded", String(open));
    list.hidden = narrow.matches && !open;
  }

  button.addEventListener("click", function () {
    show(list.hidden);
  });
  narrow.addEventListener("change", function () {
    show(false);
  });
  show(false);
})();
