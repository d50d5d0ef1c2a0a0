// Points, centres and their regions on a canvas, in the units of the data. It stands before the script of every part
// that draws k-means: the film, and what is placed, dragged or painted by hand.
const ROUND = 2 * Math.PI;
const corners = (turns, first = -Math.PI / 2, inner = 1) => (r) => {
  const path = new Path2D();
  for (let i = 0; i < turns; i++) {
    const reach = i % 2 ? r * inner : r, angle = first + (ROUND * i) / turns;
    path.lineTo(reach * Math.cos(angle), reach * Math.sin(angle));
  }
  path.closePath();
  return path;
};
const disc = (r) => { const path = new Path2D(); path.arc(0, 0, r, 0, ROUND); return path; };
// A mark for each of ten clusters, all about as large to the eye: nobody has to tell them by colour alone.
const MARKS = [disc, corners(4, Math.PI / 4), corners(3), corners(4), corners(3, Math.PI / 2), corners(10, -Math.PI / 2, 0.45),
  corners(6), corners(8, 0, 0.3), corners(5), corners(8, Math.PI / 4, 0.3)];
const LARGER = [1, 1.1, 1.3, 1.2, 1.3, 1.5, 1.1, 1.5, 1.15, 1.5];

const squared = ([x, y], [a, b]) => (x - a) ** 2 + (y - b) ** 2;
const nearest = (point, centres) => {
  let best = 0;
  for (let j = 1; j < centres.length; j++) if (squared(point, centres[j]) < squared(point, centres[best])) best = j;
  return centres.length ? best : -1;
};
const assigned = (points, centres) => points.map((point) => nearest(point, centres));
const inertiaOf = (points, centres, labels) => points.reduce((sum, point, i) => sum + squared(point, centres[labels[i]]), 0);

// The part of a box (corners of a polygon) that is nearer to each centre than to any other.
function regionsOf(centres, box) {
  return centres.map((own, j) => centres.reduce((region, other, i) => {
    if (i === j || (own[0] === other[0] && own[1] === other[1])) return region;
    const across = [other[0] - own[0], other[1] - own[1]];
    const half = (across[0] * (own[0] + other[0]) + across[1] * (own[1] + other[1])) / 2;
    const beyond = ([x, y]) => across[0] * x + across[1] * y - half;
    return region.flatMap((from, at) => {
      const to = region[(at + 1) % region.length], a = beyond(from), b = beyond(to), share = a / (a - b);
      const cut = (a > 0) === (b > 0) ? [] : [[from[0] + share * (to[0] - from[0]), from[1] + share * (to[1] - from[1])]];
      return a <= 0 ? [from, ...cut] : cut;
    });
  }, box));
}

class Stage {
  // `look` holds colours by name, `clusters` and `inks`; `box` is [left, bottom, right, top] in data units.
  constructor(canvas, look, box, equal) {
    Object.assign(this, { canvas, look, box, equal, pen: canvas.getContext("2d"), size: 4.2, disc: 13 });
    this.fit();
  }

  fit() {
    const { canvas, box: [left, bottom, right, top] } = this;
    this.sharp = devicePixelRatio || 1;
    this.width = canvas.clientWidth;
    this.height = canvas.clientHeight;
    canvas.width = Math.round(this.width * this.sharp);
    canvas.height = Math.round(this.height * this.sharp);
    const room = [this.width - 40, this.height - 40];
    const scale = [room[0] / (right - left), room[1] / (top - bottom)];
    this.scale = this.equal ? [Math.min(...scale), Math.min(...scale)] : scale;
    this.middle = [(left + right) / 2, (bottom + top) / 2];
    this.marks = MARKS.map((mark, i) => mark(this.size * LARGER[i]));
  }

  seen([x, y]) {
    return [this.width / 2 + (x - this.middle[0]) * this.scale[0], this.height / 2 - (y - this.middle[1]) * this.scale[1]];
  }

  // Where the pointer is, in the units of the data.
  under(event) {
    const box = this.canvas.getBoundingClientRect();
    return [this.middle[0] + (event.clientX - box.left - this.width / 2) / this.scale[0],
      this.middle[1] - (event.clientY - box.top - this.height / 2) / this.scale[1]];
  }

  // The number of the place (in data units) within so many pixels of the pointer, or -1.
  hit(event, places, reach) {
    const box = this.canvas.getBoundingClientRect(), at = [event.clientX - box.left, event.clientY - box.top];
    let best = -1, least = reach ** 2;
    places.forEach((place, i) => {
      const away = squared(this.seen(place), at);
      if (away < least) [best, least] = [i, away];
    });
    return best;
  }

