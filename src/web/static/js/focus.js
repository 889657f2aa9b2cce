// Where the focus goes when what had it is gone.

/** Focus an element, making it focusable from script if it is not. */
export function focusOn(element) {
  if (!element) return;
  if (element.tabIndex < 0 && !element.hasAttribute("tabindex")) element.tabIndex = -1;
  element.focus();
}

/** The heading of what a swap replaced, else its labelled table, else the page's heading. */
export function heading() {
  const find = (selector) => document.querySelector(selector);
  return find("#work :is(h2, h3)") ?? find("#work .scroll") ?? find("main h1");
}

/** The control a person used: for a menu's item the button that opened the menu. */
export function control(element) {
  const menu = element?.closest("[role=menu]");
  return menu ? document.querySelector(`[popovertarget="${CSS.escape(menu.id)}"]`) : element;
}

/** The same control in the page as it is now and to be seen, or null. */
export function stillThere(element) {
  const now = element?.isConnected || !element?.id ? element : document.getElementById(element.id);
  return now?.isConnected && now.checkVisibility() ? now : null;
}
