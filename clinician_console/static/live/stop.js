// Stop: one button in one corner, one key, from any page, whether or not the line is up.

import { $, alarm } from "./page.js";
import { say } from "./words.js";

/** Wire the button and the Escape key. */
export function stop(orders) {
  const done = (_, latest) => { if (latest) delete $("stop").dataset.pressed; };
  const control = { state: $("state-stop"), name: () => $("stop").firstElementChild.textContent, tell: alarm, done };
  const press = () => {
    $("stop").dataset.pressed = "yes";
    alarm(say(orders.stop(control) ? "stop_pressed" : "stop_waits"));
  };
  $("stop").addEventListener("click", press);
  // In the capturing phase: nothing on the page can take the key first.
  window.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!event.repeat) press();
  }, { capture: true });
}
