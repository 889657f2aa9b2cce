// Tabs are links with their own addresses; here are the arrow keys, Home, End and Space, and one
// stop for Tab.

/** Let Tab stop at the selected tab only. */
export function upgradeTabs() {
  for (const tab of document.querySelectorAll("[role=tab]")) {
    tab.tabIndex = tab.getAttribute("aria-selected") === "true" ? 0 : -1;
  }
}

document.addEventListener("keydown", (event) => {
  const tab = event.target.closest("[role=tab]");
  if (!tab || event.ctrlKey || event.metaKey || event.altKey) return;
  const tabs = [...tab.closest("[role=tablist]").querySelectorAll("[role=tab]")];
  const at = tabs.indexOf(tab);
  const to = {
    ArrowRight: tabs[(at + 1) % tabs.length],
    ArrowLeft: tabs.at(at - 1),
    Home: tabs[0],
    End: tabs.at(-1),
    " ": tab,
  }[event.key];
  if (!to) return;
  event.preventDefault();
  to.focus();
  to.click();
});
