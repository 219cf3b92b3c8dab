const form = document.querySelector("#signup");

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const body = new FormData(form);
  const response = await fetch(form.action, { method: "POST", body });
  form.hidden = response.ok;
});
