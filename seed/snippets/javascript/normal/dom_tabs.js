const tabs = document.querySelectorAll("[role=tab]");
for (const tab of tabs) {
  tab.addEventListener("click", () => {
    for (const other of tabs) {
      other.ariaSelected = String(other === tab);
    }
    location.hash = tab.id;
  });
}