  draw({ points, labels = [], centres = [], chances, trails = [], chosen = -1, popping = null, pop = 0, regions = true, fills, paints }) {
    const { pen, look, sharp } = this;
    pen.setTransform(sharp, 0, 0, sharp, 0, 0);
    pen.clearRect(0, 0, this.width, this.height);
    if (regions && centres.length > 1) this.regions(centres);
    points.forEach((point, i) => {
      const times = chances ? 0.35 + Math.min(5, Math.sqrt(chances[i] * points.length)) : popping?.[i] ? 1 + 0.9 * pop : 1;
      this.point(point, labels[i] ?? -1, times, paints?.[i]);
    });
    if (points[chosen]) this.ring(points[chosen]);
    trails.forEach((trail, j) => this.trail(trail, fills?.[j] ?? look.clusters[j % 10]));
    centres.forEach((centre, j) => this.centre(centre, j, fills?.[j]));
  }

  regions(centres) {
    const { pen, look } = this, far = [this.width / this.scale[0], this.height / this.scale[1]];
    const [left, right, bottom, top] = [this.middle[0] - far[0], this.middle[0] + far[0], this.middle[1] - far[1], this.middle[1] + far[1]];
    regionsOf(centres, [[left, bottom], [right, bottom], [right, top], [left, top]]).forEach((region, j) => {
      if (!region.length) return;
      pen.beginPath();
      for (const corner of region) pen.lineTo(...this.seen(corner));
      pen.closePath();
      pen.globalAlpha = 0.13;
      pen.fillStyle = look.clusters[j % 10];
      pen.fill();
      pen.globalAlpha = 1;
      pen.lineWidth = 1;
      pen.strokeStyle = look.line;
      pen.stroke();
    });
  }

  point(point, label, times, paint) {
    const { pen, look } = this, [x, y] = this.seen(point), path = this.marks[label < 0 ? 0 : label % 10];
    pen.translate(x, y);
    if (times !== 1) pen.scale(times, times);
    if (label < 0 && !paint) {
      pen.lineWidth = 1.2 / times;
      pen.strokeStyle = look.quiet;
      pen.stroke(path);
    } else {
      pen.fillStyle = paint ?? look.clusters[label % 10];
      pen.fill(path);
    }
    pen.setTransform(this.sharp, 0, 0, this.sharp, 0, 0);
  }

  ring(place) {
    this.pen.beginPath();
    this.pen.arc(...this.seen(place), 2.4 * this.size, 0, ROUND);
    Object.assign(this.pen, { lineWidth: 2, strokeStyle: this.look.text }).stroke();
  }

  trail(trail, colour) {
    const { pen, look } = this;
    for (const [width, ink] of [[5, look.paper], [2.5, colour]]) {
      pen.beginPath();
      for (const place of trail) pen.lineTo(...this.seen(place));
      Object.assign(pen, { lineWidth: width, strokeStyle: ink, lineJoin: "round", lineCap: "round" }).stroke();
    }
    for (const place of trail.slice(0, -1)) {
      pen.beginPath();
      pen.arc(...this.seen(place), 3.2, 0, ROUND);
      Object.assign(pen, { fillStyle: colour }).fill();
    }
  }

  // A centre wears its cluster's colour, or one of its own, and then its number has an edge to be read on any.
  centre(centre, j, fill) {
    const { pen, look } = this, [x, y] = this.seen(centre);
    pen.beginPath();
    pen.arc(x, y, this.disc, 0, ROUND);
    Object.assign(pen, { fillStyle: fill ?? look.clusters[j % 10], strokeStyle: fill ? look.text : look.paper, lineWidth: 3 }).fill();
    pen.stroke();
    Object.assign(pen, { fillStyle: fill ? "#fff" : look.inks[j % 10], strokeStyle: "#000", font: `700 ${this.disc + 1}px sans-serif`, textAlign: "center", textBaseline: "middle" });
    if (fill) pen.strokeText(j + 1, x, y + 1);
    pen.fillText(j + 1, x, y + 1);
  }
}

// A picture whose pixels wear the colour of their centre; before they have one, their own.
class Picture {
  constructor(canvas, { picture: [width, height], points }) {
    Object.assign(this, { canvas, points, pen: canvas.getContext("2d"), small: new OffscreenCanvas(width, height) });
    this.pixels = new ImageData(width, height);
  }

  fit() {
    const { canvas } = this, sharp = devicePixelRatio || 1;
    canvas.width = Math.round(canvas.clientWidth * sharp);
    canvas.height = Math.round(canvas.clientHeight * sharp);
  }

  hit() { return -1; }

  draw({ labels, centres }) {
    const { canvas, pen, pixels, small, points } = this;
    points.forEach((own, i) => pixels.data.set([...(centres[labels[i]] ?? own), 255], 4 * i));
    small.getContext("2d").putImageData(pixels, 0, 0);
    const scale = Math.min(canvas.width / small.width, canvas.height / small.height);
    const [wide, high] = [small.width * scale, small.height * scale];
    pen.clearRect(0, 0, canvas.width, canvas.height);
    pen.imageSmoothingEnabled = false;
    pen.drawImage(small, (canvas.width - wide) / 2, (canvas.height - high) / 2, wide, high);
  }
}
