// Who may use which control now. A control that may not be used stays in its place and says why.

import { $, mark, put, show } from "./page.js";
import { say } from "./words.js";

/** Why controls of each kind may not be used; "" where they may. Stop has no lock. */
export class Locks {
  constructor() {
    this.up = false;
    this.view = null;
    this.now = {};
    this.heed();
  }

  /** The line went up or down, or there is a new view. */
  heed() {
    const watch = this.why();
    const steer = watch || this.wheel();
    const aftermath = this.up && ["fault", "safe_room"].includes(this.view?.state);
    const now = { watch, steer, end: aftermath ? this.wheel() : steer };
    if (["watch", "steer", "end"].every((kind) => now[kind] === this.now[kind])) return;
    this.now = now;
    for (const control of document.querySelectorAll("[data-lock]")) this.apply(control);
    for (const state of document.querySelectorAll('[data-ack="locked"]')) {
      state.dataset.ack = "";
      put(state, "");
    }
    put($("locked"), now.steer);
    show($("locked"), now.steer !== "" && this.up && this.view?.state === "running");
  }

  /** Let a control show what holds for its kind, and for itself. */
  apply(control) {
    const closed = this.now[control.dataset.lock] !== "" || control.dataset.may === "no";
    mark(control, "aria-disabled", closed ? "true" : null);
    if (control.matches("input[type=number], textarea")) mark(control, "readonly", closed ? "" : null);
  }

  why() {
    if (!this.up) return say(this.view ? "locked_lost" : "connecting");
    if (this.view === null || this.view.state === "connecting") return say("connecting");
    if (this.view.state === "over") return say("locked_over");
    return this.view.state === "running" ? "" : this.view.words;
  }

  wheel() {
    const steering = this.view?.steering;
    if (!steering || steering.you) return "";
    return steering.who ? say("locked_other", { who: steering.who }) : say("locked_nobody");
  }
}
