// Two minutes before the session ends, offer to stay. What a person does counts as activity, in
// this window or another; a page asking for news by itself does not.
const WARNING = 120; // seconds before the end

const dialog = document.getElementById("session");
if (dialog) {
  const whole = Number(dialog.dataset.seconds);
  const windows = new BroadcastChannel("session");
  let end;
  let warned;

  const extend = (seconds, tell = true) => {
    end = Date.now() + seconds * 1000;
    warned = false;
    if (dialog.open) dialog.close();
    if (tell) windows.postMessage(seconds);
  };
  extend(whole);
  windows.onmessage = ({ data }) => extend(data, false);

  document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
    if (ctx.sourceEvent?.type === "every") return;
    extend(Number(ctx.response.headers.get("X-Session-Seconds")) || whole);
  });

  dialog.querySelector("form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const form = event.target;
    try {
      const body = new URLSearchParams(new FormData(form));
      const answer = await fetch(form.action, { method: "POST", body });
      if (answer.ok && !new URL(answer.url).pathname.startsWith("/sign-in")) extend(whole);
      else over();
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
    dialog.querySelector("[data-session-text]").textContent =
      "Sign in again to go on. This page stays as it is until you leave it.";
    const link = Object.assign(document.createElement("a"), {
      href: "/sign-in", textContent: "Sign in", className: "button primary",
    });
    dialog.querySelector("form")?.replaceWith(link);
    show();
    link.focus();
  };

  // A whole page that was swapped in brought a dialog of its own.
  const show = () => {
    if (!dialog.isConnected) document.getElementById("session")?.replaceWith(dialog);
    if (!dialog.open) dialog.showModal();
  };
}
