// The inertia of films over their half-steps, assign and move told apart, with a dot where each stands.
const num = (value) => String(Number(value.toPrecision(3))).replace("-", "−");

function drawCurve(svg, films, at, last) {
  const NS = "http://www.w3.org/2000/svg";
  svg.replaceChildren();
  const known = films.flatMap((film) => film.steps.map((step) => step.inertia).filter((each) => each !== null));
  if (!known.length) return;
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const x = (i) => 46 + (300 * i) / Math.max(last, 1), y = (v) => 12 + 112 * (high > low ? (high - v) / (high - low) : 1);
  const add = (tag, fields, text) => {
    const made = svg.appendChild(document.createElementNS(NS, tag));
    for (const [name, value] of Object.entries(fields)) made.setAttribute(name, value);
    if (text) made.textContent = text;
  };
  add("line", { x1: 46, x2: 346, y1: 130, y2: 130, class: "axis" });
  add("text", { x: 42, y: 16, "text-anchor": "end" }, num(high));
  if (high > low) add("text", { x: 42, y: 128, "text-anchor": "end" }, num(low));
  add("text", { x: 346, y: 146, "text-anchor": "end" }, "half-steps");
  add("text", { x: 52, y: 10 }, "inertia");
  films.forEach((film, number) => {
    const lines = film.steps.map((step, i) => [x(i), step.inertia === null ? null : y(step.inertia), step.kind]);
    lines.forEach(([a, b, kind], i) => {
      if (i && b !== null && lines[i - 1][1] !== null)
        add("line", { x1: lines[i - 1][0], y1: lines[i - 1][1], x2: a, y2: b, class: kind === "assign" ? "assign" : "move" });
    });
    for (const [a, b] of lines) if (b !== null && last < 30) add("circle", { cx: a, cy: b, r: 3 });
    const here = lines[Math.min(at, lines.length - 1)];
    if (here[1] !== null) add("circle", { cx: here[0], cy: here[1], r: 6, class: "here" });
    const [a, b] = lines.at(-1);
    if (films.length > 1) add("text", { x: a + 4, y: b - 6 }, number + 1);
  });
  svg.setAttribute("aria-label", `Inertia falls from ${num(high)} to ${num(low)}`);
}
