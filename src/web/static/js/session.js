// Two minutes before the session ends, offer to stay. What a person does counts as activity, in
// this window or another; a page asking for news by itself does not.
import { unasked } from "./news.js";

const WARNING = 120; // seconds before the end
const FILLED_IN = "#main form[method=post] :is(input:not([type=hidden]), select, textarea)";

const dialog = document.getElementById("session");
if (dialog) {
  const whole = Number(dialog.dataset.seconds);
  const windows = new BroadcastChannel("session");
  let end;
  let warned;

  const extend = (seconds, tell = true) => {
    end = Date.now() + seconds * 1000;
    warned = seconds <= WARNING; // nothing done now would make it last longer
    if (dialog.open) dialog.close();
    if (tell) windows.postMessage(seconds);
  };
  extend(whole);
  warned = false;
  windows.onmessage = ({ data }) => extend(data, false);

  document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
    if (unasked(ctx)) return;
    const left = Number(ctx.response.headers.get("X-Session-Seconds"));
    if (left) extend(left);
  });

  const form = dialog.querySelector("form");
  form.addEventListener("submit", async (event) => {
    if (form.method === "dialog") return;
    event.preventDefault();
    try {
      const body = new URLSearchParams(new FormData(form));
      const answer = await fetch(form.action, { method: "POST", body });
      if (answer.ok && !new URL(answer.url).pathname.startsWith(dialog.dataset.signIn)) {
        extend(Number(answer.headers.get("X-Session-Seconds")) || whole);
      } else over();
    } catch {
      dialog.querySelector("[data-session-text]").textContent =
        "No answer came back. Check your connection, then choose Stay signed in again.";
    } finally {
      form.removeAttribute("aria-busy");
    }
  });

  const clock = setInterval(() => {
    const left = (end - Date.now()) / 1000;
    if (left <= 0) return over();
    if (left > WARNING || warned) return;
    warned = true;
    const at = new Date(end).toLocaleTimeString([], { hour: "numeric", minute: "2-digit" });
    dialog.querySelector("[data-session-text]").textContent =
      `You will be signed out at ${at} unless you stay.`;
    show();
  }, 1000);

  const over = () => {
    clearInterval(clock);
    dialog.querySelector("h2").textContent = "Your session has ended";
    const typed = document.querySelector(FILLED_IN);
    dialog.querySelector("[data-session-text]").textContent = typed
      ? "What you typed is still on this page. Save or submit it as usual: you are asked to sign in first."
      : "This page was emptied, so that nobody else reads it. Sign in to see it again.";
    if (!typed) empty();
    form.method = "dialog";
    form.querySelector("button").textContent = "Close";
    show();
  };

  // Nobody's data stays on a screen that was left alone, whether or not the site can be reached.
  const empty = () => {
    const main = document.getElementById("main");
    for (const part of main.querySelectorAll(":scope > :not([role], #dialog)")) part.remove();
    for (const part of main.children) part.replaceChildren();
    const heading = document.createElement("h1");
    heading.textContent = "Your session has ended";
    const again = document.createElement("a");
    again.textContent = "Sign in";
    again.href = location.href;
    main.append(heading, again);
  };

  // A whole page that was swapped in brought a dialog of its own; the sign-in page has none.
  const show = () => {
    if (!dialog.isConnected) document.getElementById("session")?.replaceWith(dialog);
    if (dialog.isConnected && !dialog.open) dialog.showModal();
  };
}
