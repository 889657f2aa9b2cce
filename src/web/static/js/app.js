// Everything here makes a page that already works more comfortable; nothing depends on it.
import { upgradeDialogs } from "./dialogs.js";
import "./forms.js";
import "./menus.js";
import "./narrowing.js";
import { keepPlace } from "./partials.js";
import "./session.js";
import { upgradeTabs } from "./tabs.js";

function upgrade() {
  upgradeTabs();
  upgradeDialogs();
}

upgrade();
document.addEventListener("htmx:after:swap", (event) => {
  upgrade();
  keepPlace(event.detail.ctx);
});
