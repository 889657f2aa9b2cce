// Parts of a page that ask for themselves every few seconds: nobody did anything.

/** Whether a request is one of theirs. */
export const unasked = (ctx) => ctx.sourceElement?.matches?.("[hx-trigger^=every]") ?? false;

// What is no news leaves the page as it is; the next question may have an answer again.
document.addEventListener("htmx:after:request", (event) => {
  const { ctx } = event.detail;
  if (unasked(ctx) && (ctx.response.status >= 400 || ctx.response.raw.redirected)) event.preventDefault();
});
