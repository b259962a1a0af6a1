// Notes, and an adverse event in two clicks.

import { tell } from "./orders.js";
import { $, announce, mark, put } from "./page.js";
import { figure, say } from "./words.js";

export class Notes {
  constructor(orders) {
    this.orders = orders;
    $("keep-note").addEventListener("click", () => this.write("add_note", $("keep-note")));
    $("report-note").addEventListener("click", () => this.write("report_note", $("report-note")));
    $("adverse").addEventListener("click", () => this.unfold());
    for (const button of document.querySelectorAll("[data-severity]")) {
      button.addEventListener("click", () => this.report(button));
    }
  }

  write(kind, button) {
    const field = $("note");
    const text = field.value.trim();
    const state = $("state-note");
    if (!text) {
      tell(state, "refused", say("write_first"));
      announce(say("write_first"));
      field.focus();
      return;
    }
    const written = field.value;
    const done = (how) => {
      // What was kept goes from the field, unless more was written since.
      if (how === "shown" && field.value === written) field.value = "";
    };
    this.orders.ask({ kind, text }, { state, lock: "watch", name: () => button.textContent.trim(), done });
  }

  unfold() {
    const reason = this.orders.reason("watch");
    if (reason) {
      tell($("state-adverse"), "locked", reason);
      announce(reason);
    } else this.open($("adverse-row").hidden);
  }

  open(shown) {
    $("adverse-row").hidden = !shown;
    mark($("adverse"), "aria-expanded", shown);
  }

  report(button) {
    const text = $("adverse-words").value.trim() || say("adverse_in_short");
    const done = (how) => { if (how === "shown") $("adverse-words").value = ""; };
    const control = { state: $("state-adverse"), lock: "watch", name: () => $("adverse").textContent.trim(), done };
    const asked = this.orders.ask({ kind: "report_adverse_event", text, severity: button.dataset.severity }, control);
    if (asked === null) return;
    $("adverse").focus();
    this.open(false);
  }

  show(view) {
    put($("adverse-count"), view.adverse_events ? say("adverse_count", { count: figure(view.adverse_events) }) : "");
  }
}
