// Keys, the time a card was read, and an outbox: a decision that could not be sent is kept and sent once.
"use strict";
(function () {
  const KEYS = {
    accept: "a", reject: "x", unsure: "q", skip: "s", undo: "u", facilitator: "f", barrier: "b", mixed: "m",
    neutral: "n", companion: "c", link: "l", why: "w", note: "e", search: "/", help: "?",
    influence1: "1", influence2: "2", influence3: "3", influence4: "4", influence5: "5", influence6: "6",
    influence7: "7", influence8: "8", influence9: "9",
  };
  const AGAIN = 3000; // milliseconds between two tries to send
  let began = Date.now();
  let sending = false;

  function stored(name, otherwise) {
    try { return JSON.parse(localStorage.getItem(name)) || otherwise; } catch { return otherwise; }
  }
  function store(name, value) {
    try { localStorage.setItem(name, JSON.stringify(value)); return true; } catch { return false; }
  }
  const settings = () => stored("narragraph-keys", { off: false, keys: {} });
  const keyOf = (act) => settings().keys[act] || KEYS[act];

  // The buttons show the keys that are in force.
  function label() {
    const { off } = settings();
    document.documentElement.classList.toggle("no-keys", off);
    for (const shown of document.querySelectorAll("kbd[data-key]")) shown.textContent = keyOf(shown.dataset.key) || "";
  }

  function act(name) {
    if (name === "why") {
      const why = document.getElementById("why");
      if (why) why.open = !why.open;
      return Boolean(why);
    }
    const target = document.querySelector(`[data-act="${name}"]`);
    if (!target || target.disabled) return false;
    if (name === "note" || name === "search") {
      const more = target.closest("details");
      if (more) more.open = true;
      target.focus();
    } else {
      target.click();
    }
    return true;
  }

  document.addEventListener("keydown", (event) => {
    const { off } = settings();
    if (off || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return;
    const on = event.target;
    if (event.key === "Escape" && on.matches("input, select, textarea")) { on.blur(); return; }
    const typing = on.isContentEditable || on.matches("textarea, select, input:not([type=radio]):not([type=checkbox])");
    if (typing) return;
    const name = Object.keys(KEYS).find((known) => keyOf(known) === event.key);
    if (name && act(name)) event.preventDefault();
  });

  // How long a card was looked at, put into its form when it goes.
  document.addEventListener("submit", (event) => {
    const seconds = event.target.elements && event.target.elements.seconds;
    if (seconds) seconds.value = ((Date.now() - began) / 1000).toFixed(1);
  }, true);
  document.addEventListener("htmx:configRequest", (event) => {
    if ("seconds" in event.detail.parameters) event.detail.parameters.seconds = ((Date.now() - began) / 1000).toFixed(1);
  });

  // One influence is chosen: a choice among the nine empties the list of the rest, and the other way round.
  document.addEventListener("change", (event) => {
    const form = event.target.form;
    if (!form || !form.elements.other) return;
    if (event.target.name === "influence") form.elements.other.value = "";
    if (event.target.name === "other" && event.target.value) {
      for (const radio of form.querySelectorAll("[name=influence]")) radio.checked = false;
    }
  });

  function fresh() {
    began = Date.now();
    label();
    const heading = document.querySelector("[data-focus]");
    if (heading) heading.focus({ preventScroll: true });
  }
  document.addEventListener("htmx:afterSwap", () => { fresh(); window.scrollTo(0, 0); });

  // The answer to a refused form is a card that says why: it is shown like any other.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const status = event.detail.xhr.status;
    const type = event.detail.xhr.getResponseHeader("content-type") || "";
    if (status === 401) { location.href = "/signin?to=" + encodeURIComponent(location.pathname + location.search); return; }
    if (status >= 400 && status !== 503 && status !== 507) {
      if (type.includes("html") && event.detail.serverResponse.includes('id="desk"')) event.detail.shouldSwap = true;
      else tell(said(event.detail.xhr));
    }
  });

  // The outbox holds one decision at most: what comes next is not known before it is saved.
  const outbox = () => stored("narragraph-outbox", null);
  function keep(path, parameters) {
    const kept = store("narragraph-outbox", { path, parameters: Object.fromEntries(Object.entries(parameters)) });
    tell(kept
      ? "Not saved yet: the server cannot be reached. Your decision is kept on this machine and is sent as soon as it can be."
      : "Not saved: the server cannot be reached, and this browser keeps nothing. Try again.");
    for (const button of document.querySelectorAll("#desk button")) button.disabled = true;
    setTimeout(send, AGAIN);
  }
  function tell(words) {
    const box = document.getElementById("outbox");
    box.textContent = words;
    box.hidden = !words;
  }
  function said(xhr) {
    try { return JSON.parse(xhr.responseText).detail; } catch { return "The server answered " + xhr.status + "."; }
  }
  async function send() {
    const waiting = outbox();
    if (!waiting || sending) return;
    sending = true;
    try {
      const body = new URLSearchParams(waiting.parameters);
      const csrf = document.querySelector("input[name=csrf]");
      if (csrf) body.set("csrf", csrf.value);
      const answer = await fetch(waiting.path, {
        method: "POST", body, credentials: "same-origin", redirect: "follow", headers: { Accept: "text/html" },
      });
      if (answer.status === 401 || answer.redirected && answer.url.includes("/signin")) {
        tell("Not saved yet: sign in again on the page that opens; your decision is kept and then sent.");
        setTimeout(() => { location.href = "/signin?to=/decide"; }, AGAIN);
        return;
      }
      if (answer.status === 503 || answer.status === 507) throw new Error(String(answer.status));
      localStorage.removeItem("narragraph-outbox");
      if (answer.ok) location.href = "/decide?sent=1";
      else tell("The decision that was kept could not be saved (" + answer.status + "). Decide again, please.");
    } catch {
      tell("Not saved yet: the server cannot save it now. Your decision is kept on this machine and is sent as soon as it can be.");
      setTimeout(send, AGAIN);
    } finally {
      sending = false;
    }
  }
  function unsent(event) {
    const form = event.detail.elt.closest("form");
    if (form) keep(event.detail.pathInfo.requestPath, event.detail.requestConfig.parameters);
  }
  document.addEventListener("htmx:sendError", unsent);
  document.addEventListener("htmx:timeout", unsent);
  document.addEventListener("htmx:responseError", (event) => {
    if ([502, 503, 504, 507].includes(event.detail.xhr.status)) unsent(event);
  });
  window.addEventListener("online", send);

  // Settings of the keys: only on the page that has the form.
  function keysPage() {
    const form = document.getElementById("keys");
    if (!form) return;
    form.hidden = false;
    const now = settings();
    form.elements.off.checked = now.off;
    for (const field of form.querySelectorAll("[data-of]")) field.value = keyOf(field.dataset.of);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const keys = {};
      const used = new Map();
      for (const field of form.querySelectorAll("[data-of]")) {
        const key = field.value;
        if (key && used.has(key)) { tell(`"${key}" is given to two acts.`); field.focus(); return; }
        used.set(key, true);
        if (key !== KEYS[field.dataset.of]) keys[field.dataset.of] = key || "";
      }
      tell("");
      store("narragraph-keys", { off: form.elements.off.checked, keys });
      label();
      document.getElementById("keys-said").textContent = "Saved in this browser.";
    });
    document.getElementById("keys-reset").addEventListener("click", () => {
      localStorage.removeItem("narragraph-keys");
      location.reload();
    });
  }

  function start() {
    fresh();
    keysPage();
    if (outbox()) {
      tell("A decision of yours was not saved yet. It is being sent.");
      send();
    }
  }
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
