// Filters that were opened stay open when the list renews itself; focus goes to what went wrong in a form.
export function startFolds() {
  let open = [];
  document.body.addEventListener("htmx:beforeSwap", () => {
    open = [...document.querySelectorAll("details.facet[open]")].map((fold) => fold.id);
  });
  document.body.addEventListener("htmx:afterSwap", () => {
    for (const id of open) { const fold = document.getElementById(id); if (fold) fold.open = true; }
  });
  document.querySelector("[data-focus]:not([data-example] *)")?.focus();

  // Paper shows everything
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = [...document.querySelectorAll("main details:not([open]):not(.pop)")];
    for (const fold of closed) fold.open = true;
  });
  addEventListener("afterprint", () => { for (const fold of closed) fold.open = false; });
}
