// A thread beside the page's: asks for the newest frame once the last one is drawn, so that no answer waits for a picture.

import { Line } from "./line.js";

const TICK_BYTES = 8;
const TELL_EVERY_MS = 200;
// Ten a second show how the patient stands and looks; each more takes time from the patient's own frames.
const ASK_EVERY_MS = 100;

class Painter {
  constructor(canvas) {
    this.canvas = canvas;
    this.brush = canvas.getContext("2d", { alpha: false });
    this.frames = 0;
    this.asked = this.told = -Infinity;
    this.line = new Line("/live/picture", {
      hear: (data) => this.draw(data),
      opened: () => this.ask(),
      lost: () => {},
    });
  }

  async draw(data) {
    try {
      const frame = await decoded(new Uint8Array(data, TICK_BYTES));
      const width = frame.displayWidth ?? frame.width;
      const height = frame.displayHeight ?? frame.height;
      if (this.canvas.width !== width || this.canvas.height !== height) Object.assign(this.canvas, { width, height });
      this.brush.drawImage(frame, 0, 0);
      frame.close();
      this.frames += 1;
      this.tell(new DataView(data).getBigUint64(0));
    } catch {
      // A frame that cannot be read is left out; the age of the last good one tells.
    }
    // Not at all while nobody looks at this page.
    setTimeout(() => requestAnimationFrame(() => this.ask()), this.asked + ASK_EVERY_MS - performance.now());
  }

  ask() {
    this.asked = performance.now();
    this.line.send("next");
  }

  /** The page need not wake up for every frame. */
  tell(tick) {
    const now = performance.now();
    if (now - this.told < TELL_EVERY_MS) return;
    this.told = now;
    postMessage({ tick: String(tick), frames: this.frames });
  }
}

/** Without a Blob where the browser can: each one is a way through other processes, for every frame. */
async function decoded(data) {
  const type = "image/jpeg";
  if (!("ImageDecoder" in self)) return createImageBitmap(new Blob([data], { type }));
  const decoder = new ImageDecoder({ data, type });
  try {
    return (await decoder.decode()).image;
  } finally {
    decoder.close();
  }
}

onmessage = ({ data }) => new Painter(data);
