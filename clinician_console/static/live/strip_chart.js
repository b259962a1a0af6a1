// A small chart of one quantity over the whole visit: steps with squares, or a line that is solid or dashed.

const EDGE = { left: 30, right: 8, top: 6, bottom: 18 };
const LEAST_S = 300;

export class StripChart {
  /** `marks`: the values written on the axis, lowest first; `shape`: "steps", "line" or "dashes". */
  constructor(canvas, { marks, shape }) {
    this.canvas = canvas;
    this.marks = marks;
    this.shape = shape;
    this.points = [];
    this.due = false;
    new ResizeObserver(() => this.draw()).observe(canvas);
  }

  /** Draw at the next frame, however many points come until then. */
  redraw() {
    if (this.due) return;
    this.due = true;
    requestAnimationFrame(() => this.draw());
  }

  draw() {
    this.due = false;
    const { canvas, marks } = this;
    const width = canvas.clientWidth;
    const height = canvas.clientHeight;
    if (!width || !height) return;
    const scale = window.devicePixelRatio || 1;
    const [wide, high] = [Math.round(width * scale), Math.round(height * scale)];
    if (canvas.width !== wide || canvas.height !== high) Object.assign(canvas, { width: wide, height: high });
    const pen = canvas.getContext("2d");
    pen.setTransform(scale, 0, 0, scale, 0, 0);
    pen.clearRect(0, 0, width, height);
    const lowest = marks[0];
    const highest = marks[marks.length - 1];
    const seconds = Math.max(LEAST_S, this.points.length ? this.points[this.points.length - 1][0] : 0);
    const x = (s) => EDGE.left + (s / seconds) * (width - EDGE.left - EDGE.right);
    const y = (v) => {
      const share = (Math.min(Math.max(v, lowest), highest) - lowest) / (highest - lowest);
      return height - EDGE.bottom - share * (height - EDGE.top - EDGE.bottom);
    };
    this.axes(pen, width, height, seconds, x, y);
    pen.strokeStyle = pen.fillStyle = getComputedStyle(canvas).color;
    pen.lineWidth = 2;
    pen.lineJoin = "round";
    pen.setLineDash(this.shape === "dashes" ? [5, 3] : []);
    if (this.shape === "steps") this.steps(pen, x, y, seconds);
    else this.line(pen, x, y, width);
  }

  axes(pen, width, height, seconds, x, y) {
    pen.strokeStyle = pen.fillStyle = getComputedStyle(this.canvas.parentElement).color;
    pen.font = `12px ${getComputedStyle(this.canvas).fontFamily}`;
    pen.lineWidth = 1;
    pen.setLineDash([]);
    pen.textBaseline = "middle";
    pen.textAlign = "right";
    for (const value of this.marks) {
      const at = Math.round(y(value)) + 0.5;
      pen.globalAlpha = 0.25;
      pen.beginPath();
      pen.moveTo(EDGE.left, at);
      pen.lineTo(width - EDGE.right, at);
      pen.stroke();
      pen.globalAlpha = 1;
      pen.fillText(String(value), EDGE.left - 5, at);
    }
    pen.textBaseline = "alphabetic";
    const each = [1, 2, 5, 10, 20, 60].find((minutes) => seconds / 60 / minutes <= 5) ?? 120;
    for (let minute = 0; minute * 60 <= seconds; minute += each) {
      pen.textAlign = minute === 0 ? "left" : x(minute * 60) > width - 24 ? "right" : "center";
      pen.fillText(`${minute}′`, Math.min(x(minute * 60), width - EDGE.right), height - 4);
    }
  }

  steps(pen, x, y, seconds) {
    pen.beginPath();
    this.points.forEach(([s, value], index) => {
      if (index === 0) pen.moveTo(x(s), y(value));
      else {
        pen.lineTo(x(s), y(this.points[index - 1][1]));
        pen.lineTo(x(s), y(value));
      }
    });
    pen.stroke();
    for (const [s, value] of this.points) pen.fillRect(x(s) - 3.5, y(value) - 3.5, 7, 7);
  }

  /** One point a column of pixels: the mean of what fell into it. */
  line(pen, x, y, width) {
    if (!this.points.length) return;
    const columns = new Map();
    for (const [s, value] of this.points) {
      const column = Math.round(x(s));
      const [sum, count] = columns.get(column) ?? [0, 0];
      columns.set(column, [sum + value, count + 1]);
    }
    pen.beginPath();
    for (const [column, [sum, count]] of columns) pen.lineTo(column, y(sum / count));
    pen.stroke();
    const [s, value] = this.points[this.points.length - 1];
    pen.setLineDash([]);
    pen.beginPath();
    if (this.shape === "dashes") pen.arc(Math.min(x(s), width - EDGE.right), y(value), 3.5, 0, 2 * Math.PI);
    else {
      pen.moveTo(x(s), y(value) - 5);
      for (const [dx, dy] of [[5, 0], [0, 5], [-5, 0]]) pen.lineTo(x(s) + dx, y(value) + dy);
      pen.closePath();
    }
    pen.fill();
  }
}
