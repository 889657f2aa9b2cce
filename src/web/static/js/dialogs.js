// A <dialog open> from the server becomes modal; on closing, the focus goes back to its opener.
import { control, focusOn, heading, stillThere } from "./focus.js";

let opener = null;

// Whatever was used last may be about to open a dialog.
document.addEventListener("click", ({ target }) => (opener = control(target.closest("a, button"))), true);

/** Make every open dialog in the page's dialog place modal. */
export function upgradeDialogs() {
  for (const dialog of document.querySelectorAll("#dialog dialog[open]:not(:modal)")) {
    dialog.opener = dialog.contains(opener) ? null : opener;
    dialog.removeAttribute("open");
    dialog.showModal();
  }
}

/** Close a dialog without giving the focus back, for a swap that will place it. */
export function dismiss(dialog) {
  dialog.opener = undefined;
  dialog.close();
}

document.addEventListener("close", ({ target: dialog }) => {
  if (!dialog.closest("#dialog")) return;
  dialog.remove();
  if (dialog.opener !== undefined) focusOn(stillThere(dialog.opener) ?? heading());
}, true);
