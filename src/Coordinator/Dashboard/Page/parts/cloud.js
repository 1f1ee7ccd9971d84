// @ts-check
// Thousands of lines as one layer: some in each frame, as many as this machine draws in it, so that the page stays quick while they come.

/** How long frames may lie apart before less is drawn in each, in milliseconds: a sixtieth of a second and a bit. */
const smooth = 20;
/** How many lines all clouds together draw in a frame; it follows what the machine can do. */
let budget = 500;

/** Okabe and Ito's colours, for what the reader chose. */
export const colours = ["#e69f00", "#009e73", "#cc79a7", "#d55e00", "#56b4e9", "#b8a800", "#0072b2"];
export const colourOf = at => colours[at % colours.length];
export const darkness = matchMedia("(prefers-color-scheme: dark)");
const known = new Map();
darkness.addEventListener("change", () => known.clear());

export const contextOf = canvas => /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));

/** A colour of the theme that is shown, as "ink"; also a mix of two, as "accent 40% line", or one in its own form, as #e69f00. */
export function colour(/** @type {string} */ name) {
  if (name.startsWith("#") || known.has(name)) return known.get(name) ?? name;
  const probe = document.body.appendChild(document.createElement("i")), [one, much, other] = name.split(" ");
  probe.style.color = other ? `color-mix(in oklab, var(--${one}) ${much}, var(--${other}))` : `var(--${name})`;
  // Through a canvas, whose own form of a colour every library reads.
  const context = contextOf(document.createElement("canvas"));
  context.fillStyle = getComputedStyle(probe).color;
  context.fillRect(0, 0, 1, 1);
  probe.remove();
  known.set(name, `rgb(${context.getImageData(0, 0, 1, 1).data.slice(0, 3).join(", ")})`);
  return known.get(name);
}

/** From the worst to the best. */
export const ramp = () => [12, 30, 48, 66, 83, 100].map(much => colour(`accent ${much}% line`));

/** A canvas above all others for what is under the pointer, so that it moves without them being drawn anew. */
export const canvasAbove = place => Object.assign(place.appendChild(document.createElement("canvas")), { className: "above" });

/** Half the width of a point that no other is beside: a line to itself would not be seen. In pixels of the reader's. */
const alone = 4;

/** A line through points, broken where one has no height; a point between two breaks is a short stroke. x and y: Where the n-th lies. */
export function trace(path, /** @type {number} */ count, x, y) {
  for (let at = 0, before = 0; at < count; at++) {
    const height = y(at), known = !Number.isNaN(height);
    if (known && before > 0) path.lineTo(x(at), height);
    else if (known && at + 1 < count && !Number.isNaN(y(at + 1))) path.moveTo(x(at), height);
    else if (known) {
      path.moveTo(x(at) - alone * devicePixelRatio, height);
      path.lineTo(x(at) + alone * devicePixelRatio, height);
    }
    before = known ? before + 1 : 0;
  }
}

export function stroke(context, style, thick, draw, alpha = 1, dash = /** @type {number[]} */ ([])) {
  Object.assign(context, { globalAlpha: alpha, strokeStyle: colour(style), lineWidth: thick * devicePixelRatio });
  context.lineCap = dash.length ? "butt" : "round";
  context.setLineDash(dash.map(part => part * devicePixelRatio));
  context.beginPath();
  draw(context);
  context.stroke();
  context.setLineDash([]);
  context.globalAlpha = 1;
}

/** What lies nearest; undefined where nothing is near.
 * @param {number[]} places @param {number} near @param {(place: number) => number} far */
export function nearest(places, near, far) {
  let found = /** @type {number | undefined} */ (undefined);
  for (const place of places) {
    const apart = far(place);
    if (apart < near) [near, found] = [apart, place];
  }
  return found;
}

export class Cloud {
  /** What is shown of it. */
  canvas = document.createElement("canvas");
  #frame = 0;
  #key = "";
  /** When the last part was drawn. */
  #last = 0;

  /** @param {() => void} drawn Called after each part. */
  constructor(drawn) { this.drawn = drawn; }

  /** Draws these lines anew, as large as that canvas, beginning with some from everywhere. of: Which of the strokes; key: What lines lie
   * by. Where that is as before, what is shown stays until the new is whole; empty shows at once. */
  start({ width, height }, places, { strokes, of, alpha }, line, key) {
    cancelAnimationFrame(this.#frame);
    const same = key !== "" && key === this.#key && this.canvas.width === width && this.canvas.height === height;
    this.#key = key;
    const canvas = Object.assign(same ? document.createElement("canvas") : this.canvas, { width, height }), context = contextOf(canvas);
    Object.assign(context, { globalAlpha: alpha, lineWidth: devicePixelRatio });
    // A stride that has no divisor in common with the count visits every line once.
    const count = places.length, sorted = strokes.map(() => /** @type {number[]} */ ([]));
    let stride = Math.floor(count * 0.618) || 1, next = 0;
    while (divisor(stride, count) > 1) stride++;
    const draw = () => {
      const now = performance.now(), apart = now - this.#last;
      // What lies further apart was no frame after a frame.
      if (apart < 400) budget = Math.max(60, Math.min(20_000, budget * (apart > smooth ? 0.75 : 1.2)));
      this.#last = now;
      for (const last = Math.min(count, next + Math.ceil(budget)); next < last; next++) {
        const place = places[next * stride % count];
        sorted[of(place)].push(place);
      }
      for (const [at, stroke] of strokes.entries()) {
        if (!sorted[at].length) continue;
        context.strokeStyle = stroke;
        context.beginPath();
        for (const place of sorted[at].splice(0)) line(context, place);
        context.stroke();
      }
      if (next >= count) this.canvas = canvas;
      if (next >= count || !same) this.drawn();
      if (next < count) this.#frame = requestAnimationFrame(draw);
    };
    this.#frame = requestAnimationFrame(draw);
  }

  stop() { cancelAnimationFrame(this.#frame); }
}

const divisor = (/** @type {number} */ a, /** @type {number} */ b) => b === 0 ? a : divisor(b, a % b);
