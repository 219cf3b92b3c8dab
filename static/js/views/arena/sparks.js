// @ts-check
/**
 * What flies about: bolts from finished words, bursts of killed enemies, numbers that rise. One canvas above the lanes.
 *
 * Law: decoration only. Nothing here says what the page does not say elsewhere; with reduced motion nothing is drawn.
 * Bound: LIMIT particles; the oldest go first.
 */

const LIMIT = 240;
const GRAVITY = 0.0007; // pixels per ms²

/** @typedef {{kind: 'bit' | 'bolt' | 'text', x: number, y: number, dx: number, dy: number, age: number, life: number, colour: string, size: number, text: string}} Spark */

export class Sparks {
  /** @param {HTMLCanvasElement} canvas */
  constructor(canvas) {
    this.canvas = canvas;
    this.pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
    /** @type {Spark[]} */
    this.sparks = [];
    this.empty = true;
  }

  /** @param {number} width @param {number} height in CSS pixels */
  resize(width, height) {
    const scale = Math.min(2, devicePixelRatio || 1);
    this.canvas.width = Math.round(width * scale);
    this.canvas.height = Math.round(height * scale);
    this.pen.setTransform(scale, 0, 0, scale, 0, 0);
  }

  /** @param {Partial<Spark>} spark */
  #add(spark) {
    this.sparks.push({ kind: 'bit', x: 0, y: 0, dx: 0, dy: 0, age: 0, life: 400, colour: '#fff', size: 3, text: '', ...spark });
    if (this.sparks.length > LIMIT) this.sparks.splice(0, this.sparks.length - LIMIT);
  }

  /** A shot. @param {{x: number, y: number}} from @param {{x: number, y: number}} to @param {string} colour @param {number} size */
  bolt(from, to, colour, size) {
    this.#add({ kind: 'bolt', x: from.x, y: from.y, dx: to.x, dy: to.y, life: 170, colour, size });
  }

  /** @param {{x: number, y: number}} at @param {string} colour @param {number} count */
  burst(at, colour, count) {
    for (let i = 0; i < count; i += 1) {
      const angle = Math.random() * Math.PI * 2;
      const speed = 0.05 + Math.random() * 0.25;
      this.#add({
        x: at.x,
        y: at.y,
        dx: Math.cos(angle) * speed,
        dy: Math.sin(angle) * speed - 0.08,
        life: 350 + Math.random() * 350,
        colour,
        size: 2 + Math.random() * 3,
      });
    }
  }

  /** @param {{x: number, y: number}} at @param {string} text @param {string} colour @param {number} size */
  rise(at, text, colour, size = 14) {
    this.#add({ kind: 'text', x: at.x, y: at.y, dy: -0.05, life: 750, colour, text, size });
  }

  /** @param {number} passed_ms */
  frame(passed_ms) {
    if (!this.sparks.length && this.empty) return;
    const { pen, canvas } = this;
    pen.clearRect(0, 0, canvas.width, canvas.height);
    for (const spark of this.sparks) this.#draw(spark, passed_ms);
    this.sparks = this.sparks.filter((spark) => spark.age < spark.life);
    this.empty = !this.sparks.length;
    pen.globalAlpha = 1;
  }

  /** @param {Spark} spark @param {number} passed_ms */
  #draw(spark, passed_ms) {
    const { pen } = this;
    spark.age += passed_ms;
    const rest = Math.max(0, 1 - spark.age / spark.life);
    pen.globalAlpha = rest;
    if (spark.kind === 'bolt') {
      pen.strokeStyle = spark.colour;
      pen.lineWidth = spark.size * rest;
      pen.beginPath();
      pen.moveTo(spark.x + (spark.dx - spark.x) * (1 - rest), spark.y + (spark.dy - spark.y) * (1 - rest));
      pen.lineTo(spark.dx, spark.dy);
      pen.stroke();
      return;
    }
    spark.x += spark.kind === 'bit' ? spark.dx * passed_ms : 0;
    spark.y += spark.dy * passed_ms;
    pen.fillStyle = spark.colour;
    if (spark.kind === 'text') {
      pen.font = `700 ${spark.size}px "JetBrains Mono", monospace`;
      pen.fillText(spark.text, spark.x, spark.y);
      return;
    }
    spark.dy += GRAVITY * passed_ms;
    pen.fillRect(spark.x, spark.y, spark.size, spark.size);
  }
}
