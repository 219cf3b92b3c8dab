const menu = document.querySelector("#menu");
menu.addEventListener("click", () => {
  menu.classList.toggle("open");
});
