// Lists: j and k walk the rows, Enter opens, x selects; the bulk bar shows how many are selected; tables can be copied.
export function startRows() {
  refresh();
  document.body.addEventListener("htmx:afterSettle", refresh);
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-select-all]")) selectAll(event.target);
    if (event.target.closest(".sel")) refresh();
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest?.("input:not([type=checkbox]), textarea, select, dialog")) return;
    if (document.querySelector("[data-keys-switch]")?.checked === false) return;
    if (event.key === "j" || event.key === "k") step(event.key === "j" ? 1 : -1);
    if (event.key === "x") toggle();
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-copy-table]");
    if (button) copyTable(button);
  });
}

const links = () => [...document.querySelectorAll("[data-rows] tbody .title a")];

function step(by) {
  const all = links();
  const at = all.indexOf(document.activeElement?.closest("tr")?.querySelector(".title a"));
  const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : at + by];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

function toggle() {
  const box = document.activeElement?.closest("tr")?.querySelector(".sel input");
  if (box) box.click();
}

function selectAll(master) {
  for (const box of master.closest("table").querySelectorAll("tbody .sel input")) box.checked = master.checked;
}

function refresh() {
  for (const bar of document.querySelectorAll("[data-bulk]")) {
    const chosen = document.querySelectorAll("tbody .sel input:checked").length;
    bar.hidden = chosen === 0;
    const count = bar.querySelector("[data-count]");
    if (count) count.textContent = chosen;
  }
}

// Cells as shown, with tabs between them: what a spreadsheet takes
async function copyTable(button) {
  const table = document.querySelector(button.dataset.copyTable);
  if (!table) return;
  const rows = [...table.rows].map((row) => [...row.cells].map((cell) => cell.innerText.trim().replace(/\s+/g, " ")).join("\t"));
  const before = button.textContent;
  try {
    await navigator.clipboard.writeText(rows.join("\n"));
    button.textContent = "Copied";
  } catch {
    button.textContent = "The browser did not allow it";
  }
  setTimeout(() => { button.textContent = before; }, 2000);
}
