// A model of k-means studio, read without it: assignRow(model, {income: 52000, town: "Ulm"})
// returns {cluster, name, distance, distances}. Cells are numbers or text; null, "" and NaN are missing.
// Gaps that other rows would fill ("donors") are refused: fill them first.

function yeoJohnson(x, power) {
  if (x >= 0) return power === 0 ? Math.log1p(x) : (Math.pow(x + 1, power) - 1) / power;
  return power === 2 ? -Math.log1p(-x) : -(Math.pow(1 - x, 2 - power) - 1) / (2 - power);
}

const CHANGES = {
  log: Math.log,
  log1p: Math.log1p,
  power: yeoJohnson,
};

function isMissing(cell) {
  return cell === null || cell === undefined || cell === "" || Number.isNaN(cell);
}

function around(column, value) {
  const turned = (column.circle === "sine" ? Math.sin : Math.cos)((2 * Math.PI * value) / column.period);
  return (turned * column.period) / (2 * Math.PI);
}

function numberIn(column, row) {
  const missing = isMissing(row[column.label]);
  let value = missing ? column.fill : Number(row[column.label]);
  if (column.circle && !missing) value = around(column, value);
  if (value === null) throw new Error(`${column.label} has no value`);
  if (column.change) value = CHANGES[column.change](value, column.power);
  return ((value - column.centre) / column.spread) * column.weight;
}

function levelIn(column, row, met) {
  const cell = isMissing(row[column.label]) ? null : String(row[column.label]).trim();
  const counts = column.levels.includes(cell) || (column.others && !met.includes(cell));
  return counts ? column.weight : 0;
}

export function assignRow(model, row) {
  const values = [];
  for (const column of model.numbers) values[column.at] = numberIn(column, row);
  for (const column of model.levels) {
    const met = model.levels.filter((other) => other.label === column.label).flatMap((other) => other.levels);
    values[column.at] = levelIn(column, row, met);
  }
  const parts = model.components;
  const dot = (axis) => axis.reduce((sum, a, i) => sum + a * (values[i] - parts.mean[i]), 0);
  const place = parts ? parts.axes.map(dot) : values;
  const distances = model.centres.map((centre) => Math.hypot(...centre.map((c, i) => c - place[i])));
  const nearest = distances.indexOf(Math.min(...distances));
  return { cluster: nearest + 1, name: model.names[nearest], distance: distances[nearest], distances };
}
