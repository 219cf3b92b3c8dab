const slider = document.querySelector("input[type=range]");
slider.addEventListener("pointermove", (event) => {
  if (event.buttons !== 1) return;
  const { left, width } = slider.getBoundingClientRect();
  const share = (event.clientX - left) / width;
  slider.value = Math.round(100 * share);
});
