const clock = document.querySelector("time");
setInterval(() => {
  clock.textContent = new Date().toLocaleTimeString();
}, 1000);
