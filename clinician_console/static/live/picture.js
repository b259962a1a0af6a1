// What the patient sees: the newest frame, asked for when the last one is drawn.

import { Line } from "./line.js";
import { $, mark, put } from "./page.js";
import { figure, say } from "./words.js";

const OLD_MS = 1000;
const TICK_BYTES = 8;

export class Picture {
  constructor() {
    this.canvas = $("picture");
    this.brush = this.canvas.getContext("2d", { alpha: false });
    this.age = $("picture-age");
    this.drawn = null;
    this.over = false;
    put(this.age, say("picture_waits"));
    this.line = new Line("/live/picture", {
      hear: (data) => this.draw(data),
      opened: () => this.line.send("next"),
      lost: () => {},
    });
    setInterval(() => this.tellAge(), 250);
  }

  async draw(data) {
    try {
      const jpeg = new Blob([new Uint8Array(data, TICK_BYTES)], { type: "image/jpeg" });
      const frame = await createImageBitmap(jpeg);
      if (this.canvas.width !== frame.width || this.canvas.height !== frame.height) {
        this.canvas.width = frame.width;
        this.canvas.height = frame.height;
      }
      this.brush.drawImage(frame, 0, 0);
      frame.close();
      this.canvas.dataset.tick = String(new DataView(data).getBigUint64(0));
      this.drawn = performance.now();
      if (this.age.textContent) put(this.age, "");
    } catch {
      // A frame that cannot be read is left out; the age of the last good one tells.
    }
    // Once a frame of this display at most, and not at all while nobody looks at this page.
    requestAnimationFrame(() => this.line.send("next"));
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
