// The claims drawer opens beside the page where there is room for it; on a narrow screen the link goes to its own page.
const NARROW = matchMedia("(max-width: 79.99rem)");

export function startDrawer() {
  let opener = null;

  // Capture, so that on a narrow screen or for a new tab the element's own request never starts
  document.addEventListener("click", (event) => {
    const mark = event.target.closest?.("a.mark[hx-get]");
    if (!mark) return;
    const plain = event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0;
    if (NARROW.matches || plain || !document.querySelector("#drawer")) event.stopPropagation();
    else opener = mark;
  }, true);

  document.body.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target?.id !== "drawer") return;
    for (const mark of document.querySelectorAll("a.mark.is-open")) mark.classList.remove("is-open");
    opener?.classList.add("is-open");
    document.querySelector("#claims-title")?.focus({ preventScroll: true });
  });

  const close = (event) => {
    const drawer = document.querySelector("#drawer");
    if (!drawer?.firstElementChild || !opener) return;
    event.preventDefault();
    drawer.replaceChildren();
    opener.classList.remove("is-open");
    opener.focus();
    opener = null;
    const address = new URL(location.href);
    address.searchParams.delete("claims");
    history.replaceState(history.state, "", address);
  };
  document.addEventListener("click", (event) => { if (event.target.closest?.("[data-close-drawer]")) close(event); });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && !document.querySelector("dialog[open]")) close(event); });

  // What the server could not answer is said where it was asked for
  document.body.addEventListener("htmx:responseError", (event) => say(`The server answered ${event.detail.xhr.status}. Nothing on this page has changed; try again or reload.`));
  document.body.addEventListener("htmx:sendError", () => say("The server could not be reached. Nothing on this page has changed."));
}

function say(words) {
  let note = document.querySelector("#live-note");
  if (!note) {
    note = document.createElement("p");
    note.id = "live-note";
    note.className = "notice warn";
    note.setAttribute("role", "alert");
    document.querySelector("main").prepend(note);
  }
  note.textContent = words;
}
