// The ladder with the step where the patient is, and why the patient is there.

import { $, keep, made, mark, put } from "./page.js";
import { say } from "./words.js";

/** Bring ladder and reasons up to date. */
export function ladder(view) {
  const beyond = view.ladder.find(({ state }) => state === "beyond")?.number;
  keep($("ladder"), view.ladder, (step) => step.number, newStep, (line, step) => {
    mark(line, "data-state", step.state);
    mark(line, "aria-current", step.state === "here" ? "step" : null);
    put(line.children[0], String(step.number));
    put(line.children[1], step.title);
    put(line.children[2], say(`ladder_${step.state}`));
    // Above the limit is said once to the eye, at the first such step.
    const plain = step.state === "ahead" || (step.state === "beyond" && step.number > beyond);
    line.children[2].className = plain ? "unseen" : "ladder-state";
  });
  const why = view.why.length ? view.why : [{ clock: "", words: say("no_why") }];
  keep($("why"), why, (reason) => reason.clock + reason.words, () => {
    const line = made("li");
    line.append(made("span", "time"), made("span", "why-words"));
    return line;
  }, (line, reason) => {
    put(line.children[0], reason.clock);
    put(line.children[1], reason.words);
  });
}

function newStep() {
  const line = made("li");
  line.append(made("span", "ladder-number"), made("span", "ladder-title"), made("span"));
  return line;
}
