// A figure as PNG: its SVG file, which carries the source line, drawn at twice its size.
const SCALE = 2;

export function startPng() {
  for (const link of document.querySelectorAll("[data-png]")) link.hidden = false;
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("[data-png]");
    if (!link) return;
    event.preventDefault();
    save(link);
  });
}

async function save(link) {
  const picture = new Image();
  picture.src = link.href;
  try {
    await picture.decode();
  } catch {
    link.textContent = "PNG: the figure could not be read";
    return;
  }
  const canvas = document.createElement("canvas");
  canvas.width = picture.naturalWidth * SCALE;
  canvas.height = picture.naturalHeight * SCALE;
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  canvas.toBlob((blob) => {
    const out = document.createElement("a");
    out.href = URL.createObjectURL(blob);
    out.download = link.dataset.png;
    out.click();
    setTimeout(() => URL.revokeObjectURL(out.href), 1000);
  }, "image/png");
}
