// What htmx does not decide by itself: the focus after a swap, whole pages that answer a partial
// request, and answers that never come.
import { dismiss } from "./dialogs.js";
import { control, focusOn, heading, stillThere } from "./focus.js";
import { unasked } from "./news.js";

const places = new WeakMap(); // request context → who asked, and the rows that follow

document.addEventListener("htmx:before:request", ({ detail: { ctx } }) => {
  const active = document.activeElement;
  if (unasked(ctx) && !ctx.sourceElement.contains(active)) return;
  const asked = unasked(ctx) ? active : control(ctx.request.submitter ?? ctx.sourceElement);
  const row = asked?.closest?.("tbody tr");
  const next = [];
  for (let r = row; r; r = r.nextElementSibling) next.push(r.id);
  places.set(ctx, { asked, next });
});

// A redirect or an error may bring a whole page: show it as one, under its own address.
document.addEventListener("htmx:after:request", (event) => {
  const { ctx } = event.detail;
  if (event.defaultPrevented) return;
  const { raw } = ctx.response;
  if (/^\s*<!doctype/i.test(ctx.text)) {
    if (ctx.target === document.body) return;
    ctx.target = document.body;
    ctx.swap = "outerSync";
    ctx.push = raw.redirected ? "true" : "false";
  } else if (raw.status >= 400 && !raw.headers.get("content-type")?.includes("html")) {
    ctx.swap = "none";
    say("That did not work. Reload the page to see where things stand, then try again.");
  }
});

// A dialog whose form is answered elsewhere in the page has done its work.
document.addEventListener("htmx:before:swap", ({ detail: { ctx, tasks } }) => {
  const dialog = ctx.sourceElement?.closest?.("#dialog dialog");
  if (dialog && tasks.some((task) => task.type === "main" && !task.target?.closest?.("#dialog"))) {
    dismiss(dialog);
  }
});

document.addEventListener("htmx:error", ({ detail: { ctx } }) => {
  if (ctx && !ctx.response && !unasked(ctx)) {
    say("No answer came back. Check your connection, then reload the page to see what was done.");
  }
});

/** Give the focus a home after a swap, unless it kept one or the answer chose one by autofocus. */
export function keepPlace(ctx) {
  const active = stillThere(document.activeElement);
  if (active && active !== document.body && active !== document.documentElement) return;
  if (document.querySelector("dialog:modal")) return;
  const place = places.get(ctx);
  if (!place) return;
  const row = place.next.map((id) => id && document.getElementById(id)).find(Boolean);
  focusOn(row?.querySelector(".more, th a") ?? stillThere(place.asked) ?? heading());
}

function say(text) {
  const message = document.createElement("div");
  message.className = "message alert";
  message.append(Object.assign(document.createElement("p"), { textContent: text }));
  document.getElementById("alert")?.replaceChildren(message);
}
