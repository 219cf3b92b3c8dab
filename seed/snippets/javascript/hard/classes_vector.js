export class Vector {
  constructor(x = 0, y = 0) {
    Object.assign(this, { x, y });
  }

  plus({ x, y }) {
    return new Vector(this.x + x, this.y + y);
  }

  scale(factor) {
    return new Vector(this.x * factor, this.y * factor);
  }

  rotate(angle) {
    const [sin, cos] = [Math.sin(angle), Math.cos(angle)];
    return new Vector(this.x * cos - this.y * sin, this.x * sin + this.y * cos);
  }
}
