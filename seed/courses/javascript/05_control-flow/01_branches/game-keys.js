function describe(key) {
  switch (key) {
    case "ArrowLeft":
    case "a":
      return "step left";
    case "ArrowRight":
    case "d":
      return "step right";
    case " ":
      return "jump";
    default:
      return "stand still";
  }
}

console.log(describe("a"), describe("q"));
