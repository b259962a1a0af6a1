// What the patient sees, how old it is, and what it shows in words. Another thread draws it: painter.js.

import { $, mark, put } from "./page.js";
import { figure, say } from "./words.js";

const OLD_MS = 1000;

export class Picture {
  constructor() {
    this.canvas = $("picture");
    this.age = $("picture-age");
    this.drawn = null;
    this.over = false;
    put(this.age, say("picture_waits"));
    const painter = new Worker("/static/live/painter.js", { type: "module" });
    const canvas = this.canvas.transferControlToOffscreen();
    painter.postMessage(canvas, [canvas]);
    painter.onmessage = ({ data }) => this.seen(data);
    setInterval(() => this.tellAge(), 250);
  }

  /** Frames are drawn; `tick` is the time of the newest, `frames` how many there were so far. */
  seen({ tick, frames }) {
    Object.assign(this.canvas.dataset, { tick, frames });
    this.drawn = performance.now();
    if (this.age.textContent) put(this.age, "");
  }

  tellAge() {
    if (this.drawn === null || this.over) return;
    const old = performance.now() - this.drawn;
    put(this.age, old > OLD_MS ? say("picture_old", { seconds: figure(Math.floor(old / 1000)) }) : "");
  }

  /** Tell in words what is to be seen; `values` are the two that say most. */
  describe(view, values) {
    const step = view.presence === "in" ? view.step : null;
    const words = step ? say("picture_inside", { ...step, values }) : say("picture_outside");
    mark(this.canvas, "aria-label", words);
    this.over = view.state === "over";
    if (this.over) put(this.age, "");
  }
}
