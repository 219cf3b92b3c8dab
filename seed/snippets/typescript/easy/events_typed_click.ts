document.body.addEventListener("click", (event: MouseEvent) => {
  console.log(event.clientX, event.clientY);
});
