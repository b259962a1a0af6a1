// The live page: hears the visit, shows it, and passes on what the therapist asks for.

import { Actions } from "./actions.js";
import { Attention } from "./attention.js";
import { Happenings } from "./happenings.js";
import { header } from "./header.js";
import { ladder } from "./ladder.js";
import { Line } from "./line.js";
import { Locks } from "./locks.js";
import { Log } from "./log.js";
import { Notes } from "./notes.js";
import { Orders } from "./orders.js";
import { Parameters } from "./parameters.js";
import { Picture } from "./picture.js";
import { Signals } from "./signals.js";
import { stop } from "./stop.js";

const locks = new Locks();
const log = new Log();
const signals = new Signals();
let latest = null;

const line = new Line("/live/control", { hear, opened, lost, beats: true });
const orders = new Orders(line);
orders.reason = (lock) => locks.now[lock];
stop(orders);
const parts = [new Actions(orders, line), new Attention(orders, locks), new Happenings(orders, locks), new Notes(orders), signals];
const parameters = new Parameters(orders);
const picture = new Picture();

function hear(text) {
  const message = JSON.parse(text);
  // First what others wait for: the beat that proves this page lives, and what became of a command.
  if ("beat" in message) line.send(`{"beat":${JSON.stringify(message.beat)}}`);
  if ("ack" in message) orders.answered(message.ack);
  if ("view" in message) show(message.view);
  if ("log" in message) log.add(message.log);
  if ("points" in message) signals.add(message.points);
}

function opened() {
  log.begin();
  signals.begin();
  orders.opened();
  locks.up = true;
  locks.heed();
  header(latest, true);
}

function lost() {
  locks.up = false;
  locks.heed();
  orders.lost();
  header(latest, false);
}

function show(view) {
  latest = view;
  locks.view = view;
  locks.heed();
  header(view, line.up);
  for (const part of parts) part.show(view);
  parameters.show(view);
  ladder(view);
  picture.describe(view, parameters.leading(view));
}
