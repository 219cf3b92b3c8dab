const canvas = document.querySelector("canvas");
const brush = canvas.getContext("2d");
brush.fillStyle = "tomato";
brush.fillRect(20, 20, 120, 80);
