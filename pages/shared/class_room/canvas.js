// What a phone can be asked, on one square: centres to place, points to give to centres, points to paint, or only to
// look. What was done here stays until the next task, whatever the page around does; answers go out by "sent".
const NS = "http://www.w3.org/2000/svg";
const SHAPES = ["M1 0A1 1 0 1 0-1 0A1 1 0 1 0 1 0Z", "M-.9-.9H.9V.9H-.9Z", "M0-1.15L1.1.8H-1.1Z"];
const NAMES = ["discs", "squares", "triangles"];
const STEP = 500;  // milliseconds that a step of the centres is seen

export default function ({ data, parentElement, setTriggerValue }) {
  const svg = parentElement.querySelector("svg"), bar = parentElement.querySelector(".bar");
  const said = parentElement.querySelector("output"), mine = (svg.mine ??= {});
  if (mine.id !== data.id) {
    Object.assign(mine, { id: data.id, answers: data.answers, done: data.done, group: 0, seen: 0, again: false, cursor: null });
    if (!data.done.length && data.mode === "assign") mine.done = data.points.map(() => -1);
  }
  if (mine.answers !== data.answers) Object.assign(mine, { answers: data.answers, done: data.done, again: false, seen: 0 });
  mine.waiting = false;
  const answered = () => data.answers > 0 && !mine.again;

  const add = (tag, attributes, parent = svg) => {
    const made = document.createElementNS(NS, tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    return parent.appendChild(made);
  };
  const glyph = (x, y, size, fill, shape = 0, parent = svg) =>
    add("path", { d: SHAPES[shape], transform: `translate(${x},${100 - y}) scale(${size})`, fill, class: "grown" }, parent);
  const disc = (x, y, i, size = 4) => {
    const made = add("g", { transform: `translate(${x},${100 - y})` });
    add("circle", { r: size + 2.5, class: "rim" }, made);
    add("circle", { r: size, fill: data.colours[i], stroke: data.paper, "stroke-width": .7 }, made);
    add("text", { dy: ".35em", fill: data.inks[i] }, made).textContent = i + 1;
    return made;
  };
  const rows = (fill) => data.points.forEach(([x, y], n) => {
    const made = glyph(x, y, .95, fill ? fill(n) : "", 0);
    if (!fill) made.classList.add("row");
  });
  const inside = (value) => Math.round(10 * Math.min(100, Math.max(0, value))) / 10;
  const near = (point, others) => {
    const away = others.map(([x, y]) => (x - point[0]) ** 2 + (y - point[1]) ** 2);
    return away.indexOf(Math.min(...away));
  };
  const button = (words, act, main = false, able = true, label = "") => {
    const made = bar.appendChild(document.createElement("button"));
    made.textContent = words;
    made.disabled = !able || mine.waiting;
    if (label) made.setAttribute("aria-label", label);
    if (main) made.className = "main";
    made.onclick = act;
    return made;
  };
  const send = () => {
    mine.waiting = true;
    draw();
    setTriggerValue("sent", { turn: data.turn, value: mine.done });
  };
  const again = (keep) => () => { Object.assign(mine, { again: true, done: keep ? mine.done : [] }); draw(); };
  const undo = () => { mine.done.pop(); draw(); };
  const clear = () => { mine.done = []; draw(); };

  const place = {
    draw() {
      if (answered()) return place.end();
      rows();
      mine.done.forEach(([x, y], i) => place.grip(disc(x, y, i), i));
      const left = data.k - mine.done.length;
      said.textContent = left ? `Tap where centre ${mine.done.length + 1} of ${data.k} begins.` : "Drag them, or go.";
      button("At random", () => {
        mine.done = [...data.points].sort(() => Math.random() - .5).slice(0, data.k).map((point) => [...point]);
        draw();
      });
      button("Clear", clear, false, mine.done.length > 0);
      button("Go", send, true, !left);
    },
    grip(made, i) {
      for (const [name, value] of Object.entries({ tabindex: 0, role: "button",
        "aria-label": `Centre ${i + 1}: move it with the arrow keys` })) made.setAttribute(name, value);
      const move = (to) => {
        mine.done[i] = to.map(inside);
        made.setAttribute("transform", `translate(${mine.done[i][0]},${100 - mine.done[i][1]})`);
      };
      made.onpointerdown = (event) => { event.stopPropagation(); made.setPointerCapture(event.pointerId); };
      made.onpointermove = (event) => { if (made.hasPointerCapture(event.pointerId)) move(where(event)); };
      made.onkeydown = (event) => {
        const way = arrow(event);
        if (!way) return;
        event.stopPropagation();
        move([mine.done[i][0] + way[0], mine.done[i][1] + way[1]]);
      };
    },
    end() {
      const steps = data.trail, t = Math.min(mine.seen, steps.length - 1), now = steps[t];
      rows((n) => data.colours[near(data.points[n], now)]);
      now.forEach((_, i) => {
        const way = steps.slice(0, t + 1).map((step) => `${step[i][0]},${100 - step[i][1]}`).join(" ");
        add("polyline", { points: way, class: "way", stroke: data.colours[i] });
      });
      now.forEach(([x, y], i) => disc(x, y, i));
      const last = steps.length - 1;
      said.textContent = t < last ? `Step ${t} of ${last}` : `They stay after ${last} ${last === 1 ? "step" : "steps"}.`;
      if (!bar.firstChild) button("Another start", again(false), true);
      if (t === last) return;
      if (matchMedia("(prefers-reduced-motion: reduce)").matches) { mine.seen = last; return draw(true); }
      clearTimeout(mine.later);
      mine.later = setTimeout(() => { mine.seen = t + 1; draw(true); }, STEP);
    },
    tap(at) { if (!answered() && mine.done.length < data.k) { mine.done.push(at); draw(); } },
  };

  const assign = {
    draw() {
      const shown = data.truth;
      data.points.forEach(([x, y], n) => {
        const to = mine.done[n], made = add("g", { transform: `translate(${x},${100 - y})`, tabindex: 0, role: "button" });
        const right = shown && shown[n] === to;
        if (shown && !right) add("line", { x2: data.centres[shown[n]][0] - x, y2: y - data.centres[shown[n]][1], class: "right" }, made);
        add("circle", { r: 6, class: "rim" }, made);
        add("circle", { r: 3.4, fill: to < 0 ? data.paper : data.colours[to], stroke: data.text, "stroke-width": .5 }, made);
        add("text", { dy: ".35em", fill: to < 0 ? data.text : data.inks[to] }, made).textContent =
          shown ? (right ? "✓" : "✗") : to < 0 ? "?" : to + 1;
        made.setAttribute("aria-label", `Point ${n + 1} at ${x}, ${y}: ` + (to < 0 ? "no centre yet" : `centre ${to + 1}`)
          + (shown ? (right ? ", right" : `, wrong, ${shown[n] + 1} is nearer`) : ""));
        if (shown) return;
        const take = (cluster) => { mine.done[n] = cluster; draw(); svg.querySelectorAll("g[role=button]")[n].focus(); };
        made.onclick = () => take((to + 1) % data.k);
        made.onkeydown = (event) => {
          if (event.key === "Enter" || event.key === " ") take((to + 1) % data.k);
          else if (+event.key >= 1 && +event.key <= data.k) take(+event.key - 1);
          else return;
          event.preventDefault();
        };
      });
      data.centres.forEach(([x, y], i) => disc(x, y, i, 4.6).setAttribute("pointer-events", "none"));
      const left = mine.done.filter((to) => to < 0).length;
      said.textContent = shown ? "" : left ? "Tap each ? until it has the number of its nearest centre." : "All given. Check them.";
      if (!shown) button("Check", send, true, !left);
    },
    tap() {},
  };

  const paint = {
    draw() {
      const over = answered() && data.labels;
      mine.done.forEach(([x, y, group], n) => glyph(x, y, 1.7, data.colours[over ? data.labels[n] : group], group));
      if (over) {
        said.textContent = "Shapes are your groups, colours what k-means made of them.";
        return button("Paint on", again(true), true);
      }
      NAMES.forEach((name, group) => {
        const made = button("●■▲"[group], () => { mine.group = group; draw(); }, false, true, `Paint ${name}`);
        made.style.color = data.colours[group];
        made.setAttribute("aria-pressed", mine.group === group);
      });
      button("Undo", undo, false, mine.done.length > 0);
      button("Clear", clear, false, mine.done.length > 0);
      button("Send", send, true, mine.done.length > 0);
      said.textContent = `${mine.done.length} of at most ${data.most} points. Draw with a finger; two groups or three.`;
    },
    tap(at) {
      if (answered() || mine.done.length >= data.most) return;
      mine.done.push([...at, mine.group]);
      draw();
    },
    drag(at) {
      const last = mine.done.at(-1);
      if (!last || Math.hypot(last[0] - at[0], last[1] - at[1]) > 3) paint.tap(at);
    },
  };

  const mode = { place, assign, draw: paint, look: { draw() { rows(); said.textContent = ""; }, tap() {} } }[data.mode];
  const where = (event) => {
    const box = svg.getBoundingClientRect();
    return [100 * (event.clientX - box.left) / box.width, 100 - 100 * (event.clientY - box.top) / box.height].map(inside);
  };
  const arrow = (event) => {
    const far = event.shiftKey ? 10 : 2;
    return { ArrowLeft: [-far, 0], ArrowRight: [far, 0], ArrowUp: [0, far], ArrowDown: [0, -far] }[event.key];
  };
  const draw = (barStays = false) => {
    const held = [...svg.querySelectorAll("[tabindex]")].indexOf(parentElement.getRootNode().activeElement);
    svg.replaceChildren();
    if (!barStays) bar.replaceChildren();
    svg.classList.toggle("still", data.mode === "look" || data.mode === "assign");
    mode.draw();
    if (mine.cursor) {
      const [x, y] = mine.cursor;
      add("path", { d: `M${x - 4} ${100 - y}h8M${x} ${96 - y}v8`, class: "cursor" });
    }
    if (held >= 0) svg.querySelectorAll("[tabindex]")[held]?.focus();
  };
  svg.setAttribute("aria-label", data.alt);
  svg.onpointerdown = (event) => {
    if (event.button || mine.waiting) return;
    mine.cursor = null;
    if (mode.drag) svg.setPointerCapture(event.pointerId);
    mode.tap(where(event));
  };
  svg.onpointermove = (event) => {
    if (mode.drag && svg.hasPointerCapture(event.pointerId)) mode.drag(where(event));
  };
  svg.onkeydown = (event) => {
    if (event.target !== svg || mine.waiting || data.mode === "look" || data.mode === "assign") return;
    const way = arrow(event), at = (mine.cursor ??= [50, 50]);
    if (way) mine.cursor = [inside(at[0] + way[0]), inside(at[1] + way[1])];
    else if (event.key === "Enter" || event.key === " ") return event.preventDefault(), mode.tap([...at]);
    else if (event.key === "Backspace") return event.preventDefault(), answered() || undo();
    else if (data.mode === "draw" && "123".includes(event.key)) mine.group = event.key - 1;
    else return;
    event.preventDefault();
    draw();
  };
  draw();
  return () => clearTimeout(mine.later);
}
