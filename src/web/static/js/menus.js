// The Actions menus. The popover attribute opens and closes them; here are the arrow keys, Home,
// End, Tab and first letters of the WAI-ARIA menu button.
const buttonOf = (menu) => document.querySelector(`[popovertarget="${CSS.escape(menu.id)}"]`);
const itemsOf = (menu) => [...menu.querySelectorAll("[role=menuitem]")];

let fromEnd = false; // opened by Arrow Up: begin at the last item

document.addEventListener("toggle", ({ target: menu, newState }) => {
  if (menu.role !== "menu") return;
  const open = newState === "open";
  const button = buttonOf(menu);
  button?.setAttribute("aria-expanded", open);
  if (!open) return;
  if (button) menu.setAttribute("aria-labelledby", button.id);
  const items = itemsOf(menu);
  for (const item of items) item.tabIndex = -1;
  items.at(fromEnd ? -1 : 0)?.focus();
  fromEnd = false;
}, true);

document.addEventListener("keydown", (event) => {
  const menu = event.target.closest("[role=menu]");
  if (menu) return inMenu(event, menu);
  const button = event.target.closest(".more[popovertarget]");
  if (!button || !["ArrowDown", "ArrowUp"].includes(event.key)) return;
  event.preventDefault();
  fromEnd = event.key === "ArrowUp";
  button.popoverTargetElement?.showPopover({ source: button });
});

function inMenu(event, menu) {
  const items = itemsOf(menu);
  const at = items.indexOf(document.activeElement);
  const { key } = event;
  let to;
  if (key === "ArrowDown") to = items[(at + 1) % items.length];
  else if (key === "ArrowUp") to = items.at(at - 1);
  else if (key === "Home") to = items[0];
  else if (key === "End") to = items.at(-1);
  else if (key === " " && items[at]?.href) return event.preventDefault(), items[at].click();
  else if (key === "Tab") return menu.hidePopover(); // then Tab moves on from the button
  else if (/^\p{L}$/u.test(key) && !event.ctrlKey && !event.metaKey && !event.altKey) {
    const ring = [...items.slice(at + 1), ...items.slice(0, at + 1)];
    to = ring.find((item) => item.textContent.trim().toLowerCase().startsWith(key.toLowerCase()));
  }
  if (!to) return;
  event.preventDefault();
  to.focus();
}

// An item chosen closes its menu; the browser gives the focus back to the button.
document.addEventListener("click", ({ target }) => {
  target.closest("[role=menuitem]")?.closest("[popover]:popover-open")?.hidePopover();
});
