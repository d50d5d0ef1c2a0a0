// One number in three ways to choose it. What is being chosen is never taken back by what the server says meanwhile.
export default function ({ data, parentElement, setTriggerValue }) {
  const [range, number] = parentElement.querySelectorAll("input");
  const usual = parentElement.querySelector(".usual"), held = (range.held ??= {});
  const show = (k) => {
    range.value = k;
    if (number !== parentElement.activeElement) number.value = k;
    for (const button of usual.children) button.setAttribute("aria-pressed", Number(button.textContent) === k);
  };
  const choose = (k) => {
    if (!(k >= 2 && k <= data.most)) return;
    show(k);
    held.k = k;
    clearTimeout(held.later);
    held.later = setTimeout(() => setTriggerValue("chosen", k), 200);
  };
  for (const input of [range, number]) Object.assign(input, { max: data.most, disabled: data.off });
  usual.replaceChildren(...data.usual.map((k) => Object.assign(document.createElement("button"), {
    textContent: k, disabled: data.off, onclick: () => { number.value = k; choose(k); } })));
  if (held.id !== data.id || held.k === data.k) Object.assign(held, { id: data.id, k: undefined });
  show(held.k ?? data.k);
  range.oninput = () => { number.value = range.value; choose(Number(range.value)); };
  number.onchange = () => choose(Math.min(Math.max(Math.round(Number(number.value)), 2), data.most));
}
