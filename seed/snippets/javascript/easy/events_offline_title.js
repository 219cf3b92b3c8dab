window.addEventListener("offline", () => {
  document.title = "Connection lost";
  document.body.inert = true;
});
