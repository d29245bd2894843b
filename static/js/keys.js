// Single keys: `/` search, `g` and a letter goes to a page, `?` shows the sheet. They can be switched off (WCAG 2.1.4).
const SWITCH = "single-keys";
const WAIT_MS = 1200;

const remembered = () => { try { return localStorage.getItem(SWITCH) !== "off"; } catch { return true; } };
const remember = (on) => { try { localStorage.setItem(SWITCH, on ? "on" : "off"); } catch { /* no storage: this page only */ } };

const isTyping = (target) => target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");

export function startKeys() {
  const sheet = document.querySelector("#keys");
  let on = remembered();
  let goUntil = 0;

  const box = document.querySelector("[data-keys-switch]");
  if (box) {
    box.checked = on;
    box.addEventListener("change", () => { on = box.checked; remember(on); });
  }
  for (const link of document.querySelectorAll("[data-open-keys]")) {
    link.hidden = false;
    link.addEventListener("click", (event) => { event.preventDefault(); sheet?.showModal(); });
  }

  const go = (key) => document.querySelector(`nav [data-key="${CSS.escape(key)}"]`)?.click();

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") return closeAll();
    if (!on || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || sheet?.open) return;
    if (goUntil > event.timeStamp) {
      goUntil = 0;
      go(event.key);
    } else if (event.key === "g") {
      goUntil = event.timeStamp + WAIT_MS;
    } else if (event.key === "/") {
      const search = document.querySelector("[data-search-here]") ?? document.querySelector("[data-search]");
      if (search) { event.preventDefault(); search.focus(); search.select(); }
    } else if (event.key === "?") {
      event.preventDefault();
      sheet?.showModal();
    }
  });

  // A click outside closes what opened over the page
  document.addEventListener("click", (event) => {
    for (const pop of document.querySelectorAll("details.pop[open]")) if (!pop.contains(event.target)) pop.open = false;
  });
}

function closeAll() {
  for (const pop of document.querySelectorAll("details.pop[open]")) {
    pop.open = false;
    pop.querySelector("summary").focus();
  }
}
