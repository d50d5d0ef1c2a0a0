// The palette's colours: a click copies one, and each can be locked or changed; the last tile adds one.
const LOCK = '<svg viewBox="0 0 16 16"><rect x="3" y="7" width="10" height="7" rx="1"/><path d="M5 7V4.5a3 3 0 0 1 6 0V7"/></svg>';
const PEN = '<svg viewBox="0 0 16 16"><path d="M3 13l1-3 7-7 2 2-7 7z"/></svg>';

async function copied(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const field = document.body.appendChild(document.createElement("textarea"));  // pages without HTTPS
  field.value = text;
  field.select();
  document.execCommand("copy");
  field.remove();
}

export default function ({ data, parentElement, setTriggerValue }) {
  const tiles = parentElement.querySelector(".tiles"), said = parentElement.querySelector(".said");
  const make = (kind, into, fields) => into.appendChild(Object.assign(document.createElement(kind), fields));
  const chooser = (into, label, value, then) => {
    const edit = make("label", into, { className: "edit", title: label });
    const input = make("input", edit, { type: "color", value });
    input.setAttribute("aria-label", label);
    input.onchange = () => then(input.value);
    return edit;
  };
  tiles.replaceChildren();
  for (const { hex, name, share, ink, locked } of data.colours) {
    const tile = make("div", tiles, { className: "tile" });
    tile.setAttribute("role", "listitem");
    tile.style.setProperty("--colour", hex);
    tile.style.setProperty("--ink", ink);
    const copy = make("button", tile, { className: "copy", title: `${name}, ${share} of the pixels. Click to copy ${hex}` });
    const clear = hex.length > 7 ? `${Math.round(parseInt(hex.slice(7), 16) / 2.55)} % α` : "";
    make("b", copy, { textContent: hex.slice(0, 7) });
    make("span", copy, { textContent: clear || share });
    copy.onclick = () => copied(hex).then(
      () => { said.textContent = `${hex} (${name}) is copied.`; },
      () => { said.textContent = `The browser does not let pages copy; the colour is ${hex}.`; });
    if (!data.changeable) continue;
    const tools = make("div", tile, { className: "tools" });
    const lock = make("button", tools, { title: locked ? "Let go" : "Keep this colour whatever k is", innerHTML: LOCK });
    lock.setAttribute("aria-pressed", locked);
    lock.setAttribute("aria-label", `Lock ${hex}`);
    lock.onclick = () => setTriggerValue("locked", hex);
    chooser(tools, `Change ${hex}`, hex.slice(0, 7), (to) => setTriggerValue("edited", [hex, to])).insertAdjacentHTML("afterbegin", PEN);
  }
  if (!data.changeable) return;
  const add = make("div", tiles, { className: "tile add" });
  add.setAttribute("role", "listitem");
  chooser(add, "Add a colour", "#ffffff", (to) => setTriggerValue("added", to)).insertAdjacentText("afterbegin", "+ Add");
}
