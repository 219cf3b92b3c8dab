const canvas = document.querySelector("canvas");
const context = canvas.getContext("2d");
context.fillStyle = "white";
for (let star = 0; star < 200; star++) {
  const x = Math.random() * canvas.width;
  const y = Math.random() * canvas.height;
  context.fillRect(x, y, 2, 2);
}
