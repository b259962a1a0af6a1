// What comes before anything else: flags, the three checks of a remote visit, somebody who stands by.

import { $, keep, put, mark, show } from "./page.js";
import { say } from "./words.js";

export class Attention {
  constructor(orders, locks) {
    this.orders = orders;
    this.locks = locks;
    for (const button of document.querySelectorAll("[data-check]")) {
      const { check } = button.dataset;
      this.order(button, $(`state-check-${check}`), { kind: "confirm_remote", check });
    }
    this.order($("support"), $("state-support"), { kind: "confirm_support" });
  }

  order(button, state, command, lock = "steer") {
    const done = () => {
      if (button.dataset.may === "no" && "check" in button.dataset) put(state, say("confirmed"));
    };
    const control = { state, lock, done, name: () => button.textContent.trim() };
    button.addEventListener("click", () => {
      if (button.dataset.may !== "no") this.orders.ask(command, control);
    });
  }

  show(view) {
    keep($("flags"), view.flags, ({ flag }) => flag, ({ flag }) => this.flag(flag), (line, given) => {
      put(line.querySelector("time"), given.clock);
      put(line.querySelector(".flag-words"), given.words);
    });
    const open = new Set(view.flags.map(({ flag }) => flag));
    for (const line of $("flags").children) if (!open.has(line.dataset.key)) this.seen(line);
    show($("flags-section"), view.flags.length > 0);
    for (const { check, done } of view.checks) this.finished(document.querySelector(`[data-check="${check}"]`), done);
    show($("checks-section"), view.checks.some(({ done }) => !done));
    this.finished($("support"), view.support.done);
    show($("support-section"), view.support.needed && !view.support.done);
  }

  flag(flag) {
    const line = $("flag-template").content.firstElementChild.cloneNode(true);
    const state = line.querySelector(".state");
    const button = line.querySelector("button");
    this.order(button, state, { kind: "acknowledge_flag", flag }, "watch");
    // It leaves the list as soon as nobody stands on it.
    line.addEventListener("focusout", () => setTimeout(() => {
      if (line.dataset.seen === "yes") line.remove();
      show($("flags-section"), $("flags").childElementCount > 0);
    }));
    this.locks.apply(button);
    return line;
  }

  seen(line) {
    line.dataset.seen = "yes";
    const button = line.querySelector("button");
    button.dataset.may = "no";
    mark(button, "aria-disabled", "true");
    put(line.querySelector(".state"), say("seen"));
  }

  finished(button, done) {
    if (!button || (button.dataset.may === "no") === done) return;
    button.dataset.may = done ? "no" : "yes";
    this.locks.apply(button);
    if (done) put(button.parentElement.querySelector(".state"), say("confirmed"));
  }
}
