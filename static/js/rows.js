// Lists: j and k walk the rows, Enter opens, x ticks, Shift ticks all between; the bar says how many; tables can be copied.
let last = null;

export function startRows() {
  refresh();
  document.body.addEventListener("htmx:afterSettle", refresh);
  addEventListener("pageshow", refresh);
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-select-all]")) selectAll(event.target);
    if (event.target.closest(".sel")) refresh();
  });
  document.addEventListener("reset", () => setTimeout(refresh));
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest?.("input:not([type=checkbox]), textarea, select, dialog")) return;
    if (document.querySelector("[data-keys-switch]")?.checked === false) return;
    if (event.key === "j" || event.key === "k") step(event.key === "j" ? 1 : -1);
    if (event.key === "x") toggle();
  });
  document.addEventListener("click", (event) => {
    if (event.target.matches?.("tbody .sel input")) tickBetween(event);
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
  for (const box of boxes(master.closest("table"))) box.checked = master.checked;
}

const boxes = (table) => [...table.querySelectorAll("tbody .sel input")];

function tickBetween(event) {
  const box = event.target;
  const all = boxes(box.closest("table"));
  const from = all.indexOf(last);
  if (event.shiftKey && from >= 0) {
    const [low, high] = [from, all.indexOf(box)].sort((a, b) => a - b);
    for (const other of all.slice(low, high + 1)) other.checked = box.checked;
  }
  last = box;
}

function refresh() {
  for (const bar of document.querySelectorAll("[data-bulk]")) show(bar);
  for (const only of document.querySelectorAll("[data-select-all], [data-copy-table], [data-untick]")) only.hidden = false;
}

// Without scripts the bar stands always, with no number; with them it comes once something is ticked
function show(bar) {
  const all = boxes(bar.closest("form"));
  const ticked = all.filter((box) => box.checked).length;
  bar.hidden = ticked === 0;
  bar.querySelector("[data-count]").textContent = ticked;
  for (const button of bar.querySelectorAll("[data-most]")) {
    button.disabled = ticked > Number(button.dataset.most);
    button.title = button.disabled ? `at most ${button.dataset.most}` : "";
  }
  const master = bar.closest("form").querySelector("[data-select-all]");
  if (master) Object.assign(master, { checked: ticked === all.length, indeterminate: ticked > 0 && ticked < all.length });
}

// Cells as shown, with tabs between them: what a spreadsheet takes. Where rows are ticked, the head and those alone.
async function copyTable(button) {
  const table = document.querySelector(button.dataset.copyTable);
  if (!table) return;
  const some = table.querySelector("tbody .sel :checked");
  const wanted = [...table.rows].filter((row) => !row.matches(".over") && (!some || !row.closest("tbody") || row.querySelector(".sel :checked")));
  const text = (cell) => cell.innerText.trim().replace(/\s+/g, " ");
  const rows = wanted.map((row) => [...row.cells].filter((cell) => !cell.matches(".sel")).map(text).join("\t"));
  const before = button.textContent;
  try {
    await navigator.clipboard.writeText(rows.join("\n"));
    button.textContent = "Copied";
  } catch {
    button.textContent = "The browser did not allow it";
  }
  setTimeout(() => { button.textContent = before; }, 2000);
}
