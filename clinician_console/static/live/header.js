// The strip at the top: where the visit is, how the links are, who steers; and the banner where something is wrong.

import { $, alarm, announce, mark, put, show } from "./page.js";
import { figure, say } from "./words.js";

let told = "";

/** Bring the strip up to date; `view` is null before the first, `up` whether this page's own line is. */
export function header(view, up) {
  if (view === null) {
    tellBanner(up ? say("connecting") : say("connection_lost"), false);
    return;
  }
  const lost = !up || !view.link.ok;
  put($("link"), say(lost ? "link_lost" : "connected"));
  mark($("link"), "data-ok", lost ? "no" : "yes");
  banner(view, up);
  put($("phase"), view.phase.title);
  put($("left"), view.left ?? "–");
  put($("mode"), view.visit.mode_words);
  put($("bar-step"), view.step && view.presence === "in" ? say("step_here", view.step) : say("no_step"));
  put($("bar-suds"), view.suds ? figure(view.suds.value) : "–");
  put($("step-words"), $("bar-step").textContent);
  put($("asking"), view.asking ? `${say("asked_now")}: ${view.asking.words}` : "");
  const { who, you, watching } = view.steering;
  put($("steers"), you ? say("steers_you") : who ? say("steers_other", { who }) : say("steers_nobody"));
  put($("watching"), say("watching", { count: figure(watching) }));
  if (you && $("state-wheel").dataset.ack) {
    $("state-wheel").dataset.ack = "";
    put($("state-wheel"), "");
  }
  mark($("take-over"), "aria-disabled", you ? "true" : null);
  show($("take-over"), !you && view.state !== "over");
}

function banner(view, up) {
  const over = view.state === "over";
  let words = "";
  if (!up) words = say("connection_lost");
  else if (["fault", "safe_room", "connecting"].includes(view.state)) words = view.words;
  else if (!view.link.ok && !over) words = view.link.words;
  tellBanner(words, view.state === "connecting");
  if (over && $("over").hidden) announce(view.words);
  put($("over-words"), over ? view.words : "");
  mark($("report"), "href", view.report ?? "/");
  show($("report"), view.report !== null);
  show($("over"), over);
}

/** Read out once: at once where something is wrong, politely where it is over or well again. */
function tellBanner(words, calm) {
  put($("banner"), words);
  mark($("banner"), "data-calm", calm ? "yes" : null);
  show($("banner"), words !== "");
  if (words === told) return;
  if (words && !calm) alarm(words);
  else announce(words || say("connection_back"));
  told = words;
}
