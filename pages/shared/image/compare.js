// A picture viewer with a divider: the divider belongs to the screen, the pictures move and grow under it. Where the
// page's pictures are smaller than the real one, the part that is looked at is asked for and laid over them.
export default function ({ data, parentElement, setTriggerValue }) {
  const find = (name) => parentElement.querySelector(name);
  const frame = find(".frame"), over = find(".over"), line = find(".line"), shown = find("output");
  const pick = find(".pick"), images = [...parentElement.querySelectorAll("img")];
  const { width, height, near } = data;
  const view = (frame.view ??= {});
  if (view.id !== data.id) Object.assign(view, { id: data.id, scale: 0, x: width / 2, y: height / 2, asked: "" });
  view.share ??= 50;
  images.forEach((image, i) => {
    const source = i % 2 ? near?.[image.classList[0]] : data[image.classList[0]];
    if (source) image.src = source;
    else image.removeAttribute("src");
    image.alt = i % 2 ? "" : `${data.alt}, ${image.classList[0]}`;
  });
  frame.style.setProperty("--ratio", width / height);
  pick.hidden = !data.picks;

  const fitted = () => Math.min(frame.clientWidth / width, frame.clientHeight / height, 16);
  const scale = () => Math.max(view.scale, fitted());
  const zoomed = () => scale() > fitted() * 1.001;
  const held = (at, size, room) => (size * scale() <= room ? size / 2
    : Math.min(Math.max(at, room / 2 / scale()), size - room / 2 / scale()));
  const place = (image, left, top, wide, high) => Object.assign(image.style, {
    left: `${frame.clientWidth / 2 + (left - view.x) * scale()}px`, width: `${wide * scale()}px`,
    top: `${frame.clientHeight / 2 + (top - view.y) * scale()}px`, height: `${high * scale()}px` });
  const draw = () => {
    if (!frame.clientWidth) return;
    view.x = held(view.x, width, frame.clientWidth);
    view.y = held(view.y, height, frame.clientHeight);
    images.forEach((image, i) => (i % 2
      ? near && place(image, near.left, near.top, near.width, near.height) : place(image, 0, 0, width, height)));
    over.style.clipPath = `inset(0 0 0 ${view.share}%)`;
    line.style.left = `${view.share}%`;
    line.setAttribute("aria-valuenow", Math.round(view.share));
    frame.classList.toggle("zoomed", zoomed());
    frame.classList.toggle("large", scale() >= 1);
    shown.textContent = `${Math.round(100 * scale())} %`;
    clearTimeout(view.later);
    view.later = setTimeout(ask, 250);
  };
  const ask = () => {
    const sharp = images[0].naturalWidth / width;
    if (!zoomed() || !sharp || sharp >= 1 || scale() * devicePixelRatio < sharp * 1.2) return;
    const part = [[view.x, frame.clientWidth, width], [view.y, frame.clientHeight, height]].map(([at, room, size]) => {
      const from = Math.max(0, Math.floor(at - room / 2 / scale()));
      return [from, Math.min(size, Math.ceil(at + room / 2 / scale())) - from];
    });
    if (String(part) === view.asked) return;
    view.asked = String(part);
    setTriggerValue("viewed", part.flat());
  };
  const zoom = (to, at) => {
    const box = frame.getBoundingClientRect(), before = scale();
    const [x, y] = at ? [at[0] - box.left - box.width / 2, at[1] - box.top - box.height / 2] : [0, 0];
    view.scale = Math.min(Math.max(to, fitted()), 32);
    if (view.scale <= fitted() * 1.001) view.scale = 0;
    view.x += x / before - x / scale();
    view.y += y / before - y / scale();
    draw();
  };
  const divide = (share) => { view.share = Math.min(100, Math.max(0, share)); draw(); };
  const picking = (on) => {
    pick.setAttribute("aria-pressed", on);
    frame.classList.toggle("picking", on);
  };

  const fingers = (view.fingers ??= new Map());
  let dividing = false, began = view.share;
  const middle = () => [...fingers.values()].reduce(([a, b], [x, y]) => [a + x / fingers.size, b + y / fingers.size], [0, 0]);
  const spread = () => { const [a, b] = [...fingers.values()]; return b ? Math.hypot(a[0] - b[0], a[1] - b[1]) : 0; };
  const share = (event) => 100 * (event.clientX - frame.getBoundingClientRect().left) / frame.clientWidth;
  frame.onpointerdown = (event) => {
    if (event.button) return;
    if (frame.classList.contains("picking")) {
      const box = frame.getBoundingClientRect();
      const at = [view.x + (event.clientX - box.left - box.width / 2) / scale(),
        view.y + (event.clientY - box.top - box.height / 2) / scale()].map(Math.floor);
      picking(false);
      if (at[0] >= 0 && at[1] >= 0 && at[0] < width && at[1] < height) setTriggerValue("picked", at);
      return;
    }
    fingers.set(event.pointerId, [event.clientX, event.clientY]);
    frame.setPointerCapture(event.pointerId);
    if (fingers.size > 1 && dividing) divide(began);  // the first finger came before the second
    began = view.share;
    dividing = fingers.size === 1 && (!zoomed() || event.composedPath().includes(line));
    if (dividing) divide(share(event));
  };
  frame.onpointermove = (event) => {
    if (!fingers.has(event.pointerId)) return;
    const [from, apart] = [middle(), spread()];
    fingers.set(event.pointerId, [event.clientX, event.clientY]);
    if (dividing && fingers.size === 1) return divide(share(event));
    const to = middle();
    view.x -= (to[0] - from[0]) / scale();
    view.y -= (to[1] - from[1]) / scale();
    if (apart) zoom(scale() * spread() / apart, to);
    else draw();
  };
  frame.onpointerup = frame.onpointercancel = (event) => fingers.delete(event.pointerId);
  frame.onwheel = (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    zoom(scale() * Math.exp(-event.deltaY / 200), [event.clientX, event.clientY]);
  };
  frame.ondblclick = (event) => zoom(zoomed() ? 0 : Math.max(2, fitted() * 2), [event.clientX, event.clientY]);
  frame.onkeydown = (event) => {
    const onLine = event.target === line, step = onLine ? 0.5 : 40 / scale();
    const turn = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (turn && onLine) divide(view.share + step * (turn[0] - turn[1]));
    else if (turn && zoomed()) { view.x += step * turn[0]; view.y += step * turn[1]; draw(); }
    else if (event.key === "+") zoom(scale() * 1.5);
    else if (event.key === "-") zoom(scale() / 1.5);
    else if (event.key === "0") zoom(0);
    else if (event.key === "1") zoom(1);
    else if (event.key === "Escape") picking(false);
    else return;
    event.preventDefault();
  };
  find(".fit").onclick = () => zoom(0);
  find(".real").onclick = () => zoom(1);
  find(".in").onclick = () => zoom(scale() * 2);
  find(".out").onclick = () => zoom(scale() / 2);
  pick.onclick = () => picking(!frame.classList.contains("picking"));
  images[0].onload = draw;
  const watch = new ResizeObserver(draw);
  watch.observe(frame);
  draw();
  return () => { watch.disconnect(); clearTimeout(view.later); };
}
