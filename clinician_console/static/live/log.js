// What happened, newest first. Steps, SUDS and alarms are read out; the rest is there to be read.

import { $, made } from "./page.js";

const READ_OUT = new Set(["step", "suds", "alarm"]);

export class Log {
  constructor() {
    this.fresh = true;
  }

  /** The line is new: what comes next is everything so far. */
  begin() {
    this.fresh = true;
  }

  add(lines) {
    const list = $("log");
    if (this.fresh) list.replaceChildren();
    for (const { clock, words, tone } of lines) {
      const line = made("li", `tone-${tone}`);
      if (this.fresh || !READ_OUT.has(tone)) line.setAttribute("aria-live", "off");
      line.append(made("span", "time", clock), made("span", "log-words", words));
      list.prepend(line);
    }
    this.fresh = false;
  }
}
