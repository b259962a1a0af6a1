// SUDS, gaze and heart rate: the latest value as text, a chart of the visit, a table behind it.

import { $, keep, made, mark, put } from "./page.js";
import { StripChart } from "./strip_chart.js";
import { clock, figure, say } from "./words.js";

const LOOKS = {
  suds: { marks: [0, 50, 100], shape: "steps" },
  gaze: { marks: [-30, 0, 45, 90], shape: "line" },
  heart: { marks: [40, 80, 120, 160], shape: "dashes" },
};
const DRAW_EVERY_MS = 500;

class Signal {
  constructor(name) {
    this.name = name;
    this.canvas = $(`chart-${name}`);
    this.title = this.canvas.getAttribute("aria-label");
    this.chart = new StripChart(this.canvas, LOOKS[name]);
    this.details = $(`details-${name}`);
    this.rows = this.details.querySelector("tbody");
    this.details.addEventListener("toggle", () => this.table());
    this.timer = null;
  }

  begin() {
    this.chart.points.length = 0;
  }

  add(points) {
    for (const [s, value] of points) if (value !== null) this.chart.points.push([s, value]);
    // Many points a second would be as many pictures of the same: twice a second is enough for the eye.
    this.timer ??= setTimeout(() => {
      this.timer = null;
      this.chart.redraw();
      this.describe();
      this.table();
    }, DRAW_EVERY_MS);
  }

  describe() {
    const values = this.chart.points.map(([, value]) => value);
    let lowest = Infinity;
    let highest = -Infinity;
    for (const value of values) {
      lowest = Math.min(lowest, value);
      highest = Math.max(highest, value);
    }
    const words = values.length === 0 ? say("chart_empty", { title: this.title }) : say("chart_says", {
      title: this.title, last: figure(values[values.length - 1]), lowest: figure(lowest), highest: figure(highest),
    });
    mark(this.canvas, "aria-label", words);
  }

  table() {
    if (!this.details.open) return;
    const rows = this.name === "suds"
      ? this.chart.points.map(([s, value], index) => [index, clock(s), figure(value)])
      : minutes(this.chart.points);
    keep(this.rows, rows, ([key]) => key, ([, ...cells]) => {
      const row = made("tr");
      cells.forEach((_, index) => row.append(made(index ? "td" : "th")));
      row.firstElementChild.scope = "row";
      return row;
    }, (row, [, ...cells]) => cells.forEach((text, index) => put(row.children[index], text)));
  }
}

/** Minute, lowest, mean and highest. */
function minutes(points) {
  const all = new Map();
  for (const [s, value] of points) {
    const minute = Math.floor(s / 60);
    const had = all.get(minute);
    if (had) had.push(value);
    else all.set(minute, [value]);
  }
  return [...all].map(([minute, values]) => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return [minute, figure(minute), figure(Math.min(...values)), figure(mean), figure(Math.max(...values))];
  });
}

export class Signals {
  constructor() {
    this.all = { suds: new Signal("suds"), gaze: new Signal("gaze"), heart: new Signal("heart") };
    this.fresh = true;
  }

  /** The line is new: what comes next is everything so far. */
  begin() {
    this.fresh = true;
  }

  add(points) {
    if (this.fresh) for (const signal of Object.values(this.all)) signal.begin();
    this.fresh = false;
    for (const [name, signal] of Object.entries(this.all)) if (points[name]?.length) signal.add(points[name]);
  }

  show({ suds, gaze, heart }) {
    put($("value-suds"), suds ? figure(suds.value) : "–");
    put($("about-suds"), suds ? say("at_clock", { clock: suds.clock }) : say("no_rating"));
    put($("value-gaze"), gaze ? `${figure(gaze.down_deg)}°` : "–");
    put($("about-gaze"), gaze ? gaze.words : say("no_signal"));
    put($("value-heart"), heart ? figure(heart.bpm) : "–");
    put($("about-heart"), heart ? "" : say("no_signal"));
  }
}
