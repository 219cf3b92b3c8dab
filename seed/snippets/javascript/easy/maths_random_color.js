const hue = Math.floor(Math.random() * 360);
document.body.style.background = `hsl(${hue} 70% 90%)`;
