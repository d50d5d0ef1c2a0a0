export default function ({ data, parentElement, setTriggerValue }) {
  const find = (name) => parentElement.querySelector(name);
  const stage = find(".stage"), shade = find(".shade"), line = find(".line"), range = find("input");
  const images = [find(".before"), find(".after")];
  images[0].src = data.before; images[1].src = data.after;
  images[0].alt = data.alt + ", before"; images[1].alt = data.alt + ", after";
  const zoomed = data.zoom > 0, wide = data.width * (data.zoom || 1), high = data.height * (data.zoom || 1);
  stage.className = "stage " + (zoomed ? "zoomed" : "fit");
  stage.style.aspectRatio = `${data.width} / ${data.height}`;
  stage.style.width = zoomed ? `${wide}px` : `min(100%, ${Math.round(640 * wide / high)}px)`;
  stage.style.height = zoomed ? `${high}px` : "auto";
  const divide = (share) => {
    range.value = share;
    line.style.left = `${share}%`;
    shade.style.clipPath = `inset(0 0 0 ${share}%)`;
  };
  divide(Number(range.value));
  range.oninput = () => divide(Number(range.value));
  const toPointer = (event) => {
    const box = stage.getBoundingClientRect();
    divide(Math.min(100, Math.max(0, 100 * (event.clientX - box.left) / box.width)));
  };
  let from = null, dividing = false;
  stage.onpointerdown = (event) => {
    if (event.button) return;
    dividing = !zoomed || event.composedPath().includes(line);
    from = [event.clientX, event.clientY];
    stage.setPointerCapture(event.pointerId);
    if (dividing) toPointer(event);
  };
  stage.onpointermove = (event) => {
    if (!from) return;
    if (dividing) return toPointer(event);
    for (const image of images)
      image.style.transform = `translate(${event.clientX - from[0]}px, ${event.clientY - from[1]}px)`;
  };
  stage.onpointerup = stage.onpointercancel = (event) => {
    if (from && !dividing) {
      const moved = [event.clientX - from[0], event.clientY - from[1]].map((d) => -d / data.zoom);
      if (Math.hypot(...moved) * data.zoom > 3) setTriggerValue("moved", moved);
      else for (const image of images) image.style.transform = "";
    }
    from = null;
  };
  for (const image of images) image.style.transform = "";
  stage.ondblclick = (event) => {
    const box = stage.getBoundingClientRect();
    if (!zoomed) setTriggerValue("opened", [(event.clientX - box.left) / box.width,
      (event.clientY - box.top) / box.height]);
  };
}
