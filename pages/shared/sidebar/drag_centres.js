// Centres that are dragged, or moved by the arrow keys, over the rows as points; tells where one was put down.
const NS = "http://www.w3.org/2000/svg";

export default function ({ data, parentElement, setTriggerValue }) {
  const svg = parentElement.querySelector("svg");
  svg.replaceChildren();
  const add = (tag, attributes, parent = svg) => {
    const made = document.createElementNS(NS, tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    return parent.appendChild(made);
  };
  for (const [x, y] of data.points) add("circle", { cx: x, cy: y, r: 2.5, class: "row" });
  data.centres.forEach(([x, y], i) => {
    const disc = add("g", {
      tabindex: 0, role: "button", class: "centre",
      "aria-label": `Centre ${i + 1}: move it with the arrow keys, put it down with Enter`,
    });
    add("circle", { r: 13, fill: data.colours[i] }, disc);
    const words = add("text", { "text-anchor": "middle", dy: "0.35em", fill: data.inks[i] }, disc);
    words.textContent = i + 1;
    const at = { x, y };
    const place = () => disc.setAttribute("transform", `translate(${at.x},${at.y})`);
    const put = () => setTriggerValue("put", { centre: i, x: at.x, y: at.y });
    const move = (dx, dy) => {
      at.x = Math.min(Math.max(at.x + dx, 0), data.width);
      at.y = Math.min(Math.max(at.y + dy, 0), data.height);
      place();
    };
    disc.onpointerdown = (event) => disc.setPointerCapture(event.pointerId);
    disc.onpointermove = (event) => {
      if (!disc.hasPointerCapture(event.pointerId)) return;
      const scale = data.width / svg.getBoundingClientRect().width;
      move(event.movementX * scale, event.movementY * scale);
    };
    disc.onpointerup = put;
    disc.onkeydown = (event) => {
      const way = { ArrowLeft: [-6, 0], ArrowRight: [6, 0], ArrowUp: [0, -6], ArrowDown: [0, 6] }[event.key];
      if (way) move(...way);
      else if (event.key === "Enter") put();
      else return;
      event.preventDefault();
    };
    place();
  });
}
