// A form that is being sent says so and cannot be sent twice; files can be dropped.
const LOCKED_AT_MOST = 600_000; // milliseconds: a plain submission stopped by hand never reports back
const timers = new WeakMap();

function release(form) {
  clearTimeout(timers.get(form));
  form.removeAttribute("aria-busy");
  const status = document.getElementById("status");
  for (const busy of form.querySelectorAll("[data-busy]")) {
    busy.hidden = true;
    if (status?.textContent === words(busy)) status.textContent = "";
  }
}

const words = (busy) => busy.querySelector("label").textContent;

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.getAttribute("aria-busy") === "true") {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  form.setAttribute("aria-busy", "true");
  timers.set(form, setTimeout(release, LOCKED_AT_MOST, form));
  const busy = form.querySelector("[data-busy]");
  if (!busy) return;
  busy.hidden = false;
  const status = document.getElementById("status");
  if (status) status.textContent = words(busy);
}, true);

document.addEventListener("htmx:finally:request", ({ detail: { ctx } }) => {
  if (ctx.keepIndicators) return; // the browser is on its way to another page
  if (ctx.sourceElement?.matches?.("form")) release(ctx.sourceElement);
  if (ctx.request?.form) release(ctx.request.form);
});

addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[aria-busy]")) release(form);
});

// A file dropped anywhere on the box is taken; one dropped beside it does not open in its place.
const boxOf = (event) => event.target.closest?.("[data-drop]");

for (const type of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(type, (event) => {
    if (!document.querySelector("[data-drop]") || !event.dataTransfer?.types.includes("Files")) return;
    const box = boxOf(event);
    for (const other of document.querySelectorAll("[data-drop].over")) other.classList.remove("over");
    if (type === "dragover") box?.classList.add("over");
    if (type === "dragleave" || event.target.matches("input[type=file]")) return;
    event.preventDefault();
    if (type !== "drop" || !box) return;
    const input = box.querySelector("input[type=file]");
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
    input.focus();
  });
}
