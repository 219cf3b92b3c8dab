class Grid {
  constructor(width, height, fill = 0) {
    this.width = width;
    this.cells = new Array(width * height).fill(fill);
  }

  set(x, y, value) {
    this.cells[y * this.width + x] = value;
  }

  *[Symbol.iterator]() {
    for (const [index, value] of this.cells.entries()) {
      const x = index % this.width;
      yield { x, y: (index - x) / this.width, value };
    }
  }
}

const grid = new Grid(4, 3);
grid.set(2, 1, 9);
console.log([...grid].filter(({ value }) => value > 0));
