// Points painted, sprayed and wiped away by hand; the page is told when the hand is lifted.
const MOST = 300, APART = 14;

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".paint"), canvas = root.querySelector("canvas");
  const stage = new Stage(canvas, data.look, data.box, true);
  const state = (root.state ??= { wipes: false });
  let points = data.points, before = null;
  const draw = () => {
    stage.draw({ points, labels: points.map(() => data.label ?? -1) });
    root.querySelector("output").textContent = `${points.length} of ${MOST} points`;
    root.querySelector(".wipe").setAttribute("aria-pressed", state.wipes);
  };
  const tell = () => setTriggerValue("painted", points);
  const [left, bottom, right, top] = data.box;
  const add = ([x, y]) => {
    const at = [Math.round(Math.max(left, Math.min(right, x))), Math.round(Math.max(bottom, Math.min(top, y)))];
    if (points.length < MOST && !points.some((each) => each[0] === at[0] && each[1] === at[1])) points = [...points, at];
  };
  const dab = (at, spread) => add([at[0] + spread * (Math.random() - 0.5), at[1] + spread * (Math.random() - 0.5)]);
  const stroke = (event) => {
    const at = stage.under(event);
    if (state.wipes || event.shiftKey) points = points.filter((each) => squared(each, at) > 35 ** 2);
    else if (!before) dab(at, 0);
    else if (squared(at, before) > APART ** 2) dab(at, 40);
    else return;
    before = at;
    draw();
  };
  canvas.onpointerdown = (event) => { canvas.setPointerCapture(event.pointerId); before = null; stroke(event); };
  canvas.onpointermove = (event) => { if (canvas.hasPointerCapture(event.pointerId)) stroke(event); };
  canvas.onpointerup = tell;
  root.querySelector(".cloud").onclick = () => {
    const at = [left + (right - left) * (0.15 + 0.7 * Math.random()), bottom + (top - bottom) * (0.2 + 0.6 * Math.random())];
    for (let i = 0; i < 30; i++) dab(at, 60 + 110 * Math.random());
    draw();
    tell();
  };
  root.querySelector(".wipe").onclick = () => { state.wipes = !state.wipes; draw(); };
  root.querySelector(".clear").onclick = () => { points = []; draw(); tell(); };
  const sized = new ResizeObserver(() => { stage.fit(); draw(); });
  sized.observe(canvas);
  draw();
  return () => sized.disconnect();
}
