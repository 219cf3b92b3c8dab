for (const link of document.links) {
  link.classList.toggle("external", link.host !== location.host);
}
