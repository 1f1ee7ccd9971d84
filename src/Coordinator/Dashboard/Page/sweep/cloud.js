// @ts-check
// Thousands of lines as one layer: drawn a few milliseconds in each frame, so that the page stays quick while they come.

/** How long a frame's part of the lines may take, in milliseconds. */
const share = 5;

/** Okabe and Ito's colours, for what the reader chose. */
export const chosenColours = ["#e69f00", "#009e73", "#cc79a7", "#d55e00", "#56b4e9", "#b8a800", "#0072b2"];

/** A colour of the theme that is shown. @param {string} name */
export function colour(name) {
  probe ??= document.body.appendChild(Object.assign(document.createElement("i"), { hidden: true }));
  probe.style.color = `var(--${name})`;
  return getComputedStyle(probe).color;
}
/** @type {HTMLElement | undefined} */
let probe;

export const darkness = matchMedia("(prefers-color-scheme: dark)");

export class Cloud {
  canvas = document.createElement("canvas");
  #frame = 0;

  /** @param {() => void} drawn Called after each part. */
  constructor(drawn) { this.drawn = drawn; }

  /** Draws these lines anew, beginning with some from everywhere.
   * @param {number} width @param {number} height In pixels of the canvas. @param {ArrayLike<number>} places @param {string} stroke
   * @param {number} alpha @param {(path: CanvasRenderingContext2D, place: number) => void} line */
  start(width, height, places, stroke, alpha, line) {
    cancelAnimationFrame(this.#frame);
    Object.assign(this.canvas, { width, height });
    const context = /** @type {CanvasRenderingContext2D} */ (this.canvas.getContext("2d"));
    context.strokeStyle = stroke;
    context.globalAlpha = alpha;
    context.lineWidth = devicePixelRatio;
    // A stride that has no divisor in common with the count visits every line once.
    const count = places.length;
    let stride = Math.floor(count * 0.618) || 1;
    while (divisor(stride, count) > 1) stride++;
    let next = 0;
    const part = () => {
      const end = performance.now() + share;
      while (next < count && performance.now() < end) {
        context.beginPath();
        for (const last = Math.min(count, next + 50); next < last; next++) line(context, places[next * stride % count]);
        context.stroke();
      }
      this.drawn();
      if (next < count) this.#frame = requestAnimationFrame(part);
    };
    part();
  }

  stop() { cancelAnimationFrame(this.#frame); }
}

/** @param {number} a @param {number} b @returns {number} */
function divisor(a, b) { return b === 0 ? a : divisor(b, a % b); }
