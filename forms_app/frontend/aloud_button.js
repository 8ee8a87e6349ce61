// A button that reads the page aloud, where the phone itself has a voice for its language. Voices that need the network are
// left alone: what is on the page would go to someone else's computer.
(function () {
  "use strict";
  const place = document.querySelector("[data-aloud]");
  const speech = window.speechSynthesis;
  if (!place || !speech) return;
  const language = document.documentElement.lang.split("-")[0];

  function offer() {
    const voice = speech.getVoices().find((one) => one.localService && one.lang.split(/[-_]/)[0] === language);
    if (!voice || place.querySelector("#aloud")) return;
    const button = document.createElement("button");
    Object.assign(button, { id: "aloud", type: "button", className: "app-aloud", textContent: words.readAloud });
    button.addEventListener("click", function () {
      if (window.readAloud) return window.readAloud(button, voice, words);
      const script = document.createElement("script");
      script.src = links.aloud;
      script.onload = () => window.readAloud(button, voice, words);
      document.head.append(script);
    });
    place.append(button);
  }

  speech.onvoiceschanged = offer;
  offer();
})();
