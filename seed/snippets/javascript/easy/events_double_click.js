addEventListener("dblclick", (event) => {
  console.log(event.clientX, event.clientY);
});
