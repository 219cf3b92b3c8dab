const cart = document.querySelector("#cart");

cart.addEventListener("click", (event) => {
  const button = event.target.closest("button.remove");
  if (button) {
    button.closest("li").remove();
    cart.dataset.count = cart.querySelectorAll("li").length;
  }
});
