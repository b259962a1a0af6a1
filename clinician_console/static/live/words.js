// The page's words, already in the reader's language, and numbers as they are written there.

const words = JSON.parse(document.getElementById("words").textContent);
const language = document.documentElement.lang || "en";
const writers = new Map();

/** The words under `key`, each {name} filled from `inputs`. */
export function say(key, inputs = {}) {
  return (words[key] ?? key).replace(/\{(\w+)\}/g, (whole, name) => (name in inputs ? String(inputs[name]) : whole));
}

/** `value` with at most `digits` decimals. */
export function figure(value, digits = 0) {
  if (!writers.has(digits)) writers.set(digits, new Intl.NumberFormat(language, { maximumFractionDigits: digits }));
  return writers.get(digits).format(value);
}

/** Session seconds as minutes and seconds. */
export function clock(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
