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
import { Orders, tell } from "./orders.js";
import { $, announce } from "./page.js";
import { Parameters } from "./parameters.js";
import { Picture } from "./picture.js";
import { Signals } from "./signals.js";
import { stop } from "./stop.js";

// A console that starts again needs a moment until it knows the visit that runs.
const RELOAD_MS = 2000;

const locks = new Locks();
const log = new Log();
const signals = new Signals();
let latest = null;
let leaving = null;

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
  if ("ack" in message) acknowledged(message.ack);
  if ("view" in message) show(message.view);
  if ("log" in message) log.add(message.log);
  if ("points" in message) signals.add(message.points);
  if ("reload" in message) leaving ??= setTimeout(() => location.reload(), RELOAD_MS);
}

function acknowledged(ack) {
  // What has no number was about the wheel or the speed.
  if (ack.n !== null) orders.answered(ack);
  else {
    tell($("state-wheel"), ack.state, ack.words);
    announce(ack.words);
  }
}

function opened() {
  log.begin();
  signals.begin();
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
  clearTimeout(leaving);
  leaving = null;
  locks.view = view;
  locks.heed();
  header(view, line.up);
  for (const part of parts) part.show(view);
  parameters.show(view);
  ladder(view);
  picture.describe(view, parameters.leading(view));
}
