// @ts-check
/**
 * Particles: dust, shots, bolts, shards of killed enemies, rings, rising numbers. One canvas holds them
 * below the lanes, so that nothing ever covers the code.
 *
 * Law: decoration only. The page says everything elsewhere too; with reduced motion nothing is drawn.
 * Bound: LIMIT particles; the oldest go first.
 */

const LIMIT = 360;
const GRAVITY = 0.0007; // pixels per ms²
const SHOT_PX = 34; // length of a shot's trail
const DUST = 44;
const DUST_SPEED = 0.02; // pixels per ms of the nearest speck, at rest

/** @typedef {{x: number, y: number}} Point */
/**
 * @typedef {object} Spark
 * @property {'bit' | 'shot' | 'bolt' | 'ring' | 'pop' | 'text'} kind
 * @property {number} x @property {number} y
 * @property {number} dx @property {number} dy pixels per ms; of a shot and a bolt, where it flies to
 * @property {number} age @property {number} life in ms
 * @property {string} colour
 * @property {number} size
 * @property {string} text
 */

export class Sparks {
  /** @param {HTMLCanvasElement} canvas */
  constructor(canvas) {
    this.canvas = canvas;
    this.pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
    /** @type {Spark[]} */
    this.sparks = [];
    this.empty = true;
    this.width = 0;
    this.height = 0;
    /**
     * Where each speck is, as parts of the canvas, and how near it is.
     * @type {{x: number, y: number, near: number}[]}
     */
    this.dust = Array.from({ length: DUST }, () => ({
      x: Math.random(),
      y: Math.random(),
      near: 0.25 + Math.random() * 0.75,
    }));
  }

  /** @param {number} width @param {number} height in CSS pixels */
  resize(width, height) {
    const scale = Math.min(2, devicePixelRatio || 1);
    this.width = width;
    this.height = height;
    this.canvas.width = Math.round(width * scale);
    this.canvas.height = Math.round(height * scale);
    this.pen.setTransform(scale, 0, 0, scale, 0, 0);
  }

