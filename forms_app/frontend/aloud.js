// Reads the page aloud: its question, hint and choices, or its text. Never what somebody typed. A second press stops it.
// Comes only when its button (aloud_button.js) is pressed for the first time.
(function () {
  "use strict";
  const READ = "h1, h2, p, li, label, .govuk-hint, .govuk-inset-text, .govuk-radios__divider, .govuk-checkboxes__divider";
  const NOT_READ = "a[data-exit], .govuk-visually-hidden, [hidden], [aria-hidden=true]";
  let reading = false;

  function parts() {
    const found = [...document.getElementById("main-content").querySelectorAll(READ)];
    return found.filter((part) => !part.closest(NOT_READ) && !part.querySelector(READ + ", a[data-exit], button"));
  }

  function stop(button, words) {
    reading = false;
    speechSynthesis.cancel();
    button.textContent = words.readAloud;
    button.setAttribute("aria-pressed", "false");
  }

  window.readAloud = function (button, voice, words) {
    if (reading) return stop(button, words);
    reading = true;
    button.textContent = words.stopReading;
    button.setAttribute("aria-pressed", "true");
    speechSynthesis.cancel();
    const texts = parts().map((part) => part.textContent.trim().replace(/\s+/g, " ")).filter(Boolean);
    texts.forEach(function (text, place) {
      const utterance = new SpeechSynthesisUtterance(text);
      Object.assign(utterance, { voice: voice, lang: voice.lang, rate: 0.9 });
      if (place === texts.length - 1) utterance.onend = () => reading && stop(button, words);
      speechSynthesis.speak(utterance);
    });
    addEventListener("pagehide", () => speechSynthesis.cancel());
  };
})();
