// @ts-check
// Thousands of lines as one layer: some in each frame, as many as this machine draws in it, so that the page stays quick while they come.

/** How long frames may lie apart before less is drawn in each, in milliseconds: a sixtieth of a second and a bit. */
const smooth = 20;

/** How many lines all clouds together draw in a frame; it follows what the machine can do. */
let budget = 500;

/** Okabe and Ito's colours, for what the reader chose. */
export const chosenColours = ["#e69f00", "#009e73", "#cc79a7", "#d55e00", "#56b4e9", "#b8a800", "#0072b2"];

export const darkness = matchMedia("(prefers-color-scheme: dark)");

/** @type {Map<string, string>} */
const colours = new Map();
darkness.addEventListener("change", () => colours.clear());

/** A colour of the theme that is shown; also a mix of two, as "accent 40% line". @param {string} name */
export function colour(name) {
  let known = colours.get(name);
  if (!known) {
    const probe = document.body.appendChild(document.createElement("i")), [one, much, other] = name.split(" ");
    probe.style.color = other ? `color-mix(in oklab, var(--${one}) ${much}, var(--${other}))` : `var(--${name})`;
    // Through a canvas, whose own form of a colour every library reads.
    const context = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));
    context.fillStyle = getComputedStyle(probe).color;
    context.fillRect(0, 0, 1, 1);
    const [red, green, blue] = context.getImageData(0, 0, 1, 1).data;
    colours.set(name, known = `rgb(${red}, ${green}, ${blue})`);
    probe.remove();
  }
  return known;
}

/** From the worst to the best. */
export const ramp = () => [12, 30, 48, 66, 83, 100].map(much => colour(`accent ${much}% line`));

export class Cloud {
  /** What is shown of it. */
  canvas = document.createElement("canvas");
  #frame = 0;
  #key = "";
  /** When the last part was drawn. */
  #last = 0;

  /** @param {() => void} drawn Called after each part. */
  constructor(drawn) { this.drawn = drawn; }

  /** Draws these lines anew, beginning with some from everywhere.
   * @param {number} width @param {number} height In pixels of the canvas. @param {ArrayLike<number>} places
   * @param {{ strokes: string[], of: (place: number) => number, alpha: number }} look of: Which of the strokes.
   * @param {(path: CanvasRenderingContext2D, place: number) => void} line
   * @param {string} key What lines lie by. Where this is as before, what is shown stays until the new is whole; empty shows at once. */
  start(width, height, places, { strokes, of, alpha }, line, key) {
    cancelAnimationFrame(this.#frame);
    const same = key !== "" && key === this.#key && this.canvas.width === width && this.canvas.height === height;
    this.#key = key;
    const canvas = same ? document.createElement("canvas") : this.canvas;
    Object.assign(canvas, { width, height });
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    context.globalAlpha = alpha;
    context.lineWidth = devicePixelRatio;
    // A stride that has no divisor in common with the count visits every line once.
    const count = places.length;
    let stride = Math.floor(count * 0.618) || 1;
    while (divisor(stride, count) > 1) stride++;
    let next = 0;
    /** @type {number[][]} */
    const sorted = strokes.map(() => []);
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

/** @param {number} a @param {number} b @returns {number} */
function divisor(a, b) { return b === 0 ? a : divisor(b, a % b); }
