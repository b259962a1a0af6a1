// The five things a therapist does most, the end of the visit, the adaptation, speech, the speed, and the wheel.

import { $, mark, put, show } from "./page.js";
import { figure, say } from "./words.js";

export class Actions {
  constructor(orders, line) {
    this.orders = orders;
    this.kinds = { previous: "previous", hold: "hold", next: "next", ask_suds: "ask_suds", calm: "calm" };
    for (const name of Object.keys(this.kinds)) {
      const control = this.control(name);
      $(`do-${name}`).addEventListener("click", () => orders.ask({ kind: this.kinds[name] }, control));
    }
    const undo = this.control("undo");
    $("do-undo").addEventListener("click", () => orders.ask({ kind: "undo" }, undo));
    this.ending();
    this.adapting();
    this.speeding(line);
    this.speaking(line);
    $("take-over").addEventListener("click", () => {
      if (!$("take-over").hasAttribute("aria-disabled")) line.send(JSON.stringify({ steer: true }));
    });
  }

  control(name) {
    return { state: $(`state-${name}`), name: () => $(`do-${name}`).textContent.trim() };
  }

  ending() {
    const button = $("do-end_visit");
    const control = { ...this.control("end_visit"), lock: "end" };
    const open = (shown) => {
      $("end-confirm").hidden = !shown;
      mark(button, "aria-expanded", shown);
    };
    button.addEventListener("click", () => {
      if (button.getAttribute("aria-disabled")) this.orders.ask({ kind: "end_visit" }, control);
      else open($("end-confirm").hidden);
    });
    $("end-yes").addEventListener("click", () => {
      button.focus();
      open(false);
      this.orders.ask({ kind: "end_visit" }, control);
    });
    $("end-no").addEventListener("click", () => {
      button.focus();
      open(false);
    });
  }

  adapting() {
    for (const button of document.querySelectorAll("[data-adaptation]")) {
      const control = { state: $("state-adaptation"), name: () => button.textContent.trim() };
      const command = { kind: "set_adaptation", adaptation: button.dataset.adaptation };
      button.addEventListener("click", () => this.orders.ask(command, control));
    }
  }

  speeding(line) {
    for (const button of document.querySelectorAll("[data-speed]")) {
      button.addEventListener("click", () => {
        const reason = this.orders.reason("steer");
        put($("state-speed"), reason);
        if (!reason) line.send(JSON.stringify({ speed: Number(button.dataset.speed) }));
      });
    }
  }

  speaking(line) {
    $("do-speech").addEventListener("click", () => {
      const reason = this.orders.reason("steer");
      put($("state-speech"), reason);
      if (!reason) line.send(JSON.stringify({ speech: $("do-speech").getAttribute("aria-pressed") !== "true" }));
    });
  }

  show(view) {
    const rest = view.presence === "paused" || (view.presence === "out" && view.phase.id === "recovery");
    this.kinds.hold = view.holding ? "release" : "hold";
    this.kinds.calm = rest ? "resume" : "calm";
    put($("do-hold"), say(this.kinds.hold));
    put($("do-calm"), say(this.kinds.calm));
    put($("do-next"), say(view.phase.id === "baseline" ? "go_in" : "next"));
    put($("do-end_visit"), say(view.phase.id === "debrief" ? "close_visit" : "end_visit"));
    for (const button of document.querySelectorAll("[data-adaptation]")) {
      mark(button, "aria-pressed", button.dataset.adaptation === view.adaptation);
    }
    mark($("do-speech"), "aria-pressed", view.speech);
    if (!$("speed-section")) return;
    show($("speed-section"), view.speed !== null);
    if (view.speed === null) return;
    for (const button of document.querySelectorAll("[data-speed]")) {
      mark(button, "aria-pressed", Number(button.dataset.speed) === view.speed);
    }
    if (!this.orders.reason("steer")) put($("state-speed"), say("speed_now", { speed: figure(view.speed, 1) }));
  }
}
