const dialog = document.querySelector("dialog");
document.addEventListener("keydown", ({ key }) => {
  if (key === "Escape") dialog.close();
});
