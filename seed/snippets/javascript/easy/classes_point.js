class Point {
  x = 0;
  y = 0;
  length = () => Math.hypot(this.x, this.y);
}
