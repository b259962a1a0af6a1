// A socket that comes back by itself. What it carries is not kept while it is down, except what must arrive.

const BACK_OFF_MS = [200, 400, 800, 1400, 2000];
const SILENT_MS = 1500;
const OPENING_MS = 3000;

export class Line {
  /** `hear(data)` each message, `opened()` and `lost()` each change; `beats`: silence means that it is down. */
  constructor(path, { hear, opened, lost, beats = false }) {
    this.address = `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}${path}`;
    Object.assign(this, { hear, opened, lost, beats });
    this.up = false;
    this.tries = 0;
    this.kept = new Map();
    this.open();
    setInterval(() => this.watch(), 250);
  }

  open() {
    const socket = new WebSocket(this.address);
    socket.binaryType = "arraybuffer";
    this.socket = socket;
    this.heard = performance.now();
    socket.onopen = () => {
      this.up = true;
      this.heard = performance.now();
      for (const text of this.kept.values()) socket.send(text);
      this.opened();
    };
    socket.onmessage = ({ data }) => {
      this.heard = performance.now();
      this.tries = 0;
      this.hear(data);
    };
    socket.onclose = () => this.down(socket);
  }

  /** A console that froze closes nothing: it is known by its silence. */
  watch() {
    if (this.socket === null) return;
    const silent = performance.now() - this.heard;
    if (this.up ? this.beats && silent > SILENT_MS : silent > OPENING_MS) this.down(this.socket);
  }

  down(socket) {
    if (socket !== this.socket) return;
    this.socket = null;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
    const was = this.up;
    this.up = false;
    const wait = BACK_OFF_MS[Math.min(this.tries, BACK_OFF_MS.length - 1)];
    this.tries += 1;
    setTimeout(() => this.open(), wait);
    if (was || this.tries === 1) this.lost();
  }

  /** Whether it went out. */
  send(text) {
    if (!this.up) return false;
    this.socket.send(text);
    return true;
  }

  /** Send now and, until `arrived(n)`, before anything else each time the line is up again; whether it went out now. */
  insist(n, text) {
    this.kept.set(n, text);
    return this.send(text);
  }

  arrived(n) {
    this.kept.delete(n);
  }
}
