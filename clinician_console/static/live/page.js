// Changes the page only where something changed, and never takes the focus from where it is.

export const $ = (id) => document.getElementById(id);

/** Let `element` read `text`. */
export function put(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** Set attribute `name`; null takes it away. */
export function mark(element, name, value) {
  if (value === null) element.removeAttribute(name);
  else if (element.getAttribute(name) !== String(value)) element.setAttribute(name, value);
}

/** Show or hide; what holds the focus goes when the focus has left it. */
export function show(element, shown) {
  if (element.dataset.shown === String(shown)) return;
  if (element.dataset.shown === undefined) element.addEventListener("focusout", () => setTimeout(() => settle(element)));
  element.dataset.shown = String(shown);
  settle(element);
}

function settle(element) {
  const shown = element.dataset.shown === "true";
  if (shown || !element.contains(document.activeElement)) element.hidden = !shown;
}

/** One child of `parent` for each of `items`, in their order; children are kept by `key`, made and filled here. */
export function keep(parent, items, key, make, fill) {
  const names = new Set(items.map((item) => String(key(item))));
  const old = new Map();
  for (const child of [...parent.children]) {
    old.set(child.dataset.key, child);
    // What holds the focus stays for now; whoever made it takes it away later.
    if (!names.has(child.dataset.key) && !child.contains(document.activeElement)) child.remove();
  }
  let place = parent.firstElementChild;
  for (const item of items) {
    const name = String(key(item));
    while (place && !names.has(place.dataset.key)) place = place.nextElementSibling;
    let child = old.get(name);
    if (!child) {
      child = make(item);
      child.dataset.key = name;
    }
    if (child === place) place = place.nextElementSibling;
    else parent.insertBefore(child, place);
    fill(child, item);
  }
}

/** An element with a class and text. */
export function made(tag, name = "", text = "") {
  const element = document.createElement(tag);
  if (name) element.className = name;
  if (text) element.textContent = text;
  return element;
}

/** Say it to a screen reader when it has finished what it says. */
export const announce = (text) => spoken($("polite"), text);
/** Say it at once. */
export const alarm = (text) => spoken($("urgent"), text);

function spoken(region, text) {
  region.append(made("p", "", text));
  while (region.childElementCount > 4) region.firstElementChild.remove();
}
