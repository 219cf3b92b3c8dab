if (navigator.onLine) {
  console.log("connected");
}