  /** @param {Partial<Spark>} spark */
  #add(spark) {
    this.sparks.push({
      kind: 'bit',
      x: 0,
      y: 0,
      dx: 0,
      dy: 0,
      age: 0,
      life: 400,
      colour: '#fff',
      size: 3,
      text: '',
      ...spark,
    });
    if (this.sparks.length > LIMIT) this.sparks.splice(0, this.sparks.length - LIMIT);
  }

  /**
   * One key's shot: it flies, and splinters where it arrives.
   * @param {Point} from @param {Point} to @param {string} colour
   */
  shot(from, to, colour) {
    this.#add({
      kind: 'shot',
      x: from.x,
      y: from.y,
      dx: to.x,
      dy: to.y,
      life: 60 + Math.abs(to.x - from.x) * 0.07,
      colour,
      size: 2,
    });
  }

  /** A word's: all of it at once. @param {Point} from @param {Point} to @param {string} colour @param {number} size */
  bolt(from, to, colour, size) {
    this.#add({ kind: 'bolt', x: from.x, y: from.y, dx: to.x, dy: to.y, life: 190, colour, size });
  }

  /** @param {Point} at @param {string} colour @param {number} radius it grows to @param {number} [life] in ms */
  ring(at, colour, radius, life = 380) {
    this.#add({ kind: 'ring', ...at, size: radius, life, colour });
  }

  /**
   * A key's mark around the character that was typed.
   * @param {Point} at its middle @param {number} size @param {string} colour
   */
  pop(at, size, colour) {
    this.#add({ kind: 'pop', ...at, size, life: 170, colour });
  }

  /**
   * @param {Point} at @param {string} colour @param {number} count @param {number} [speed] pixels per ms of the fastest
   */
  burst(at, colour, count, speed = 0.3) {
    for (let i = 0; i < count; i += 1) {
      const angle = Math.random() * Math.PI * 2;
      const fast = speed * (0.15 + Math.random() * 0.85);
      this.#add({
        ...at,
        dx: Math.cos(angle) * fast,
        dy: Math.sin(angle) * fast - 0.06,
        life: 350 + Math.random() * 350,
        colour,
        size: 2 + Math.random() * 2.5,
      });
    }
  }

  /**
   * Something comes apart into the squares it is drawn of.
   * @param {Point[]} squares @param {Point} middle @param {number} size @param {string} colour
   */
  shatter(squares, middle, size, colour) {
    for (const { x, y } of squares) {
      const push = 0.006 + Math.random() * 0.012;
      this.#add({
        x,
        y,
        dx: (x - middle.x) * push + (Math.random() - 0.3) * 0.16,
        dy: (y - middle.y) * push - Math.random() * 0.14,
        life: 420 + Math.random() * 420,
        colour,
        size,
      });
    }
  }

  /** @param {Point} at @param {string} text @param {string} colour @param {number} size */
  rise(at, text, colour, size = 14) {
    this.#add({ kind: 'text', ...at, dy: -0.05, life: 750, colour, text, size });
  }

  /** @param {number} passed_ms @param {{colour: string, rush: number} | null} dust `rush` 0 to 1: how fast it comes */
  frame(passed_ms, dust = null) {
    if (!this.sparks.length && this.empty && !dust) return;
    const { pen } = this;
    pen.clearRect(0, 0, this.width, this.height);
    if (dust) this.#blow(passed_ms, dust);
    for (const spark of this.sparks) this.#draw(spark, passed_ms);
    const over = this.sparks.filter((spark) => spark.kind === 'shot' && spark.age >= spark.life);
    this.sparks = this.sparks.filter((spark) => spark.age < spark.life);
    for (const { dx, dy, colour } of over) this.burst({ x: dx, y: dy }, colour, 3, 0.18);
    this.empty = !this.sparks.length && !dust;
    pen.globalAlpha = 1;
  }

  /** @param {number} passed_ms @param {{colour: string, rush: number}} how */
  #blow(passed_ms, { colour, rush }) {
    const { pen, width, height } = this;
    pen.fillStyle = colour;
    for (const speck of this.dust) {
      const speed = DUST_SPEED * speck.near * (1 + 22 * rush);
      speck.x -= (speed * passed_ms) / width;
      if (speck.x < -0.1) {
        speck.x = 1.05;
        speck.y = Math.random();
      }
      pen.globalAlpha = speck.near * (0.2 + 0.15 * rush);
      pen.fillRect(speck.x * width, speck.y * height, 2 + speed * 110, 1 + Math.round(speck.near));
    }
  }

  /** @param {Spark} spark @param {number} passed_ms */
  #draw(spark, passed_ms) {
    const { pen } = this;
    spark.age += passed_ms;
    const rest = Math.max(0, 1 - spark.age / spark.life);
    pen.globalAlpha = rest;
    switch (spark.kind) {
      case 'shot':
        return this.#shot(spark, 1 - rest);
      case 'bolt':
        this.#line(
          spark.x + (spark.dx - spark.x) * (1 - rest),
          spark.y + (spark.dy - spark.y) * (1 - rest),
          spark.dx,
          spark.dy,
          spark.colour,
          spark.size * rest,
        );
        return undefined;
      case 'ring':
        pen.strokeStyle = spark.colour;
        pen.lineWidth = 1 + 5 * rest;
        pen.beginPath();
        pen.arc(spark.x, spark.y, spark.size * (1 - rest ** 3), 0, Math.PI * 2);
        pen.stroke();
        return undefined;
      case 'pop': {
        const size = spark.size * (1 + 0.6 * (1 - rest));
        pen.globalAlpha = rest * 0.7;
        pen.strokeStyle = spark.colour;
        pen.lineWidth = 2;
        pen.strokeRect(spark.x - size * 0.45, spark.y - size * 0.8, size * 0.9, size * 1.6);
        return undefined;
      }
      case 'text':
        spark.y += spark.dy * passed_ms;
        pen.fillStyle = spark.colour;
        pen.font = `700 ${spark.size}px "JetBrains Mono", monospace`;
        pen.fillText(spark.text, spark.x, spark.y);
        return undefined;
      default:
        spark.x += spark.dx * passed_ms;
        spark.y += spark.dy * passed_ms;
        spark.dy += GRAVITY * passed_ms;
        pen.fillStyle = spark.colour;
        pen.fillRect(spark.x, spark.y, spark.size, spark.size);
        return undefined;
    }
  }

  /** @param {Spark} spark @param {number} part of its way */
  #shot(spark, part) {
    const length = Math.hypot(spark.dx - spark.x, spark.dy - spark.y) || 1;
    const x = (spark.dx - spark.x) / length;
    const y = (spark.dy - spark.y) / length;
    const head = part * length;
    const tail = Math.max(0, head - SHOT_PX);
    this.pen.globalAlpha = 1;
    this.#line(
      spark.x + x * tail,
      spark.y + y * tail,
      spark.x + x * head,
      spark.y + y * head,
      spark.colour,
      spark.size,
    );
  }

  /**
   * @param {number} x @param {number} y @param {number} toX @param {number} toY @param {string} colour
   * @param {number} width
   */
  #line(x, y, toX, toY, colour, width) {
    const { pen } = this;
    pen.strokeStyle = colour;
    pen.lineWidth = width;
    pen.beginPath();
    pen.moveTo(x, y);
    pen.lineTo(toX, toY);
    pen.stroke();
  }
}
