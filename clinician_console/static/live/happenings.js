// The environment's events, each a button that says why where it may not be pressed.

import { announce, put } from "./page.js";

export class Happenings {
  constructor(orders, locks) {
    this.locks = locks;
    this.all = [...document.querySelectorAll("[data-event]")].map((box) => {
      const [button, why, state] = box.children;
      const control = { state, name: () => button.textContent.trim() };
      button.addEventListener("click", () => {
        if (button.dataset.may === "no") announce(why.textContent);
        else orders.ask({ kind: "trigger_event", name: box.dataset.event }, control);
      });
      return { name: box.dataset.event, button, why };
    });
  }

  show(view) {
    for (const { name, button, why } of this.all) {
      const { may, why: words } = view.events[name] ?? { may: true, why: "" };
      put(why, may ? "" : words);
      const now = may ? "yes" : "no";
      if (button.dataset.may === now) continue;
      button.dataset.may = now;
      this.locks.apply(button);
    }
  }
}
