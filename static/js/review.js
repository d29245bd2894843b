// Review: j and k walk the proposals, a accepts, e opens the edit box and Escape leaves it, x rejects; files can be dropped on the intake form.
export function startReview() {
  startDrop();
  const page = document.querySelector("[data-review]");
  if (!page) return;
  choose(page, page.querySelector(".card:target") ?? page.querySelector(".card.has-error") ?? page.querySelector(".card.is-proposed"), false);
  page.addEventListener("focusin", (event) => choose(page, event.target.closest("[data-card]"), false));
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (event.key === "Escape") return leave(event.target);
    if (event.target.closest?.("input, textarea, select, dialog")) return;
    if (document.querySelector("[data-keys-switch]")?.checked === false) return;
    const act = ACTS[event.key];
    if (!act) return;
    event.preventDefault();
    act(page);
  });
}

const ACTS = {
  j: (page) => step(page, 1),
  k: (page) => step(page, -1),
  a: (page) => press(page, "[data-accept]"),
  x: (page) => press(page, "[data-reject]"),
  e: (page) => {
    const box = chosen(page)?.querySelector("details.edit");
    if (!box) return;
    box.open = true;
    box.querySelector("input, select")?.focus();
  },
};

// From a field of a card back to the card, so that the other keys work again; what was typed stays.
function leave(field) {
  if (field.closest?.("input, textarea, select")) field.closest("[data-card]")?.focus({ preventScroll: true });
}

const chosen = (page) => page.querySelector(".card.chosen");
const waiting = (page) => [...page.querySelectorAll(".card.is-proposed")];

function step(page, by) {
  const all = waiting(page);
  const at = all.indexOf(chosen(page));
  choose(page, all[at < 0 ? 0 : Math.min(all.length - 1, Math.max(0, at + by))], true);
}

function press(page, selector) {
  const card = chosen(page);
  const button = card?.querySelector(selector);
  if (!button) return;
  const all = waiting(page);
  const next = all[all.indexOf(card) + 1];
  if (next) {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name: "after", value: next.id });
    button.form.append(field);
  }
  button.form.requestSubmit(button);
}

function choose(page, card, go) {
  if (!card || card === chosen(page)) return;
  chosen(page)?.classList.remove("chosen");
  card.classList.add("chosen");
  for (const mark of page.querySelectorAll("mark")) mark.classList.toggle("chosen", mark.dataset.for.split(" ").includes(card.id));
  page.querySelector("mark.chosen")?.scrollIntoView({ block: "nearest" });
  if (!go) return;
  card.focus({ preventScroll: true });
  card.scrollIntoView({ block: "nearest" });
}

function startDrop() {
  const form = document.querySelector("[data-drop]");
  const files = form?.querySelector("input[type=file]");
  if (!files) return;
  for (const name of ["dragover", "dragleave", "drop"]) {
    form.addEventListener(name, (event) => {
      if (![...(event.dataTransfer?.types ?? [])].includes("Files")) return;
      event.preventDefault();
      form.classList.toggle("over", name === "dragover");
      if (name === "drop") files.files = event.dataTransfer.files;
    });
  }
}
