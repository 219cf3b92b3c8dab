export function toast(message, ms = 3000) {
  const box = document.createElement("output");
  box.className = "toast";
  box.textContent = message;
  document.body.append(box);
  setTimeout(() => box.remove(), ms);
}
