// The film of k-means: plays, steps and drags in the browser; the server is told where it stands and where a centre was
// put. `data.films` holds one film, or several that run side by side.
const HALF = 650, HOLD = 450; // milliseconds of a half-step and of the rest after it, at speed 1
const less = (a, b) => `(${num(a)} − ${b < 0 ? `(${num(b)})` : num(b)})²`;
const plus = (values) => values.map((v) => (v < 0 ? `(${num(v)})` : num(v))).join(" + ");
const mix = (a, b, t) => a.map((place, j) => place.map((v, d) => v + (b[j][d] - v) * t));
const smooth = (t) => t * t * (3 - 2 * t);
const read = (text) => Array.from(text, (sign) => sign.charCodeAt(0) - 48);

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".film"), find = (name) => root.querySelector(name);
  const state = (root.state ??= { speed: 1 });
  root.end?.abort();
  const end = (root.end = new AbortController());
  const on = (node, kind, act, more = {}) => node.addEventListener(kind, act, { signal: end.signal, ...more });
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const films = data.films.map((film) => ({ ...film, steps: film.steps.map((step) => ({ ...step, labels: read(step.labels) })) }));
  const last = Math.max(...films.map((film) => film.steps.length)) - 1;
  const at = (film, step) => film.steps[Math.min(step, film.steps.length - 1)];
  if (state.id !== data.id) Object.assign(state, { id: data.id, step: Math.min(data.step, last), t: 1, playing: false, point: 0, centre: 0 });
  state.from ??= state.step;
  root.classList.toggle("many", films.length > 1);
  root.classList.toggle("still", !data.plays);
  root.classList.toggle("one", data.one);
  root.classList.toggle("lecture", data.lecture);
  root.classList.toggle("touch", data.drags);

  const make = (kind, into, text = "", name = "") => {
    const made = into.appendChild(document.createElement(kind));
    if (text) made.textContent = text;
    if (name) made.className = name;
    return made;
  };
  find(".stages").replaceChildren();
  const stages = films.map((film) => {
    const figure = make("figure", find(".stages")), caption = make("figcaption", figure), canvas = make("canvas", figure);
    canvas.setAttribute("role", "img");
    caption.hidden = films.length < 2 && !film.name;
    const stage = film.picture ? new Picture(canvas, film) : new Stage(canvas, data.look, data.box, data.equal);
    stage.size *= data.lecture ? 1.4 : 1;
    stage.disc *= data.lecture ? 1.4 : 1;
    stage.fit();
    return Object.assign(stage, { film, caption });
  });

  const trailsOf = (film, step, centres) => {
    const path = film.steps.slice(0, Math.min(step, film.steps.length - 1)).filter((each) => each.centres.length === centres.length && each.kind !== "assign");
    return centres.map((centre, j) => [...path.map((each) => each.centres[j]), centre]);
  };
  const draw = () => {
    root.dataset.drawn = Number(root.dataset.drawn ?? 0) + 1;
    for (const stage of stages) {
      const from = at(stage.film, state.from), to = at(stage.film, state.step), t = smooth(state.t);
      let { centres, labels } = to;
      if (t < 1 && from.centres.length === to.centres.length) centres = mix(from.centres, to.centres, t);
      if (t < 0.5) labels = from.labels;
      const popping = t < 1 ? to.labels.map((label, i) => label !== from.labels[i]) : null;
      if (state.held?.stage === stage) {
        centres = state.held.centres;
        if (labels[0] >= 0) labels = assigned(stage.film.points, centres);
      }
      stage.draw({ points: stage.film.points, labels, centres, fills: to.fills, paints: stage.film.paints, chances: to.chances, popping, pop: Math.sin(Math.PI * t),
        trails: data.plays && !state.held ? trailsOf(stage.film, state.step, centres) : [], regions: stage.film.regions,
        chosen: data.plays && films.length === 1 ? state.point : -1 });
    }
  };

  const sums = () => {
    const film = films[0], { centres, labels, kind } = at(film, state.step), point = film.points[state.point];
    for (const name of ["assign", "move"]) find(`.sums.${name}`).toggleAttribute("data-now", kind === name);
    const flat = (d) => film.points.every((each) => each[d] === 0);
    const [left, right] = [find(".assign .numbers"), find(".move .numbers")];
    left.replaceChildren();
    right.replaceChildren();
    if (!centres.length || !point) return;
    make("p", left, `Point ${point.filter((_, d) => !flat(d)).map(num).join(", ")}. Click another one.`);
    const table = make("table", left), near = nearest(point, centres);
    const away = centres.map((centre) => squared(point, centre)), order = centres.map((_, j) => j);
    const listed = order.sort((a, b) => away[a] - away[b]).slice(0, 5).sort((a, b) => a - b);
    if (listed.length < centres.length) make("p", left, `The ${listed.length} nearest of ${centres.length} centres:`).after(table);
    listed.forEach((j) => {
      const row = make("tr", table), centre = centres[j], put = (text) => make(j === near ? "b" : "span", make("td", row), text);
      put(`${j + 1}`);
      put(`${[0, 1].filter((d) => !flat(d)).map((d) => less(point[d], centre[d])).join(" + ")} =`);
      put(num(away[j]));
    });
    make("p", left, `Smallest: it belongs to cluster ${near + 1}.`);
    const own = film.points.filter((_, i) => labels[i] === state.centre);
    if (!own.length) return make("p", right, `Cluster ${state.centre + 1} has no points yet.`);
    const axis = (d) => `(${plus(own.slice(0, 3).map((each) => each[d]))}${own.length > 3 ? " + …" : ""}) / ${own.length} = ${num(own.reduce((sum, each) => sum + each[d], 0) / own.length)}`;
    make("p", right, `Cluster ${state.centre + 1}, ${own.length} points. Click another centre.`);
    if (!flat(0)) make("p", right, `across: ${axis(0)}`);
    if (!flat(1)) make("p", right, `up: ${axis(1)}`);
  };

  const tell = () => {
    const step = at(films[0], state.step), said = find(".said");
    said.setAttribute("aria-live", state.playing ? "off" : "polite");
    said.replaceChildren();
    if ((films.length === 1 || data.one) && data.plays) {
      make("b", said, `${state.step} of ${last}. `);
      make("span", said, step.words);
    }
    stages.forEach(({ film, caption, canvas }, number) => {
      const now = at(film, state.step);
      caption.replaceChildren();
      make("b", caption, films.length > 1 && data.plays && !data.one ? `${number + 1} · ${film.name}` : film.name);
      make("span", caption, films.length > 1 && data.plays && !data.one ? `: ${now.inertia === null ? now.words : `inertia ${num(now.inertia)}`}` : film.told ? `: ${film.told}` : "");
      canvas.setAttribute("aria-label", [film.name, now.words, film.told].filter(Boolean).join(". ") || "Points");
    });
    find(".seek").max = last;
    find(".seek").value = state.step;
    find(".seek").setAttribute("aria-valuetext", step.words);
    find(".play").textContent = state.playing ? "Pause" : "Play";
    for (const line of root.querySelectorAll("pre span")) line.classList.toggle("now", line.dataset.kind === step.kind);
    if (data.plays) drawCurve(find(".curve"), data.one ? films.slice(0, 1) : films, state.step, last);
    if (data.plays && films.length === 1) sums();
  };

  const report = () => {
    clearTimeout(root.later);
    if (data.plays) root.later = setTimeout(() => { if (!state.playing && state.told !== state.step) setTriggerValue("stopped", (state.told = state.step)); }, 700);
  };
  const loop = (now) => {
    if (end.signal.aborted || !root.isConnected) return;
    root.running = 0;
    const spent = now - (state.then ?? now);
    state.then = now;
    if (state.t < 1) state.t = still.matches ? 1 : Math.min(1, state.t + (spent * state.speed) / HALF);
    else if (state.playing && (state.rest = (state.rest ?? 0) + spent * state.speed) >= (still.matches ? HOLD + HALF : HOLD)) {
      state.rest = 0;
      if (state.step === last) pause();
      else go(state.step + 1, true);
    }
    draw();
    if (state.t < 1 || state.playing) run();
    else state.then = undefined;
  };
  const run = () => { if (!root.running) root.running = requestAnimationFrame(loop); };
  const go = (step, animated) => {
    const to = Math.max(0, Math.min(last, step));
    Object.assign(state, { from: state.step, step: to, t: animated && to !== state.step ? 0 : 1 });
    tell();
    report();
    run();
  };
  const pause = () => { state.playing = false; tell(); report(); };
  const play = () => {
    if (state.playing) return pause();
    if (state.step === last) go(0, false);
    Object.assign(state, { playing: true, rest: HOLD });
    tell();
    run();
  };
  const stop = (act) => () => { state.playing = false; act(); };
  const acts = { ArrowRight: stop(() => go(state.step + 1, true)), ArrowLeft: stop(() => go(state.step - 1, true)),
    " ": play, r: stop(() => go(0, false)), Home: stop(() => go(0, false)), End: stop(() => go(last, false)) };

  // Shift and an arrow move the chosen centre; it is put down when the keys rest.
  const nudge = ([x, y]) => {
    const [stage] = stages, { centres } = at(stage.film, state.step), [left, bottom, right, top] = data.box;
    if (!data.drags || centres.length !== data.k) return false;
    state.playing = false;
    state.held ??= { stage, hit: state.centre, centres: centres.map((each) => [...each]), moved: true };
    const held = state.held.centres[state.held.hit], unit = Math.max(right - left, top - bottom) / 50;
    [held[0], held[1]] = [held[0] + x * unit, held[1] + y * unit];
    draw();
    clearTimeout(root.resting);
    root.resting = setTimeout(() => setTriggerValue("placed", state.held.centres), 800);
    return true;
  };

  const pre = find("pre");
  pre.replaceChildren();
  for (const [kind, text] of data.code) make("span", pre, text || " ").dataset.kind = kind;
  find(".code").hidden = !data.code.length;
  if (data.plays) {
    for (const [name, key] of Object.entries({ first: "r", back: "ArrowLeft", play: " ", on: "ArrowRight", last: "End" })) on(find(`.${name}`), "click", acts[key]);
    on(find(".seek"), "input", stop(() => go(Number(find(".seek").value), false)));
    on(find(".pace select"), "change", (event) => { state.speed = Number(event.target.value); });
    on(find(".curve"), "click", (event) => {
      const box = find(".curve").getBoundingClientRect();
      stop(() => go(Math.round((((event.clientX - box.left) / box.width) * 360 - 46) / 300 * last), false))();
    });
    // Keys are heard wherever nothing else wants them, so that a lecture needs no click first.
    on(document, "keydown", (event) => {
      const who = event.composedPath()[0], act = acts[event.key.length === 1 ? event.key.toLowerCase() : event.key];
      const busy = who instanceof Element && who.closest("input, select, textarea, button, summary, a, [role=slider], [role=combobox], [role=radio], [contenteditable]");
      const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
      if (event.shiftKey && way && !busy && nudge(way)) return event.preventDefault();
      if (!busy && Number(event.key) > 0 && Number(event.key) <= data.k) { state.centre = Number(event.key) - 1; return tell(); }
      if (!act || event.shiftKey || event.ctrlKey || event.metaKey || event.altKey || (busy && who !== find(".seek"))) return;
      event.preventDefault();
      act();
    });
  }
  for (const stage of stages) {
    on(stage.canvas, "pointerdown", (event) => {
      const { centres } = at(stage.film, state.step), hit = data.plays ? stage.hit(event, centres, 22) : -1;
      if (hit >= 0) state.centre = hit;
      else if (data.plays && stage.hit(event, stage.film.points, 20) >= 0) state.point = stage.hit(event, stage.film.points, 20);
      if (hit >= 0 && data.drags && at(stage.film, state.step).centres.length === data.k) {
        state.playing = false;
        state.held = { stage, hit, centres: centres.map((each) => [...each]), moved: false };
        stage.canvas.setPointerCapture(event.pointerId);
      }
      tell();
      draw();
    });
    on(stage.canvas, "pointermove", (event) => {
      if (state.held?.stage !== stage) return;
      state.held.centres[state.held.hit] = stage.under(event);
      state.held.moved = true;
      requestAnimationFrame(draw);
    });
    const put = () => {
      if (state.held?.moved) setTriggerValue("placed", state.held.centres);
      else state.held = null;
      draw();
    };
    on(stage.canvas, "pointerup", put);
    on(stage.canvas, "pointercancel", () => { state.held = null; draw(); });
  }
  state.held = null;
  const sized = new ResizeObserver(() => { for (const stage of stages) stage.fit(); draw(); });
  for (const { canvas } of stages) sized.observe(canvas);
  tell();
  draw();
  root.running = 0;
  if (state.playing || state.t < 1) run();
  return () => { sized.disconnect(); end.abort(); };
}
