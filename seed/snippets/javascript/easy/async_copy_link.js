export async function copyLink() {
  await navigator.clipboard.writeText(location.href);
  alert("Link copied, now share it");
}
