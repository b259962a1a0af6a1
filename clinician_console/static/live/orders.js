// Commands on their way: each is acknowledged beside its control, and only what a frame has shown counts as done.

import { announce, mark, put } from "./page.js";
import { say } from "./words.js";

const OLD_NEWS_MS = 30_000;
const FINAL = new Set(["shown", "refused", "overtaken", "lost"]);

export class Orders {
  constructor(line) {
    this.line = line;
    this.number = 0;
    this.waiting = new Map();
    this.reason = () => "";
  }

  /**
   * Ask for `command`; its state is told in `control.state`, under the name `control.name()`.
   * `control.done(state)` hears how it ended. Returns its number, or null where this page may not ask now.
   */
  ask(command, control) {
    const reason = this.reason(control.lock ?? "steer");
    if (reason) {
      tell(control.state, "locked", reason);
      announce(reason);
      return null;
    }
    const [n, text] = this.numbered(command, control);
    tell(control.state, "sent", say("on_its_way"));
    this.line.send(text);
    return n;
  }

  /** Ask for a stop: from any page, at any time, kept for when the line is back. */
  stop(control) {
    const [n, text] = this.numbered({ kind: "stop", via: "therapist" }, control);
    tell(control.state, "sent", say("stop_pressed"));
    const sent = this.line.insist(n, text);
    if (!sent) tell(control.state, "kept", say("stop_waits"));
    return sent;
  }

  numbered(command, control) {
    const n = ++this.number;
    this.waiting.set(n, control);
    const state = control.state;
    mark(state, "data-n", n);
    mark(state, "data-sent-ms", performance.now());
    mark(state, "data-acked-ms", null);
    return [n, JSON.stringify({ n, command })];
  }

  /** What became of a command. */
  answered(ack) {
    const control = this.waiting.get(ack.n);
    if (!control) return;
    // On its way to the stage is not there yet: a stop is said again until somebody has heard it.
    if (ack.state !== "sent") this.line.arrived(ack.n);
    const latest = control.state.dataset.n === String(ack.n);
    if (latest) tell(control.state, ack.state, ack.words || say("on_its_way"), control.name());
    if (!FINAL.has(ack.state)) return;
    if (latest) mark(control.state, "data-acked-ms", performance.now());
    this.waiting.delete(ack.n);
    control.done?.(ack.state, latest);
    if (latest && ack.state !== "shown") this.fade(control, ack.n);
    if (ack.words) (control.tell ?? announce)(say("announced", { control: control.name(), words: ack.words }));
  }

  /** Why something was not done is old news after a while; it stays in the log. */
  fade(control, n) {
    setTimeout(() => {
      if (control.state.dataset.n === String(n)) tell(control.state, "", "");
    }, OLD_NEWS_MS);
  }

  /** Nobody will hear about what was on its way; what was kept goes out later. */
  lost() {
    for (const [n, control] of [...this.waiting]) {
      if (!this.line.kept.has(n)) this.answered({ n, state: "lost", words: say("answer_lost") });
      else if (control.state.dataset.n === String(n)) tell(control.state, "kept", say("stop_waits"));
    }
  }
}

/** Write a state beside its control; `name` goes before what did not happen, which stands apart from its control. */
export function tell(state, ack, words, name = "") {
  state.dataset.ack = ack;
  put(state, name && ["refused", "overtaken", "lost"].includes(ack) ? say("announced", { control: name, words }) : words);
}
