// Passkeys: the browser makes or uses one as the page asks, and the answer is sent with the page's form.
(function () {
  "use strict";

  var part = document.querySelector("[data-passkey]");
  if (!part || !window.PublicKeyCredential || !navigator.credentials) return;
  var form = part.closest("form");
  var button = document.getElementById("use-passkey");
  var problem = part.querySelector("[data-passkey-problem]");
  var creates = part.getAttribute("data-passkey") === "create";
  var busy = false;

  part.querySelector("[data-passkey-unsupported]").hidden = true;
  part.querySelector("[data-passkey-button]").hidden = false;

  function bytes(text) {
    var plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, function (letter) { return letter.charCodeAt(0); });
  }

  function text(buffer) {
    var plain = String.fromCharCode.apply(null, new Uint8Array(buffer));
    return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  }

  // The page asks in JSON, in which bytes are written as letters.
  function asked() {
    var options = JSON.parse(part.getAttribute("data-options"));
    options.challenge = bytes(options.challenge);
    if (options.user) options.user.id = bytes(options.user.id);
    (options.excludeCredentials || []).concat(options.allowCredentials || []).forEach(function (one) {
      one.id = bytes(one.id);
    });
    return { publicKey: options };
  }

  function answerOf(credential) {
    var response = {};
    ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"].forEach(function (name) {
      if (credential.response[name]) response[name] = text(credential.response[name]);
    });
    if (credential.response.getTransports) response.transports = credential.response.getTransports();
    return JSON.stringify({
      id: credential.id,
      rawId: text(credential.rawId),
      type: credential.type,
      response: response,
      clientExtensionResults: {},
    });
  }

  function say(name) {
    problem.textContent = part.getAttribute("data-" + name);
    busy = false;
    button.focus();
  }

  function start() {
    if (busy) return;
    busy = true;
    problem.textContent = "";
    Promise.resolve()
      .then(function () {
        return creates ? navigator.credentials.create(asked()) : navigator.credentials.get(asked());
      })
      .then(function (credential) {
        form.elements.answer.value = answerOf(credential);
        if (part.hasAttribute("data-action")) form.action = part.getAttribute("data-action");
        form.submit();
      })
      .catch(function (error) {
        if (error.name === "InvalidStateError") say("known");
        else if (error.name === "NotAllowedError" || error.name === "AbortError") say("cancelled");
        else say("failed");
      });
  }

  button.addEventListener("click", start);
  // Enter in the field for a name.
  form.addEventListener("submit", function (event) {
    if (!creates) return;
    event.preventDefault();
    start();
  });

  // Going back to this page after it was sent: what is on it was used.
  window.addEventListener("pageshow", function (event) {
    if (event.persisted) window.location.reload();
  });
})();
