// Every live parameter as a slider and a number that cannot leave its limits; sent when let go, not while dragging.

import { tell } from "./orders.js";
import { $, announce, mark, put } from "./page.js";
import { figure, say } from "./words.js";

class Control {
  constructor(box, orders) {
    const { parameter, factor, unit, fixed } = box.dataset;
    this.box = box;
    this.name = parameter;
    this.factor = Number(factor);
    this.unit = unit;
    [this.slider, this.field] = box.querySelectorAll("input");
    this.lowest = Number(this.slider.min);
    this.highest = Number(this.slider.max);
    this.digits = decimals(Number(this.slider.step));
    this.title = $(`label-${parameter}`).textContent;
    this.live = $(`live-${parameter}`);
    this.orders = orders;
    this.state = $(`state-${parameter}`);
    this.goal = null;
    this.touched = false;
    this.asked = null;
    this.held = false;
    this.fixed = fixed === "yes";
    if (this.fixed) this.slider.dataset.may = this.field.dataset.may = "no";
    this.slider.addEventListener("input", () => this.drag());
    this.slider.addEventListener("change", () => this.held || this.send(Number(this.slider.value)));
    // A held arrow key moves on and on; only where it stops is sent.
    this.slider.addEventListener("keydown", (event) => { this.held = event.key !== "Tab"; });
    this.slider.addEventListener("keyup", () => this.released());
    this.slider.addEventListener("blur", () => this.released());
    this.field.addEventListener("input", () => { this.touched = true; });
    this.field.addEventListener("change", () => this.typed());
    this.field.addEventListener("blur", () => { if (this.asked === null) this.settle(); });
  }

  closed() {
    return this.fixed ? say("fixed") : this.orders.reason("steer");
  }

  drag() {
    if (this.closed()) return this.settle();
    this.touched = true;
    this.field.value = this.slider.value;
    this.speak(Number(this.slider.value));
  }

  released() {
    const moved = this.held && this.touched;
    this.held = false;
    if (moved) this.send(Number(this.slider.value));
  }

  typed() {
    const value = this.field.valueAsNumber;
    if (this.closed() || Number.isNaN(value)) {
      const words = this.closed() || say("not_a_number", { lowest: this.worded(this.lowest), highest: this.worded(this.highest) });
      tell(this.state, "refused", words);
      announce(words);
      return this.settle();
    }
    this.send(value);
  }

  send(value) {
    const inside = Math.min(Math.max(value, this.lowest), this.highest);
    this.field.value = this.slider.value = this.plain(inside);
    this.speak(inside);
    mark(this.box, "data-at-limit", inside !== value ? "yes" : null);
    if (inside !== value) announce(say("at_limit", { value: this.worded(inside) }));
    this.touched = false;
    if (inside === this.goal && this.asked === null) return;
    const control = { state: this.state, name: () => this.title, done: (_, latest) => latest && this.settle() };
    const n = this.closed() ? null : this.orders.ask(
      { kind: "set_parameter", name: this.name, value: Number((inside / this.factor).toFixed(6)) }, control);
    if (n === null) return this.settle();
    this.asked = inside;
  }

  /** Nothing of the therapist's is on its way: the control shows where the parameter goes. */
  settle() {
    this.asked = null;
    this.touched = this.held = false;
    if (this.goal === null) return;
    this.field.value = this.slider.value = this.plain(this.goal);
    this.speak(this.goal);
  }

  show({ value, goal }) {
    const now = this.worded(value * this.factor);
    const then = this.worded(goal * this.factor);
    put(this.live, now === then ? say("now_at", { value: now }) : say("now_going", { value: now, goal: then }));
    const asked = Number(this.plain(goal * this.factor));
    if (asked === this.goal) return;
    this.goal = asked;
    if (!this.touched && this.asked === null) this.settle();
  }

  plain(value) {
    return String(Number(value.toFixed(this.digits + 1)));
  }

  worded(value) {
    return `${figure(value, Math.min(this.digits + 1, 2))}${this.unit ? ` ${this.unit}` : ""}`;
  }

  speak(value) {
    mark(this.slider, "aria-valuetext", this.worded(value));
  }
}

const decimals = (stride) => (String(stride).split(".")[1] ?? "").length;

export class Parameters {
  constructor(orders) {
    this.controls = [...document.querySelectorAll("[data-parameter]")].map((box) => new Control(box, orders));
  }

  show(view) {
    for (const control of this.controls) {
      const given = view.parameters[control.name];
      if (given) control.show(given);
    }
  }

  /** The two parameters that say most, in words. */
  leading(view) {
    return this.controls.slice(0, 2).filter(({ name }) => name in view.parameters)
      .map((control) => `${control.title} ${control.worded(view.parameters[control.name].value * control.factor)}`)
      .join(", ");
  }
}
